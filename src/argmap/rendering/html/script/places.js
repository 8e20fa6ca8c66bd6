// The places of the page: the views, and the pictures of the parts between which it switches.

const root = document.documentElement;
const detached = new Map(); // the pictures that are not on the stage, by number
const savedViews = new Map(); // the position and scale at which the reader left a picture, by number
let needsInitialView = true;

/** Functions that are called when another place is shown. */
const onPlace = [];

onData.push(() => {
  detached.clear();
  savedViews.clear();
});

/** Return the title of a picture. */
function titleOf(number) {
  const { part, title } = data.pictures[number];
  return part === null ? "Whole map" : title || part;
}

/** Put a picture on the stage, in place of the current one. */
function openPicture(number) {
  if (number === pictureNumber) return;
  if (!needsInitialView) savedViews.set(pictureNumber, { ...view });
  detached.set(pictureNumber, svg);
  const next = detached.get(number) ?? document.adoptNode(templateOf(number));
  removeMarks();
  putOnStage(next);
  loadMap(number);
  const saved = savedViews.get(number);
  needsInitialView = !saved;
  if (saved) Object.assign(view, saved);
  setInitialStatement();
  showStage();
}

/** Put a picture in the place of the current one; all pictures share one style sheet. */
function putOnStage(picture) {
  if (!picture.querySelector("style")) picture.prepend(svg.querySelector("style"));
  svg.replaceWith(picture);
}

function templateOf(number) {
  return $(`picture-${number}`).content.querySelector("svg");
}

/** Remove what the script added to the current picture. */
function removeMarks() {
  for (const mark of svg.querySelectorAll(".fold, .ring, .hit-mark, .cite-mark, .fresh")) {
    mark.remove();
  }
  for (const name of ["away", "dim", "found"]) {
    for (const element of svg.querySelectorAll(`.${name}`)) element.classList.remove(name);
  }
}

function setInitialStatement() {
  const statement = statements.get(map.thesis) ?? roots[0];
  if (statement) setCurrent(statement);
}

/** Give the picture its position on the stage, if the stage is visible. */
function showStage() {
  invalidateStageSize();
  if (!isStageVisible()) return;
  stage.classList.remove("gliding");
  if (needsInitialView) setInitialView();
  else applyView();
  needsInitialView = false;
}

/** Show one of the views; the map stays in its place beside a text. */
function showView(name) {
  place.view = name;
  root.dataset.view = name;
  $("table").hidden = name !== "table";
  $("reading").hidden = name !== "text";
  showStage();
}

/**
 * Show a place, and write its address; see `writeAddress` for `change`.
 *
 * If what had the focus is no longer visible, the new view gets it.
 */
function visit(target, { history: change } = {}) {
  const hadFocus = document.activeElement;
  Object.assign(place, { sort: "", source: null, passage: null, id: null }, target);
  openPicture(target.picture);
  showView(target.view);
  const statement = known.get(target.id);
  if (statement) select(statement, { isVisited: true });
  else hidePanel();
  for (const listener of onPlace) listener();
  writeAddress(change);
  if (hadFocus !== document.body && !hadFocus.checkVisibility()) focusView();
}

/** Focus the view that is shown. */
function focusView() {
  if (place.view === "overview") $("overview").focus();
  else if (place.view === "table") $("table").focus();
  else focusCurrent();
}

/** Focus the current statement without moving the picture. */
function focusCurrent() {
  current?.element.focus({ preventScroll: true });
}

// ---- Links to the views, and between the parts --------------------------------------------------

const VIEW_KEYS = { o: "overview", m: "map", t: "table", r: "text" };

/** Return the place that a link to a view leads to. */
function placeOf(name) {
  return { ...place, view: name, id: null, picture: pictureNumber };
}

function showLinks() {
  for (const link of document.querySelectorAll(".views a")) {
    const { view: name } = link.dataset;
    link.href = formatAddress(placeOf(name)) || "#";
    if (name === place.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const isPicture = place.view === "map" || place.view === "text";
  $("place").hidden = !isPicture || data.pictures.length < 2;
  const { count, page } = map;
  $("up").hidden = pictureNumber === 0;
  $("part").value = String(pictureNumber);
  $("size").textContent = pluralize(count, "statement");
  $("own").hidden = !page;
  if (page) $("own").href = page;
  $("before").disabled = pictureNumber === 0;
  $("after").disabled = pictureNumber === data.pictures.length - 1;
}

function openPart(number) {
  visit({ ...place, picture: number, id: null }, { history: "push" });
  announce(`${titleOf(number)}: ${pluralize(map.count, "statement")}`);
}

onData.push(() => {
  document.querySelector('.views [data-view="overview"]').hidden = !data.hasOverview;
  const options = data.pictures.map((_, number) =>
    createElement("option", { value: number }, titleOf(number)),
  );
  $("part").replaceChildren(...options);
});
onPlace.push(showLinks);

$("part").addEventListener("change", () => openPart(Number($("part").value)));
$("before").addEventListener("click", () => openPart(pictureNumber - 1));
$("after").addEventListener("click", () => openPart(pictureNumber + 1));

/** Show the place at the address, after it has changed. */
function followAddress() {
  if (location.hash === currentAddress) return;
  const target = parseAddress(location.hash);
  if (target) visit(target);
}

window.addEventListener("popstate", followAddress);
window.addEventListener("hashchange", followAddress);
