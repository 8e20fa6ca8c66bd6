// The ring round the current statement, and the marks on what was found.

const ring = createSvgElement("rect", { class: "ring", rx: 8, "aria-hidden": "true" });
let current = null;

onMap.push(() => {
  ring.remove();
  current = null;
});

/** Put the ring on a statement, which takes the place of the last one in the order of tabs. */
function setCurrent(statement, { chosen } = {}) {
  if (current) {
    current.element.setAttribute("tabindex", "-1");
    current.element.setAttribute("aria-selected", "false");
  }
  current = statement;
  statement.element.setAttribute("tabindex", "0");
  if (chosen) statement.element.setAttribute("aria-selected", "true");
  const box = boxOnCard(statement);
  setBounds(ring, box, 3);
  ring.classList.toggle("chosen", Boolean(chosen));
  const card = statement.card.element;
  card.insertBefore(ring, card.querySelector(":scope > .fold"));
}

function setBounds(rect, box, gap) {
  rect.setAttribute("x", box.x - gap);
  rect.setAttribute("y", box.y - gap);
  rect.setAttribute("width", box.width + 2 * gap);
  rect.setAttribute("height", box.height + 2 * gap);
}

onScale.push((scale) => {
  ring.style.strokeWidth = Math.max(2.4, 3 / scale);
});

function markHits(hits) {
  for (const each of svg.querySelectorAll(".hit-mark")) each.remove();
  for (const each of svg.querySelectorAll(".found")) each.classList.remove("found");
  svg.classList.toggle("searching", hits !== null);
  for (const hit of hits ?? []) {
    const rect = createSvgElement("rect", { class: "hit-mark", rx: 6, "aria-hidden": "true" });
    setBounds(rect, boxOnCard(hit), 1);
    hit.mark = rect;
    const card = hit.card.element;
    card.insertBefore(rect, card.querySelector(":scope > .fold"));
    card.classList.add("found");
  }
}
