// The map: what is known of it, and where it is in the picture.

const stage = $("stage");
const SVG = stage.querySelector(":scope > svg").namespaceURI;

let map;
let svg;
let statements;
let elsewhere;
let ofElement;
let cards;
let roots;
let growsRight;

/** What is to be done, in this order, with a map that takes its place on the page. */
const onMap = [readMap];

/** Take a map whose picture stands on the stage: the first one, or one that came in its place. */
function loadMap(data) {
  map = data;
  for (const step of onMap) step();
}

function readMap() {
  svg = stage.querySelector(":scope > svg");
  statements = new Map(map.statements.map((each) => [each.id, each]));
  elsewhere = new Map(map.elsewhere.map((each) => [each.id, each]));
  ofElement = new Map();
  cards = [...svg.querySelectorAll(":scope > g.card")].map((element, index) => ({
    ...map.cards[index],
    element,
    statements: [],
  }));
  roots = [];
  for (const each of statements.values()) findStatement(each);
  for (const [name, id] of map.references) findReference(name, id);
  for (const each of statements.values()) (each.above ? each.above.below : roots).push(each);
  countBranches();
  // Where the argument grows down, every card lies below the one that it hangs under.
  growsRight = cards.some((card) => {
    const up = card.up < 0 ? null : frameOf(cards[card.up]);
    return up && frameOf(card).y < up.y + up.height;
  });
}

function findStatement(statement) {
  const place = statement.place;
  statement.element = document.getElementById(map.prefix + place.element);
  statement.card = cards[place.card];
  statement.above = place.above === null ? null : statements.get(place.above);
  statement.below = [];
  statement.branches = 0; // how many statements stand on the cards below it
  statement.card.statements.push(statement);
  ofElement.set(statement.element, statement);
}

function findReference(name, id) {
  const element = document.getElementById(map.prefix + name);
  if (!element || !statements.has(id)) return;
  element.classList.add("reference");
  element.setAttribute("aria-hidden", "true"); // it is told where it is drawn
  ofElement.set(element, statements.get(id));
}

/** What is drawn under a statement comes after it in the order of the cards. */
function countBranches() {
  for (const card of [...cards].reverse()) {
    if (card.above === null) continue;
    const above = statements.get(card.above);
    if (above) for (const each of card.statements) above.branches += 1 + each.branches;
  }
}

/** Where a card is in the picture. */
function frameOf(card) {
  if (!card.frame) {
    const { e, f } = card.element.transform.baseVal[0].matrix;
    const frame = card.element.querySelector(":scope > .frame");
    const [width, height] = frame ? [size(frame, "width"), size(frame, "height")] : [236, 24];
    card.frame = { x: e, y: f, width, height };
  }
  return card.frame;
}

/** Where a statement is on its card. */
function boxOnCard(statement) {
  return (statement.box ??= measured(statement));
}

/**
 * Measure a statement: all of its card, its row, or its slip. All of it stands in attributes: to ask
 * the browser would make it lay out the whole map.
 */
function measured(statement) {
  const frame = frameOf(statement.card);
  if (statement.element.classList.contains("docked")) {
    const slip = statement.element.querySelector("rect.slip");
    const [x, y] = [size(slip, "x"), size(slip, "y")];
    return { x, y, width: size(slip, "width"), height: size(slip, "height") };
  }
  const { area } = statement.element.dataset; // written where several share a card
  if (!area) return { x: 0, y: 0, width: frame.width, height: frame.height };
  const [x, y, width, height] = area.split(" ").map(Number);
  return { x, y, width, height };
}

/** Where a statement is in the picture. */
function boxOf(statement) {
  const frame = frameOf(statement.card);
  const box = boxOnCard(statement);
  return { ...box, x: box.x + frame.x, y: box.y + frame.y };
}

function size(element, name) {
  return Number(element.getAttribute(name)) || 0;
}

/** Make an element of the picture. */
function createSvgElement(name, attributes, ...content) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}
