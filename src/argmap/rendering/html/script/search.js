// Search: every word must occur, case and accents aside.

const query = $("query");
let hits = null;
let hitIndex = -1;

onMap.push(() => {
  hits = null;
  hitIndex = -1;
  // Once the page is at rest, so that the first letter finds all at hand.
  (window.requestIdleCallback ?? setTimeout)(() => {
    for (const each of statements.values()) wordsOf(each);
  });
});

/** All that is said of a statement, as it is looked for. */
function wordsOf(each) {
  const cites = each.cites.flatMap(({ source, place }) => [source, place]);
  return (each.words ??= plain([each.id, each.text, ...cites, ...each.facts.flat()].join(" ")));
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function search() {
  const words = plain(query.value).split(/\s+/).filter(Boolean);
  hits = null;
  hitIndex = -1;
  if (words.length) {
    hits = [...statements.values()].filter((each) => words.every((w) => wordsOf(each).includes(w)));
    for (const hit of hits) uncover(hit);
  }
  markHits(hits);
  updateHitCount();
}

function updateHitCount() {
  const count = hits?.length ?? 0;
  $("count").textContent = !hits ? "" : hitIndex < 0 ? `${count}` : `${hitIndex + 1} of ${count}`;
  $("previous").disabled = $("next").disabled = !count;
  if (hits && hitIndex < 0) announce(count ? `${pluralize(count, "hit")}` : "Nothing found");
}

/** Go to the next hit, or by -1 to the one before; round and round. */
function goToHit(step) {
  if (!hits?.length) return;
  hits[hitIndex]?.mark?.classList.remove("here");
  hitIndex = hitIndex < 0 ? (step > 0 ? 0 : hits.length - 1) : (hitIndex + step + hits.length) % hits.length;
  const hit = hits[hitIndex];
  select(hit, { history: "replace" });
  hit.mark?.classList.add("here");
  updateHitCount();
  announce(`Hit ${hitIndex + 1} of ${hits.length}: ${hit.text}`);
}

function endSearch() {
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
    endSearch();
    current?.element.focus({ preventScroll: true });
  }
});
