// The page around the map: roles for screen readers, colors, legend, buttons and the first view.

/** Give the picture the roles of a tree, for keyboards and screen readers. */
function makeTree() {
  svg.setAttribute("role", "tree");
  svg.removeAttribute("aria-roledescription");
  for (const card of cards) {
    if (card.element.hasAttribute("role")) card.element.setAttribute("role", "group");
  }
  for (const statement of statements.values()) {
    const { element } = statement;
    statement.level = (statement.above?.level ?? 0) + 1;
    element.classList.add(isArgued(statement) ? "statement" : "aside");
    element.setAttribute("role", "treeitem");
    element.setAttribute("aria-level", statement.level);
    element.setAttribute("aria-selected", "false");
    element.setAttribute("tabindex", "-1");
    if (statement.descendants) element.setAttribute("aria-expanded", "true");
  }
  for (const link of svg.querySelectorAll("a")) {
    link.setAttribute("tabindex", "-1"); // the panel contains the same links
    if (!isAbsolute(link.getAttribute("href"))) continue;
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
  }
}

/** Return the media rules with the dark colors; the button “Dark” turns them on or off. */
function findDarkRules() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules.filter((rule) => rule.media?.mediaText.includes("prefers-color-scheme"));
}

let darkRules = [];
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const darkButton = $("dark");

function showDarkState(isDark) {
  darkButton.setAttribute("aria-pressed", String(isDark));
}

function setDark(isDark) {
  for (const rule of darkRules) rule.media.mediaText = isDark ? "screen" : "not all";
  darkButton.dataset.chosen = "";
  showDarkState(isDark);
}

// A new picture has rules of its own; those of the picture that it replaced are dropped.
onMap.push(() => {
  const kept = darkRules.filter((rule) => rule.parentStyleSheet.ownerNode?.isConnected);
  darkRules = [...new Set([...kept, ...findDarkRules()])];
  if ("chosen" in darkButton.dataset) {
    setDark(darkButton.getAttribute("aria-pressed") === "true");
  }
});

darkButton.addEventListener("click", () => {
  setDark(darkButton.getAttribute("aria-pressed") !== "true");
});
systemDark.addEventListener("change", () => {
  if (!("chosen" in darkButton.dataset)) showDarkState(systemDark.matches);
});

const LEGEND_ITEM = { width: 186, height: 19, sample: 38, scale: 1.25 };

/** Return copies of the elements of each item in the picture's legend; the text is the last one. */
function legendItems() {
  const items = [[]];
  for (const element of svg.querySelectorAll(":scope > .legend > *")) {
    items.at(-1).push(element.cloneNode(true));
    // The text in a sample has a smaller font.
    const isItemText =
      element.localName === "text" && size(element, "x") > 0 && size(element, "font-size") > 8;
    if (isItemText) items.push([]);
  }
  return items.filter((elements) => elements.length);
}

/** Copy the legend of the picture into the help, in as many columns as fit. */
function copyLegend() {
  const items = legendItems();
  const availableWidth = Math.min(innerWidth - 84, 590) / LEGEND_ITEM.scale;
  const columns = Math.max(1, Math.floor(availableWidth / LEGEND_ITEM.width));
  const width = columns * LEGEND_ITEM.width;
  const height = Math.ceil(items.length / columns) * LEGEND_ITEM.height;
  const copy = createSvgElement("svg", {
    id: "page-legend-map",
    width: width * LEGEND_ITEM.scale,
    height: height * LEGEND_ITEM.scale,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": svg.getAttribute("font-family"),
    fill: "none",
  });
  for (const [index, elements] of items.entries()) {
    const text = elements.at(-1);
    const left = (index % columns) * LEGEND_ITEM.width + LEGEND_ITEM.sample;
    const baseline = (Math.floor(index / columns) + 0.7) * LEGEND_ITEM.height;
    const [x, y] = [left - size(text, "x"), baseline - size(text, "y")];
    const item = createSvgElement("g", { transform: `translate(${x} ${y})` });
    item.append(...elements);
    copy.append(item);
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
$("whole").addEventListener("click", () => isolateBranch(null));
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  current?.element.focus();
});

function showNotes() {
  const notes = map.notes.filter(Boolean);
  $("notes").replaceChildren(...notes.map((note) => createElement("li", {}, note)));
  $("notes").hidden = !notes.length;
}

onMap.push(makeTree, showNotes, updateVisibility);

document.querySelector(".zoom").hidden = false;
showDarkState(systemDark.matches);
loadMap(JSON.parse($("data").textContent));
const initialStatement = statements.get(map.thesis) ?? roots[0];
if (initialStatement) setCurrent(initialStatement);
setInitialView(); // last, because it measures the stage
followAddress();
