// The ring around the current statement, and the marks on search hits.

const ring = createSvgElement("rect", { class: "ring", rx: 8, "aria-hidden": "true" });
let current = null;

onMap.push(() => {
  ring.remove();
  current = null;
});

/** Make a statement the current one, which alone can be reached with the Tab key. */
function setCurrent(statement, { chosen } = {}) {
  if (current) {
    current.element.setAttribute("tabindex", "-1");
    current.element.setAttribute("aria-selected", "false");
  }
  current = statement;
  statement.element.setAttribute("tabindex", "0");
  if (chosen) statement.element.setAttribute("aria-selected", "true");
  setBounds(ring, boxOnCard(statement), 3);
  ring.classList.toggle("chosen", Boolean(chosen));
  insertBelowHandle(statement.card.element, ring);
}

/** Set the area of a rectangle to that of a box with a margin around it. */
function setBounds(rect, box, margin) {
  rect.setAttribute("x", box.x - margin);
  rect.setAttribute("y", box.y - margin);
  rect.setAttribute("width", box.width + 2 * margin);
  rect.setAttribute("height", box.height + 2 * margin);
}

function insertBelowHandle(cardElement, rect) {
  cardElement.insertBefore(rect, cardElement.querySelector(":scope > .fold"));
}

onScale.push((scale) => {
  ring.style.strokeWidth = Math.max(2.4, 3 / scale);
});

/** Mark search hits, in place of earlier ones; null: there is no search. */
function markHits(hits) {
  for (const mark of svg.querySelectorAll(".hit-mark")) mark.remove();
  for (const card of svg.querySelectorAll(".found")) card.classList.remove("found");
  svg.classList.toggle("searching", hits !== null);
  for (const hit of hits?.filter(isDrawn) ?? []) {
    hit.mark = createSvgElement("rect", { class: "hit-mark", rx: 6, "aria-hidden": "true" });
    setBounds(hit.mark, boxOnCard(hit), 1);
    insertBelowHandle(hit.card.element, hit.mark);
    hit.card.element.classList.add("found");
  }
}

/** Mark the statements that cite a passage, in place of earlier ones. */
function markCiting(citing) {
  for (const mark of svg.querySelectorAll(".cite-mark")) mark.remove();
  for (const statement of citing.filter(isDrawn)) {
    const mark = createSvgElement("rect", { class: "cite-mark", rx: 8, "aria-hidden": "true" });
    setBounds(mark, boxOnCard(statement), 2);
    insertBelowHandle(statement.card.element, mark);
  }
}
