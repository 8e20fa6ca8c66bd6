// Search: finds statements that contain all words, regardless of case and accents.

const query = $("query");
let hits = null; // null: there is no search
let hitIndex = -1;

/** Functions that are called after a search, and when the current hit changes. */
const onHits = [];

onData.push(() => {
  hits = null;
  hitIndex = -1;
  // Prepare the texts when the page is idle, so that the first search is fast.
  (window.requestIdleCallback ?? setTimeout)(() => {
    for (const statement of known.values()) searchableText(statement);
  });
});
onMap.push(() => {
  if (hits) showHitsInPicture();
});

/** Return everything about a statement that a search looks at, normalized. */
function searchableText(statement) {
  if (statement.searchableText === undefined) {
    const citations = statement.cites.flatMap(({ source, at = "", quote = "" }) => [
      titleOfSource(source),
      at,
      quote,
    ]);
    const { id, label = "", text, facts } = statement;
    const parts = [id, label, text, ...citations, ...facts.flat()];
    statement.searchableText = normalize(parts.join(" "));
  }
  return statement.searchableText;
}

/** Return a source in full, as in a bibliography. */
function titleOfSource(id) {
  return sourceOf(id)?.title ?? id;
}

/** Return the title and URL of a source. */
function sourceOf(id) {
  return Object.hasOwn(data.sources, id) ? data.sources[id] : undefined;
}

/** Return a text without accents, in lower case. */
function normalize(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function searchedWords() {
  return normalize(query.value).split(/\s+/).filter(Boolean);
}

/** Search the whole map, including what is not in the current picture. */
function search() {
  const words = searchedWords();
  hits = null;
  hitIndex = -1;
  if (words.length) {
    hits = [...known.values()].filter((statement) =>
      words.every((word) => searchableText(statement).includes(word)),
    );
  }
  showHitsInPicture();
  updateHitCount();
  for (const listener of onHits) listener();
}

function showHitsInPicture() {
  for (const hit of hits?.filter(isDrawn) ?? []) makeVisible(hit);
  markHits(hits);
  hits?.[hitIndex]?.mark?.classList.add("here");
}

function updateHitCount() {
  const count = hits?.length ?? 0;
  const position = hitIndex < 0 ? `${count}` : `${hitIndex + 1} of ${count}`;
  $("count").textContent = hits ? position : "";
  $("previous").disabled = $("next").disabled = !count;
  if (hits && hitIndex < 0) announce(count ? pluralize(count, "hit") : "Nothing found");
}

/** Go to the next hit (1) or the previous one (-1); after the last hit comes the first. */
function goToHit(step) {
  if (!hits?.length) return;
  if (hitIndex < 0) openHit(step > 0 ? 0 : hits.length - 1);
  else openHit((hitIndex + step + hits.length) % hits.length);
}

/** Open a hit in the part of the map that contains it. */
function openHit(index, change = "replace") {
  hits[hitIndex]?.mark?.classList.remove("here");
  hitIndex = index;
  const hit = hits[hitIndex];
  if (place.view !== "table" && hit.home >= 0) openPicture(hit.home);
  select(hit, { history: change });
  hit.mark?.classList.add("here");
  updateHitCount();
  for (const listener of onHits) listener();
  announce(`Hit ${hitIndex + 1} of ${hits.length}: ${hit.text}`);
}

function clearSearch() {
  query.value = "";
  search();
}

query.addEventListener("input", search);
$("search").addEventListener("submit", (event) => event.preventDefault());
$("next").addEventListener("click", () => goToHit(1));
$("previous").addEventListener("click", () => goToHit(-1));
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    goToHit(event.shiftKey ? -1 : 1);
  } else if (event.key === "Escape") {
    event.preventDefault();
    clearSearch();
    focusCurrent();
  }
});
