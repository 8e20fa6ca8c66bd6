// Walking about: by pointer, by keys, by address.

function addressOf(id) {
  return `#${encodeURIComponent(id.replace(/\p{Surrogate}/gu, "\ufffd"))}`;
}

/** The statement that an address names after its “#”. */
function addressed(hash) {
  try {
    return statements.get(decodeURIComponent(hash.slice(1)));
  } catch {
    return undefined; // a stray percent sign
  }
}

/**
 * Make a statement the current one. It is marked, shown, and put into the address: “push” makes a
 * new entry of the history, “replace” changes the last one.
 */
function select(statement, { history: how, focus, focusPanel, open = true } = {}) {
  uncover(statement);
  setCurrent(statement, { chosen: true });
  const address = addressOf(statement.id);
  if (how && location.hash !== address) {
    history[how === "push" ? "pushState" : "replaceState"](null, "", address);
  }
  if (open) openPanel(statement, { focus: focusPanel });
  reveal(statement);
  if (focus) statement.element.focus({ preventScroll: true });
}

/** The statements beside one: those that bear on the same, as far as they are to be seen. */
function besides(statement) {
  return (statement.above ? statement.above.below : roots).filter((each) => !each.card.isAway);
}

const WAYS = {
  right: { ArrowLeft: "up", ArrowRight: "down", ArrowUp: "before", ArrowDown: "after" },
  down: { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "before", ArrowRight: "after" },
};

function walk(way) {
  if (way === "up") return current.above;
  if (way === "down") {
    if (folded.has(current)) toggle(current);
    return current.below.find((each) => !each.card.isAway);
  }
  const others = besides(current);
  return others[others.indexOf(current) + (way === "after" ? 1 : -1)];
}

const KEYS = {
  Home: () => goTo(statements.get(map.thesis) ?? roots[0]),
  Enter: () => select(current, { history: "push", focusPanel: true }),
  " ": () => toggle(current),
  f: () => showAlone(isolated === current ? null : current),
  "/": () => query.focus(),
  "+": () => zoomBy(1.3),
  "=": () => zoomBy(1.3),
  "-": () => zoomBy(1 / 1.3),
  0: () => fit(),
  Escape: () => {
    if (panelStatement) closePanel();
    else if (hits) endSearch();
    else if (isolated) showAlone(null);
  },
};

function goTo(statement) {
  if (statement) select(statement, { history: "replace", focus: true, open: Boolean(panelStatement) });
}

// The keys are the map's, also while nothing has the focus: as the page is opened, say.
document.addEventListener("keydown", (event) => {
  if (event.target !== document.body && !stage.contains(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !current) return;
  const way = WAYS[growsRight ? "right" : "down"][event.key];
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!way && !Object.hasOwn(KEYS, key)) return;
  event.preventDefault();
  if (way) goTo(walk(way));
  else KEYS[key]();
});

/** The statement that an element of the picture shows, or the first on its card. */
function statementAt(target) {
  const element = target.closest(".statement, .reference");
  const card = cards.find((each) => each.element === target.closest(".card"));
  return ofElement.get(element) ?? card?.statements[0];
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

// A tab into the map lands on the current statement, which may be out of view.
stage.addEventListener("focusin", () => {
  if (current?.element.matches(":focus-visible")) reveal(current);
});

function followAddress() {
  const statement = addressed(location.hash);
  if (statement) select(statement);
  else if (!location.hash) closePanel();
}

window.addEventListener("popstate", followAddress);
window.addEventListener("hashchange", followAddress);
