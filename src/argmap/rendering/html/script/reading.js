// The reading view: the text of a source beside the map.

const MAX_SHORT_TEXT = 600; // passages; of a longer text, the browser lays out what is visible

let texts = null; // the texts of the page, or null
let sourceTexts = new Map(); // by the id of the source
let citationsById = new Map(); // the citations of each statement that are in the texts
let shownSource = null;
let passageElements = new Map(); // by number
let chosenRange = null; // the first and the last chosen passage

/** Load the texts of the sources; null: the page has none. */
function loadTexts(content) {
  texts = content;
  sourceTexts = new Map(texts?.sources.map((text) => [text.id, prepareText(text)]));
  citationsById = new Map(Object.entries(texts?.citations ?? {}));
  for (const [id, citations] of citationsById) {
    for (const citation of citations) indexCitation(id, citation);
  }
  shownSource = null;
  document.querySelector('.views [data-view="text"]').hidden = !texts;
  const options = [...sourceTexts.keys()].map((id) =>
    createElement("option", { value: id }, titleOfSource(id)),
  );
  $("source").replaceChildren(...options);
}

function prepareText(text) {
  const headings = new Set(text.headings);
  return { ...text, headings, citing: new Map(), spans: new Map(), citingWhole: [] };
}

/** Record which passages a statement cites, and the words that it quotes. */
function indexCitation(id, { source, first, last, spans = [] }) {
  const text = sourceTexts.get(source);
  if (!text) return;
  if (first === undefined) text.citingWhole.push(id);
  else {
    for (let number = first; number <= last; number += 1) append(text.citing, number, id);
  }
  for (const [number, start, end] of spans) append(text.spans, number, { id, start, end });
}

function append(lists, key, value) {
  if (!lists.has(key)) lists.set(key, []);
  lists.get(key).push(value);
}

/** Return the address of a cited passage beside the map; null if its text is not on the page. */
function textAddress(statement, { source, at }) {
  const citations = citationsById.get(statement.id) ?? [];
  const citation = citations.find((candidate) => candidate.source === source);
  if (!citation) return null;
  const exact = at && citations[statement.cites.findIndex((cite) => cite.at === at)];
  const passage = (exact?.source === source ? exact : citation).first ?? null;
  return formatAddress({ view: "text", source, passage, id: statement.id });
}

// ---- The text ------------------------------------------------------------------------------------

function showSource(id) {
  if (shownSource?.id === id) return;
  shownSource = sourceTexts.get(id);
  chosenRange = null;
  $("source").value = id;
  const { omitted, citingWhole, passages } = shownSource;
  const noun = shownSource.unit === "¶" ? "paragraph" : "page";
  $("omitted").textContent = omitted ? `${pluralize(omitted, noun)} not shown` : "";
  $("citing-whole").replaceChildren(...citingWhole.map(citingItem));
  passageElements = new Map();
  for (const [number, text] of passages) passageElements.set(number, passageElement(number, text));
  $("passages").classList.toggle("long", passages.length > MAX_SHORT_TEXT);
  $("passages").replaceChildren(...passageElements.values());
}

function passageElement(number, text) {
  const label = `${shownSource.unit}${number}`;
  const link = createElement("a", { class: "number", href: passageAddress(number) }, label);
  const count = new Set(shownSource.citing.get(number)).size;
  const name = shownSource.headings.has(number) ? "h2" : "p";
  const content = createElement(name, { class: "passage-text" }, ...markQuotations(number, text));
  const element = createElement("div", { class: "passage" }, link, content);
  if (count) {
    element.classList.add("cited");
    link.append(createElement("span", { class: "count" }, pluralize(count, "statement")));
  }
  element.dataset.number = number;
  return element;
}

function passageAddress(number) {
  return formatAddress({ view: "text", source: shownSource.id, passage: number });
}

/** Return a passage as elements in which the quotations are marked. */
function markQuotations(number, text) {
  const spans = shownSource.spans.get(number) ?? [];
  const ends = new Set(spans.flatMap(({ start, end }) => [start, end]));
  const bounds = [...new Set([0, ...ends, text.length])].sort((a, b) => a - b);
  return bounds.slice(1).map((end, index) => {
    const start = bounds[index];
    const quoting = spans.filter((span) => span.start <= start && end <= span.end);
    if (!quoting.length) return text.slice(start, end);
    const isChosen = quoting.some(({ id }) => id === place.id);
    return createElement("mark", isChosen ? { class: "chosen" } : {}, text.slice(start, end));
  });
}

/** Return an item for a statement that cites a passage. */
function citingItem(id) {
  const statement = known.get(id);
  const target = { ...place, view: "text", source: shownSource.id, id };
  const attributes = { href: formatAddress(target), ...langAttributes() };
  if (id === place.id) attributes["aria-current"] = "true";
  const link = createElement("a", attributes, statement.text);
  if (statement.status) link.prepend(statusMark(statement.status), " ");
  const kind = createElement("span", { class: "detail" }, ` ${statement.kind}`);
  return createElement("li", { class: statement.kind }, link, kind);
}

// ---- The chosen passage --------------------------------------------------------------------------

/** Mark the passages from `first` to `last`, and list the statements that cite them. */
function choosePassages(first, last) {
  for (const number of passagesIn(chosenRange)) refreshPassage(number, false);
  chosenRange = first ? [first, last] : null;
  for (const number of passagesIn(chosenRange)) refreshPassage(number, true);
  const element = passageElements.get(first);
  if (!element) return;
  const target = element.querySelector("mark.chosen") ?? element;
  const where = target === element ? "start" : "center";
  const scroll = () => scrollWithin($("reading"), target, where);
  scroll();
  // In a long text, the passages get their heights only when they are near.
  if ($("passages").classList.contains("long")) requestAnimationFrame(scroll);
}

function passagesIn(range) {
  if (!range) return [];
  return [...passageElements.keys()].filter((number) => range[0] <= number && number <= range[1]);
}

function refreshPassage(number, isChosen) {
  const element = passageElements.get(number);
  element.classList.toggle("chosen", isChosen);
  const [link, content] = element.children;
  const text = shownSource.passages.find(([candidate]) => candidate === number)[1];
  content.replaceChildren(...markQuotations(number, text));
  if (isChosen) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
  element.querySelector(":scope > .citing")?.remove();
  const ids = new Set(shownSource.citing.get(number));
  if (!isChosen || !ids.size) return;
  const items = [...ids].map(citingItem);
  element.append(createElement("ul", { class: "citing" }, ...items));
}

/** Show the source, the passage and the statement of the current place. */
function showReading() {
  if (place.view !== "text") {
    markCiting([]);
    return;
  }
  const statement = known.get(place.id);
  const citation = statement && citationOf(statement);
  place.source = citation?.source ?? (sourceTexts.has(place.source) ? place.source : null);
  place.source ??= shownSource?.id ?? sourceTexts.keys().next().value;
  showSource(place.source);
  if (citation?.first) place.passage = citation.first;
  else if (statement) place.passage = null;
  const last = citation?.last ?? place.passage;
  choosePassages(place.passage, last);
  showCiting(statement);
  $("uncited").hidden = !statement || Boolean(citation);
}

/** Return the citation of a statement that is shown: one of the current place, or else its first. */
function citationOf(statement) {
  const citations = citationsById.get(statement.id) ?? [];
  const isHere = ({ source, first, last }) =>
    source === place.source && first <= place.passage && place.passage <= last;
  return citations.find(isHere) ?? citations[0];
}

/** Mark the statements that cite the current passage; show one of them if none is in the picture. */
function showCiting(statement) {
  const ids = place.passage ? [...new Set(shownSource.citing.get(place.passage))] : [];
  const citing = ids.map((id) => known.get(id));
  if (!statement && citing.length && !citing.some(isDrawn)) {
    openPicture(Math.max(citing[0].home, 0));
    place.picture = pictureNumber;
    showLinks();
  }
  markCiting(citing);
  const first = citing.find(isDrawn);
  if (!statement && first) {
    makeVisible(first);
    scrollToStatement(first);
  }
}

onPlace.push(showReading);
onSelect.push(showReading);
$("source").addEventListener("change", () => {
  visit({ ...placeOf("text"), source: $("source").value, passage: null }, { history: "push" });
});
$("passages").addEventListener("click", (event) => {
  const element = event.target.closest(".passage.cited");
  if (!element || event.target.closest("a") || String(getSelection())) return;
  const passage = Number(element.dataset.number);
  visit({ ...placeOf("text"), source: shownSource.id, passage }, { history: "push" });
});
