// The list of search hits, beside the view.

const MAX_RESULTS = 200;

/** Return a text as elements in which the searched words are marked. */
function markWords(text, words) {
  const { normalized, offsets } = normalizeWithOffsets(text);
  const spans = [];
  for (const word of words) {
    for (let at = normalized.indexOf(word); at >= 0; at = normalized.indexOf(word, at + 1)) {
      spans.push([offsets[at], offsets[at + word.length]]);
    }
  }
  spans.sort(([a], [b]) => a - b);
  const parts = [];
  let end = 0;
  for (const [from, to] of spans) {
    const start = Math.max(from, end);
    if (to <= start) continue;
    parts.push(text.slice(end, start), createElement("mark", {}, text.slice(start, to)));
    end = to;
  }
  return [...parts, text.slice(end)];
}

/** Return a normalized text, and the offset in the text of each of its characters and its end. */
function normalizeWithOffsets(text) {
  let normalized = "";
  const offsets = [];
  let offset = 0;
  for (const character of text) {
    const piece = normalize(character);
    for (let index = 0; index < piece.length; index += 1) offsets.push(offset);
    normalized += piece;
    offset += character.length;
  }
  offsets.push(offset);
  return { normalized, offsets };
}

function resultItem(hit, index, words) {
  const attributes = { href: addressOf(hit.id), ...langAttributes() };
  if (index === hitIndex) attributes["aria-current"] = "true";
  const link = createElement("a", attributes, ...markWords(hit.text, words));
  if (hit.status) link.prepend(statusMark(hit.status), " ");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openHit(index, "push");
  });
  const details = [hit.kind, hit.cites[0]?.at];
  if (data.pictures.length > 1 && hit.home >= 0) details.push(titleOf(hit.home));
  const detail = createElement("div", { class: "detail" }, details.filter(Boolean).join(" · "));
  return createElement("li", {}, link, detail);
}

function showResults() {
  const wasHidden = $("results").hidden;
  $("results").hidden = !hits;
  if (hits) {
    const words = searchedWords();
    const count = hits.length ? pluralize(hits.length, "hit") : "Nothing found";
    const isCut = hits.length > MAX_RESULTS;
    $("results-title").textContent = isCut ? `${count}; the first ${MAX_RESULTS}` : count;
    const items = hits.slice(0, MAX_RESULTS).map((hit, index) => resultItem(hit, index, words));
    const hadFocus = $("results-list").contains(document.activeElement);
    $("results-list").replaceChildren(...items);
    if (wasHidden) $("results").scrollTop = 0;
    const chosen = $("results-list").querySelector("[aria-current]");
    if (chosen) scrollWithin($("results"), chosen, "nearest");
    if (hadFocus) chosen?.focus({ preventScroll: true });
  }
  if (wasHidden !== $("results").hidden) keepStage();
}

/** Keep the picture in its place on the screen after the stage has become larger or smaller. */
function keepStage() {
  const before = stageSize();
  invalidateStageSize();
  const { width } = stageSize();
  if (!width) return;
  if (view.isWhole) Object.assign(view, fittedView());
  else if (before.width) view.x += (width - before.width) / 2;
  stage.classList.remove("gliding");
  applyView();
}

onHits.push(showResults);
$("results-close").addEventListener("click", () => {
  clearSearch();
  query.focus();
});
$("results").addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  clearSearch();
  query.focus();
});
