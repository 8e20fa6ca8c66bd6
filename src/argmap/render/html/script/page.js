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

/** Show the legend of the picture among the keys as well. */
function copyLegend() {
  const legend = svg.querySelector(":scope > .legend");
  if (!legend) return;
  const { x, y, width, height } = legend.getBBox();
  const viewBox = `${x - 2} ${y - 2} ${width + 4} ${height + 4}`;
  const font = svg.getAttribute("font-family");
  const copy = drawn("svg", { id: "page-legend-map", viewBox, "font-family": font, fill: "none" });
  copy.setAttribute("width", width + 4);
  copy.setAttribute("height", height + 4);
  copy.append(legend.cloneNode(true));
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
  $("notes").replaceChildren(...map.notes.filter(Boolean).map((note) => made("li", {}, note)));
  $("notes").hidden = !$("notes").children.length;
}

onMap.push(makeTree, showNotes, arrange);

document.querySelector(".zoom").hidden = false;
tellDark(system.matches);
takeMap(JSON.parse($("data").textContent));
const first = statements.get(map.thesis) ?? roots[0];
if (first) mark(first);
begin(); // it asks how large the stage is: after all else has changed
followAddress();
