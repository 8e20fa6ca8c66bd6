// Branches: folded ones, and one alone.

const folded = new Set();
let isolated = null;

let lines = [];

onMap.push(() => {
  folded.clear();
  isolated = null;
  lines = [];
  for (const [name, ends] of map.lines) {
    const element = document.getElementById(map.prefix + name);
    if (element) lines.push({ element, ends: ends.map((index) => cards[index]) });
  }
  for (const each of statements.values()) if (each.branches) addHandle(each);
});

/** Show and hide cards and lines by what is folded, and by whose branch is shown alone. */
function updateVisibility() {
  for (const card of cards) {
    const above = card.above === null ? null : statements.get(card.above);
    const up = card.up < 0 ? null : cards[card.up];
    card.isFolded = Boolean(up?.isFolded || (above && folded.has(above)));
    card.isInside = !isolated || card === isolated.card || above === isolated || isUnder(up);
  }
  const way = new Set();
  for (let each = isolated?.above; each; each = each.above) way.add(each.card);
  for (const card of cards) {
    card.isAway = card.isFolded || !(card.isInside || way.has(card));
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
  invalidateStageSize(); // the tools may take another line
}

/** Whether a card that hangs under another is in the branch that is shown alone. */
function isUnder(up) {
  return Boolean(up && up !== isolated.card && up.isInside);
}

function setFolded(statement, isFolded) {
  if (!statement.branches) return;
  if (isFolded) folded.add(statement);
  else folded.delete(statement);
  statement.element.setAttribute("aria-expanded", String(!isFolded));
  drawHandle(statement);
}

/** Fold or unfold what bears on a statement. */
function toggle(statement) {
  if (!statement.branches) return;
  const isFolded = !folded.has(statement);
  setFolded(statement, isFolded);
  updateVisibility();
  if (current?.card.isAway) select(statement, { history: "replace" });
  const what = pluralize(statement.branches, "statement");
  announce(isFolded ? `Folded: ${what} below` : `Unfolded: ${what} below`);
  refreshPanel();
}

function unfoldAll() {
  for (const each of [...folded]) setFolded(each, false);
  updateVisibility();
  refreshPanel();
  announce("All is unfolded");
}

/** Show one branch alone, with the way from it to the thesis; without one, all. */
function showAlone(statement) {
  isolated = statement;
  if (statement) setFolded(statement, false);
  updateVisibility();
  refreshPanel();
  announce(statement ? "Only this branch is shown" : "The whole map is shown");
  if (statement) fit(bounds(cards.filter((card) => !card.isAway && card.isInside)));
  if (current && (!statement || view.scale < 0.35)) reveal(current);
}

/** Undo whatever hides a statement. */
function uncover(statement) {
  if (!statement.card.isAway) return;
  for (let each = statement.above; each; each = each.above) setFolded(each, false);
  updateVisibility();
  if (!statement.card.isAway) return;
  isolated = null;
  updateVisibility();
}

function bounds(some) {
  const frames = some.map(frameOf);
  const x = Math.min(...frames.map((f) => f.x));
  const y = Math.min(...frames.map((f) => f.y));
  const right = Math.max(...frames.map((f) => f.x + f.width));
  const bottom = Math.max(...frames.map((f) => f.y + f.height));
  return { x: x - 12, y: y - 12, width: right - x + 24, height: bottom - y + 24 };
}

/** Put a handle at the foot of a statement that others hang under. */
function addHandle(statement) {
  const frame = frameOf(statement.card);
  const box = boxOnCard(statement);
  const isWhole = box.height === frame.height;
  const x = isWhole ? frame.width - 14 : Math.min(box.x + box.width, frame.width) - 8;
  const y = isWhole ? frame.height : Math.min(box.y + box.height, frame.height);
  const at = { class: "fold", transform: `translate(${x} ${y})`, "aria-hidden": "true" };
  statement.handle = createSvgElement("g", at);
  statement.card.element.append(statement.handle);
  statement.handle.addEventListener("click", (event) => {
    if (wasDragged) return;
    event.stopPropagation();
    toggle(statement);
  });
  drawHandle(statement);
}

function drawHandle(statement) {
  const reach = createSvgElement("circle", { class: "reach", r: 13 });
  const isFolded = folded.has(statement);
  const text = `+${statement.branches}`;
  const half = isFolded ? 5 + 3 * text.length : 7;
  const shape = { x: -half, y: -7, width: 2 * half, height: 14, rx: 7 };
  // A minus of its own: letters take the browser far longer.
  const word = isFolded ? createSvgElement("text", { y: 3.6 }, text) : createSvgElement("path", { d: "M-3 0h6" });
  statement.handle.replaceChildren(reach, createSvgElement("rect", shape), word);
}
