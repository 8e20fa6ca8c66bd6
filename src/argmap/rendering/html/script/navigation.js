// Navigation between statements: with the pointer, the keys, and the address of the page.

/**
 * Select a statement: mark it, show it, and write it into the address.
 *
 * If it is not in the current picture, the one that it belongs to is opened. `history` says how the
 * address changes: “push” adds an entry to the browser's history, “replace” changes the last one,
 * and without it the address stays the same. `isVisited`: `visit` does the rest.
 */
function select(
  statement,
  { history: change, focus, focusPanel, open = place.view !== "text" || isWide(), isVisited } = {},
) {
  if (place.view === "overview") showView("map");
  const isShown = place.view !== "table";
  if (isShown && !isDrawn(statement) && statement.home >= 0) openPicture(statement.home);
  place.id = statement.id;
  place.picture = pictureNumber;
  if (isDrawn(statement)) {
    makeVisible(statement);
    setCurrent(statement, { chosen: true });
  }
  if (open || panelStatement) openPanel(statement, { focus: focusPanel });
  if (isDrawn(statement)) {
    scrollToStatement(statement);
    if (focus) statement.element.focus({ preventScroll: true });
  }
  if (isVisited) return;
  for (const listener of onSelect) listener();
  showLinks();
  writeAddress(change);
}

/** Return whether the window is wide enough for a text, the map and the panel. */
function isWide() {
  return innerWidth >= 1400;
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
  Enter: () => select(current, { history: "push", focusPanel: true, open: true }),
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
for (const [key, name] of Object.entries(VIEW_KEYS)) {
  KEYS[key] = () => {
    if (!document.querySelector(`.views [data-view="${name}"]`).hidden) {
      visit(placeOf(name), { history: "push" });
    }
  };
}

/** Go to a statement; the panel follows if it is open. */
function goTo(statement) {
  if (!statement) return;
  select(statement, { history: "replace", focus: true, open: Boolean(panelStatement) });
}

// The keys also apply to the map if nothing has the focus, for instance after the page has opened.
document.addEventListener("keydown", (event) => {
  if (event.target !== document.body && !stage.contains(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !current) return;
  const isMapKey = isStageVisible();
  const relation = isMapKey && ARROW_KEYS[growsRight ? "right" : "down"][event.key];
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!relation && !Object.hasOwn(KEYS, key)) return;
  if (!isMapKey && !["/", "Escape", ...Object.keys(VIEW_KEYS)].includes(key)) return;
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
  else focusCurrent();
});

// The Tab key moves the focus to the current statement, which may be out of view.
stage.addEventListener("focusin", () => {
  if (current?.element.matches(":focus-visible")) scrollToStatement(current);
});
