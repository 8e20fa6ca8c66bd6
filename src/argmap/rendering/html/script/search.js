// Search: finds statements that contain all words, regardless of case and accents.

const query = $("query");
let hits = null; // null: there is no search
let hitIndex = -1;

onMap.push(() => {
  hits = null;
  hitIndex = -1;
  // Prepare the texts when the page is idle, so that the first search is fast.
  (window.requestIdleCallback ?? setTimeout)(() => {
    for (const statement of statements.values()) searchableText(statement);
  });
});

/** Return everything about a statement that a search looks at, normalized. */
function searchableText(statement) {
  if (statement.searchableText === undefined) {
    const citations = statement.cites.flatMap(({ source, place }) => [source, place]);
    const { id, label = "", text, facts } = statement;
    const parts = [id, label, text, ...citations, ...facts.flat()];
    statement.searchableText = normalize(parts.join(" "));
  }
  return statement.searchableText;
}

/** Return a text without accents, in lower case. */
function normalize(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function search() {
  const words = normalize(query.value).split(/\s+/).filter(Boolean);
  hits = null;
  hitIndex = -1;
  if (words.length) {
    hits = [...statements.values()].filter((statement) =>
      words.every((word) => searchableText(statement).includes(word)),
    );
    for (const hit of hits) makeVisible(hit);
  }
  markHits(hits);
  updateHitCount();
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
  hits[hitIndex]?.mark?.classList.remove("here");
  if (hitIndex < 0) hitIndex = step > 0 ? 0 : hits.length - 1;
  else hitIndex = (hitIndex + step + hits.length) % hits.length;
  const hit = hits[hitIndex];
  select(hit, { history: "replace" });
  hit.mark?.classList.add("here");
  updateHitCount();
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
    current?.element.focus({ preventScroll: true });
  }
});
