// The page: what stands round the map, and where it begins.

/** Make of the picture a tree that can be walked, for readers of the screen too. */
function makeTree() {
  svg.setAttribute("role", "tree");
  svg.removeAttribute("aria-roledescription");
  for (const card of cards) {
    if (card.element.hasAttribute("role")) card.element.setAttribute("role", "group");
  }
  for (const each of statements.values()) {
    const { element } = each;
    element.classList.add("statement");
    element.setAttribute("role", "treeitem");
    each.level = (each.above?.level ?? 0) + 1;
    element.setAttribute("aria-level", each.level);
    element.setAttribute("aria-selected", "false");
    element.setAttribute("tabindex", "-1");
    if (each.branches) element.setAttribute("aria-expanded", "true");
  }
  for (const link of svg.querySelectorAll("a")) {
    link.setAttribute("tabindex", "-1"); // the panel has the same links
    if (!isWeb(link.getAttribute("href"))) continue;
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
  }
}

/** Colours by day and by night stand in rules for media; the switch decides these itself. */
function nightRules() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules.filter((rule) => rule.media?.mediaText.includes("prefers-color-scheme"));
}

let rulesOfNight = [];
const system = matchMedia("(prefers-color-scheme: dark)");
const dark = $("dark");

function tellDark(isDark) {
  dark.setAttribute("aria-pressed", String(isDark));
}

function chooseDark(isDark) {
  for (const rule of rulesOfNight) rule.media.mediaText = isDark ? "screen" : "not all";
  dark.dataset.chosen = "";
  tellDark(isDark);
}

/** The picture brings rules of its own; those of one that is gone are let go. */
onMap.push(() => {
  const kept = rulesOfNight.filter((rule) => rule.parentStyleSheet.ownerNode?.isConnected);
  rulesOfNight = [...new Set([...kept, ...nightRules()])];
  if ("chosen" in dark.dataset) chooseDark(dark.getAttribute("aria-pressed") === "true");
});

dark.addEventListener("click", () => chooseDark(dark.getAttribute("aria-pressed") !== "true"));
system.addEventListener("change", () => {
  if (!("chosen" in dark.dataset)) tellDark(system.matches);
});

const ENTRY = { width: 186, height: 19, sample: 38, scale: 1.25 }; // of the legend

/** The entries of the picture's legend: each is a sample, drawn in some pieces, and its words. */
function legendEntries() {
  const entries = [[]];
  for (const piece of svg.querySelectorAll(":scope > .legend > *")) {
    entries.at(-1).push(piece.cloneNode(true));
    const isWords = piece.localName === "text" && size(piece, "x") > 0 && size(piece, "font-size") > 8;
    if (isWords) entries.push([]);
  }
  return entries.filter((each) => each.length);
}

/** Show the legend of the picture among the keys as well, in as many columns as there is room for. */
function copyLegend() {
  const entries = legendEntries();
  const room = Math.min(innerWidth - 84, 590) / ENTRY.scale;
  const columns = Math.max(1, Math.floor(room / ENTRY.width));
  const width = columns * ENTRY.width;
  const height = Math.ceil(entries.length / columns) * ENTRY.height;
  const copy = createSvgElement("svg", {
    id: "page-legend-map",
    width: width * ENTRY.scale,
    height: height * ENTRY.scale,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": svg.getAttribute("font-family"),
    fill: "none",
  });
  for (const [index, pieces] of entries.entries()) {
    const words = pieces.at(-1);
    const x = (index % columns) * ENTRY.width + ENTRY.sample - size(words, "x");
    const y = (Math.floor(index / columns) + 0.7) * ENTRY.height - size(words, "y");
    const entry = createSvgElement("g", { transform: `translate(${x} ${y})` });
    entry.append(...pieces);
    copy.append(entry);
  }
  $("legend").replaceChildren(copy);
}

$("help").addEventListener("click", () => {
  copyLegend();
  $("keys").showModal();
});
$("in").addEventListener("click", () => zoomBy(1.3));
$("out").addEventListener("click", () => zoomBy(1 / 1.3));
$("fit").addEventListener("click", () => fit());
$("unfold").addEventListener("click", unfoldAll);
$("whole").addEventListener("click", () => showAlone(null));
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  current?.element.focus();
});

function showNotes() {
  $("notes").replaceChildren(...map.notes.filter(Boolean).map((note) => createElement("li", {}, note)));
  $("notes").hidden = !$("notes").children.length;
}

onMap.push(makeTree, showNotes, updateVisibility);

document.querySelector(".zoom").hidden = false;
tellDark(system.matches);
loadMap(JSON.parse($("data").textContent));
const first = statements.get(map.thesis) ?? roots[0];
if (first) setCurrent(first);
setInitialView(); // it asks how large the stage is: after all else has changed
followAddress();
