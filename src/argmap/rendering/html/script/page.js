// The page around the views: help with the legend, buttons, notes, and the first view.

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
  focusView();
});

function showNotes() {
  const notes = map.notes.filter(Boolean);
  $("notes").replaceChildren(...notes.map((note) => createElement("li", {}, note)));
  $("notes").hidden = !notes.length;
}

onMap.push(showNotes, updateVisibility);

document.querySelector(".zoom").hidden = false;
showDarkState(systemDark.matches);
loadData(JSON.parse($("data").textContent));
loadTexts($("texts") && JSON.parse($("texts").textContent));
loadMap(0);
setInitialStatement();
visit(parseAddress(location.hash) ?? parseAddress("")); // last, because it measures the stage
