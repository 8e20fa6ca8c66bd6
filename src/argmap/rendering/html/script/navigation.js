// Navigation between statements: with the pointer, the keys, and the address of the page.

function addressOf(id) {
  return `#${encodeURIComponent(id.replace(/\p{Surrogate}/gu, "\ufffd"))}`;
}

/** Return the statement whose id follows the “#” of an address. */
function statementAtAddress(hash) {
  try {
    return statements.get(decodeURIComponent(hash.slice(1)));
  } catch {
    return undefined; // invalid percent encoding
  }
}

/**
 * Select a statement: mark it, show it, and write it into the address.
 *
 * `history` tells how the address changes: “push” adds an entry to the browser's history, “replace”
 * changes the last one, and without it the address stays the same.
 */
function select(statement, { history: change, focus, focusPanel, open = true } = {}) {
  makeVisible(statement);
  setCurrent(statement, { chosen: true });
  const address = addressOf(statement.id);
  if (change && location.hash !== address) {
    history[change === "push" ? "pushState" : "replaceState"](null, "", address);
  }
  if (open) openPanel(statement, { focus: focusPanel });
  scrollToStatement(statement);
  if (focus) statement.element.focus({ preventScroll: true });
}

/** Return the visible siblings of a statement, including itself. */
function visibleSiblings(statement) {
  const siblings = statement.above ? statement.above.below : roots;
  return siblings.filter((sibling) => !sibling.card.isAway);
}

const ARROW_KEYS = {
  right: { ArrowLeft: "parent", ArrowRight: "child", ArrowUp: "previous", ArrowDown: "next" },
  down: { ArrowUp: "parent", ArrowDown: "child", ArrowLeft: "previous", ArrowRight: "next" },
};

/** Return the relative of the current statement that an arrow key leads to, if there is one. */
function relativeOfCurrent(relation) {
  if (relation === "parent") return current.above;
  if (relation === "child") {
    if (folded.has(current)) toggleFolded(current);
    return current.below.find((child) => !child.card.isAway);
  }
  const siblings = visibleSiblings(current);
  return siblings[siblings.indexOf(current) + (relation === "next" ? 1 : -1)];
}

const KEYS = {
  Home: () => goTo(statements.get(map.thesis) ?? roots[0]),
  Enter: () => select(current, { history: "push", focusPanel: true }),
  " ": () => toggleFolded(current),
  f: () => isolateBranch(isolated === current ? null : current),
  "/": () => query.focus(),
  "+": () => zoomBy(1.3),
  "=": () => zoomBy(1.3),
  "-": () => zoomBy(1 / 1.3),
  0: () => fit(),
  Escape: () => {
    if (panelStatement) closePanel();
    else if (hits) clearSearch();
    else if (isolated) isolateBranch(null);
  },
};

/** Go to a statement; the panel follows if it is open. */
function goTo(statement) {
  if (!statement) return;
  select(statement, { history: "replace", focus: true, open: Boolean(panelStatement) });
}

// The keys also apply to the map if nothing has the focus, for instance after the page has opened.
document.addEventListener("keydown", (event) => {
  if (event.target !== document.body && !stage.contains(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !current) return;
  const relation = ARROW_KEYS[growsRight ? "right" : "down"][event.key];
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!relation && !Object.hasOwn(KEYS, key)) return;
  event.preventDefault();
  if (relation) goTo(relativeOfCurrent(relation));
  else KEYS[key]();
});

/** Return the statement that an element of the picture shows, or the first one on its card. */
function statementAt(target) {
  const element = target.closest(".statement, .aside, .reference");
  const cardElement = target.closest(".card");
  const card = cards.find((candidate) => candidate.element === cardElement);
  return statementByElement.get(element) ?? card?.statements[0];
}

stage.addEventListener("click", (event) => {
  if (wasDragged) {
    event.preventDefault();
    return;
  }
  if (event.target.closest("a")) return;
  const statement = statementAt(event.target);
  if (statement) select(statement, { history: "push", focus: true });
  else current?.element.focus({ preventScroll: true });
});

// The Tab key moves the focus to the current statement, which may be out of view.
stage.addEventListener("focusin", () => {
  if (current?.element.matches(":focus-visible")) scrollToStatement(current);
});

function followAddress() {
  const statement = statementAtAddress(location.hash);
  if (statement) select(statement);
  else if (!location.hash) closePanel();
}

window.addEventListener("popstate", followAddress);
window.addEventListener("hashchange", followAddress);
