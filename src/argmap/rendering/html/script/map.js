// The data of the page, and that of the current picture, connected to its elements.

const stage = $("stage");
const SVG_NAMESPACE = stage.querySelector(":scope > svg").namespaceURI;

let data; // of the page
let known; // all statements, by id
let elsewhere; // statements that are reasons, but not on the page, by id
let map; // the data of the current picture
let pictureNumber;
let svg;
let statements; // those in the current picture, by id
let statementByElement;
let cards;
let roots;
let growsRight;

/** Functions that are called, in this order, when the data of a page is loaded. */
const onData = [];
/** Functions that are called, in this order, when a picture is on the stage. */
const onMap = [readMap];

/** Load the data of a page. */
function loadData(pageData) {
  data = pageData;
  known = new Map(data.statements.map((statement) => [statement.id, statement]));
  elsewhere = new Map(data.elsewhere.map((statement) => [statement.id, statement]));
  for (const listener of onData) listener();
}

/** Connect the data of a picture to its elements, which are on the stage. */
function loadMap(number) {
  for (const statement of statements?.values() ?? []) disconnectStatement(statement);
  pictureNumber = number;
  map = data.pictures[number];
  for (const listener of onMap) listener();
}

function readMap() {
  svg = stage.querySelector(":scope > svg");
  statements = new Map();
  statementByElement = new Map();
  cards = [...svg.querySelectorAll(":scope > g.card")].map((element, index) => ({
    ...map.cards[index],
    element,
    statements: [],
  }));
  roots = [];
  for (const [id, place] of map.places) statements.set(id, known.get(id));
  for (const [id, place] of map.places) connectStatement(statements.get(id), place);
  for (const [name, id] of map.references) connectReference(name, id);
  for (const statement of statements.values()) {
    (statement.above ? statement.above.below : roots).push(statement);
  }
  countDescendants();
  // If the argument grows down, every card is completely below its parent.
  growsRight = cards.some((card) => {
    const parent = card.up < 0 ? null : frameOf(cards[card.up]);
    return parent && frameOf(card).y < parent.y + parent.height;
  });
}

function connectStatement(statement, place) {
  statement.element = document.getElementById(data.prefix + place.element);
  statement.card = cards[place.card];
  statement.above = place.above === null ? null : statements.get(place.above);
  statement.note = place.note;
  statement.below = [];
  statement.descendants = 0; // the number of statements on the cards below it
  statement.card.statements.push(statement);
  statementByElement.set(statement.element, statement);
}

function disconnectStatement(statement) {
  for (const name of ["element", "card", "above", "below", "note", "box", "mark", "handle"]) {
    delete statement[name];
  }
}

/** Return whether a statement is in the current picture. */
function isDrawn(statement) {
  return statements.get(statement.id) === statement;
}

/** Return whether it is a statement, and not a question or a context. */
function isArgued(statement) {
  return !["question", "context"].includes(statement.kind);
}

function connectReference(name, id) {
  const element = document.getElementById(data.prefix + name);
  if (!element || !statements.has(id)) return;
  element.classList.add("reference");
  element.setAttribute("aria-hidden", "true"); // screen readers read it where it is drawn
  statementByElement.set(element, statements.get(id));
}

/** Count the descendants of each statement; cards are in an order that lists parents first. */
function countDescendants() {
  for (const card of [...cards].reverse()) {
    if (card.above === null) continue;
    const parent = statements.get(card.above);
    if (!parent) continue;
    for (const statement of card.statements) parent.descendants += 1 + statement.descendants;
  }
}

/** Return the area of a card in the picture. */
function frameOf(card) {
  if (!card.frame) {
    const { e, f } = card.element.transform.baseVal[0].matrix;
    const frame = card.element.querySelector(":scope > .frame");
    const [width, height] = frame ? [size(frame, "width"), size(frame, "height")] : [236, 24];
    card.frame = { x: e, y: f, width, height };
  }
  return card.frame;
}

/** Return the area of a statement on its card. */
function boxOnCard(statement) {
  return (statement.box ??= measure(statement));
}

/**
 * Measure a statement: its whole card, its row of the card, or its row of evidence. The sizes are
 * read from attributes, because measuring elements makes the browser lay out the whole map.
 */
function measure(statement) {
  const frame = frameOf(statement.card);
  if (statement.element.classList.contains("docked")) {
    const row = statement.element.querySelector("rect.slip");
    const [x, y] = [size(row, "x"), size(row, "y")];
    return { x, y, width: size(row, "width"), height: size(row, "height") };
  }
  const { area } = statement.element.dataset; // present if several statements share a card
  if (!area) return { x: 0, y: 0, width: frame.width, height: frame.height };
  const [x, y, width, height] = area.split(" ").map(Number);
  return { x, y, width, height };
}

/** Return the area of a statement in the picture. */
function boxOf(statement) {
  const frame = frameOf(statement.card);
  const box = boxOnCard(statement);
  return { ...box, x: box.x + frame.x, y: box.y + frame.y };
}

/** Return the number in an attribute of an element. */
function size(element, name) {
  return Number(element.getAttribute(name)) || 0;
}

/** Return a new element for the picture. */
function createSvgElement(name, attributes, ...content) {
  const element = document.createElementNS(SVG_NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}
