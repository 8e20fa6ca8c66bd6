// Folds branches, and shows a single branch.

const folded = new Set(); // statements
let isolated = null; // the statement whose branch is shown alone

let lines = [];

onMap.push(() => {
  folded.clear();
  isolated = null;
  lines = [];
  for (const [name, ends] of map.lines) {
    const element = document.getElementById(data.prefix + name);
    if (element) lines.push({ element, ends: ends.map((index) => cards[index]) });
  }
  for (const statement of statements.values()) if (statement.descendants) addHandle(statement);
});

/** Show, dim or hide each card and line, depending on the folded and the isolated branches. */
function updateVisibility() {
  for (const card of cards) {
    const above = card.above === null ? null : statements.get(card.above);
    const parent = card.up < 0 ? null : cards[card.up];
    card.isFolded = Boolean(parent?.isFolded || (above && folded.has(above)));
    card.isInside =
      !isolated || card === isolated.card || above === isolated || isDeepInside(parent);
  }
  const pathToRoot = new Set();
  for (let ancestor = isolated?.above; ancestor; ancestor = ancestor.above) {
    pathToRoot.add(ancestor.card);
  }
  for (const card of cards) {
    card.isAway = card.isFolded || !(card.isInside || pathToRoot.has(card));
    card.element.classList.toggle("away", card.isAway);
    card.element.classList.toggle("dim", !card.isAway && !card.isInside);
  }
  for (const { element, ends } of lines) {
    const isAway = ends.some((card) => card.isAway);
    element.classList.toggle("away", isAway);
    element.classList.toggle("dim", !isAway && ends.some((card) => !card.isInside));
  }
  $("unfold").hidden = !folded.size;
  $("whole").hidden = !isolated;
  invalidateStageSize(); // the tools may take one line more or less
}

/** Return whether the parent of a card is in the isolated branch, below its first card. */
function isDeepInside(parent) {
  return Boolean(parent && parent !== isolated.card && parent.isInside);
}

function setFolded(statement, isFolded) {
  if (!statement.descendants) return;
  if (isFolded) folded.add(statement);
  else folded.delete(statement);
  statement.element.setAttribute("aria-expanded", String(!isFolded));
  drawHandle(statement);
}

/** Fold or unfold the branch of a statement. */
function toggleFolded(statement) {
  if (!statement.descendants) return;
  const isFolded = !folded.has(statement);
  setFolded(statement, isFolded);
  updateVisibility();
  if (current?.card.isAway) select(statement, { history: "replace" });
  const count = pluralize(statement.descendants, "statement");
  announce(isFolded ? `Folded: ${count} below` : `Unfolded: ${count} below`);
  refreshPanel();
}

function unfoldAll() {
  for (const statement of [...folded]) setFolded(statement, false);
  updateVisibility();
  refreshPanel();
  announce("All branches are unfolded");
}

/** Show only the branch of a statement, and dim its path to the thesis; null: show all. */
function isolateBranch(statement) {
  isolated = statement;
  if (statement) setFolded(statement, false);
  updateVisibility();
  refreshPanel();
  announce(statement ? "Only this branch is shown" : "The whole map is shown");
  if (statement) fit(boundsOf(cards.filter((card) => !card.isAway && card.isInside)));
  if (current && (!statement || view.scale < 0.35)) scrollToStatement(current);
}

/** Undo the folding or isolation that hides a statement. */
function makeVisible(statement) {
  if (!statement.card.isAway) return;
  for (let ancestor = statement.above; ancestor; ancestor = ancestor.above) {
    setFolded(ancestor, false);
  }
  updateVisibility();
  if (!statement.card.isAway) return;
  isolated = null;
  updateVisibility();
}

/** Return the area of some cards in the picture, with a margin. */
function boundsOf(someCards) {
  const frames = someCards.map(frameOf);
  const x = Math.min(...frames.map((frame) => frame.x));
  const y = Math.min(...frames.map((frame) => frame.y));
  const right = Math.max(...frames.map((frame) => frame.x + frame.width));
  const bottom = Math.max(...frames.map((frame) => frame.y + frame.height));
  return { x: x - 12, y: y - 12, width: right - x + 24, height: bottom - y + 24 };
}

/** Add the handle that folds a statement's branch, at the bottom of the statement. */
function addHandle(statement) {
  const frame = frameOf(statement.card);
  const box = boxOnCard(statement);
  const fillsCard = box.height === frame.height;
  const x = fillsCard ? frame.width - 14 : Math.min(box.x + box.width, frame.width) - 8;
  const y = fillsCard ? frame.height : Math.min(box.y + box.height, frame.height);
  const transform = `translate(${x} ${y})`;
  statement.handle = createSvgElement("g", { class: "fold", transform, "aria-hidden": "true" });
  statement.card.element.append(statement.handle);
  statement.handle.addEventListener("click", (event) => {
    if (wasDragged) return;
    event.stopPropagation();
    toggleFolded(statement);
  });
  drawHandle(statement);
}

function drawHandle(statement) {
  const pointerArea = createSvgElement("circle", { class: "reach", r: 13 });
  const isFolded = folded.has(statement);
  const text = `+${statement.descendants}`;
  const half = isFolded ? 5 + 3 * text.length : 7;
  const shape = { x: -half, y: -7, width: 2 * half, height: 14, rx: 7 };
  // The minus sign is a path, because the browser draws text much more slowly.
  const sign = isFolded
    ? createSvgElement("text", { y: 3.6 }, text)
    : createSvgElement("path", { d: "M-3 0h6" });
  statement.handle.replaceChildren(pointerArea, createSvgElement("rect", shape), sign);
}
