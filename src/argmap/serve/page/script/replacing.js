// Replaces the picture and keeps the view and the selection of the reader.

const LEGIBLE = 0.4; // below this scale, a growing map is no longer shown as a whole

/** Return data to find a statement in the next version of the map; its id may be generated. */
function identityOf(statement) {
  return statement && { id: statement.id, text: statement.text, named: statement.named };
}

function find(key) {
  if (!key) return null;
  const same = known.get(key.id);
  if (same && (same.named || same.text === key.text)) return same;
  return [...known.values()].find((statement) => statement.text === key.text) ?? same ?? null;
}

/** Return the current statement if it is visible, or else the one nearest to the center. */
function anchor() {
  const { clientWidth: width, clientHeight: height } = stage;
  const center = (statement) => {
    const box = boxOf(statement);
    return {
      x: view.x + (box.x + box.width / 2) * view.scale,
      y: view.y + (box.y + box.height / 2) * view.scale,
    };
  };
  const isOnScreen = ({ x, y }) => x > 0 && y > 0 && x < width && y < height;
  const visible = [...statements.values()].filter((statement) => !statement.card.isAway);
  if (current && !current.card.isAway && isOnScreen(center(current))) return current;
  let nearest = null;
  let minDistance = Infinity;
  for (const statement of visible) {
    const { x, y } = center(statement);
    const distance = Math.hypot(x - width / 2, y - height / 2);
    if (distance < minDistance) [nearest, minDistance] = [statement, distance];
  }
  return nearest;
}

const SCROLLED = ["overview", "table", "results", "reading"];

/** Return the view and the selection of the reader. */
function saveState() {
  const anchorStatement = anchor();
  return {
    place: { ...place, part: map.part },
    selected: identityOf(known.get(place.id)),
    scrolled: SCROLLED.map((name) => [name, $(name).scrollTop, $(name).scrollLeft]),
    anchorStatement: identityOf(anchorStatement),
    box: anchorStatement && boxOf(anchorStatement),
    view: { ...view },
    texts: new Map([...known.values()].map((statement) => [statement.id, statement.text])),
    current: identityOf(current),
    isChosen: current?.element.getAttribute("aria-selected") === "true",
    shown: identityOf(panelStatement),
    panelTop: $("panel").scrollTop,
    hit: identityOf(hits?.[hitIndex]),
    folded: [...folded].map(identityOf),
    alone: identityOf(isolated),
    focus: stage.contains(document.activeElement)
      ? "map"
      : $("panel").contains(document.activeElement)
        ? "panel"
        : "",
  };
}

/** Return a statement in the current picture, found as by `find`. */
function findDrawn(key) {
  const statement = find(key);
  return statement && isDrawn(statement) ? statement : null;
}

function restore(saved) {
  for (const key of saved.folded) {
    const statement = findDrawn(key);
    if (statement) setFolded(statement, true);
  }
  isolated = findDrawn(saved.alone);
  updateVisibility();
  const restored = findDrawn(saved.current) ?? statements.get(map.thesis) ?? roots[0];
  if (restored) {
    setCurrent(restored, { chosen: saved.isChosen && findDrawn(saved.current) === restored });
  }
  restorePlace(saved);
  const panelTarget = find(saved.shown);
  $("panel").hidden = !panelTarget;
  if (panelTarget) openPanel(panelTarget, { focus: saved.focus === "panel" });
  if (panelTarget) $("panel").scrollTop = saved.panelTop;
  if (query.value.trim()) {
    search();
    hitIndex = hits?.indexOf(find(saved.hit)) ?? -1;
    updateHitCount();
    if (hitIndex >= 0) hits[hitIndex].mark?.classList.add("here");
  }
  if (saved.focus === "map") current?.element.focus({ preventScroll: true });
}

/** Show the view, the text and the table where the reader was. */
function restorePlace(saved) {
  const { part, id, ...rest } = saved.place;
  const isGone = (rest.view === "overview" && !data.hasOverview) || (rest.view === "text" && !texts);
  Object.assign(place, rest, { picture: pictureNumber, id: find(saved.selected)?.id ?? null });
  showView(isGone ? "map" : rest.view);
  for (const listener of onPlace) listener();
  for (const [name, top, left] of saved.scrolled) $(name).scrollTo({ top, left });
}

/** Keep the anchor statement at its position. If the whole map was visible and nothing selected, show
 *  the whole map. */
function keepInView(saved) {
  if (!isStageVisible()) {
    needsInitialView = true;
    return;
  }
  if (!saved.anchorStatement) {
    setInitialView(); // the map was empty
    return;
  }
  stage.classList.remove("gliding");
  Object.assign(view, saved.view); // the focus may have moved it
  if (view.isWhole && !saved.isChosen && fittedView().scale >= LEGIBLE) {
    applyView();
    svg.getBoundingClientRect(); // start the animation from the old position
    fit();
    return;
  }
  const anchorStatement = findDrawn(saved.anchorStatement);
  if (anchorStatement) {
    const box = boxOf(anchorStatement);
    view.x += (saved.box.x - box.x) * view.scale;
    view.y += (saved.box.y - box.y) * view.scale;
  }
  applyView();
}

/** Highlight new statements briefly, and announce their number. */
function highlightChanges(oldTexts) {
  const formerTexts = new Set(oldTexts.values());
  const fresh = [...known.values()].filter((statement) => !formerTexts.has(statement.text));
  for (const statement of fresh.filter(isDrawn)) {
    const rect = createSvgElement("rect", { class: "fresh", rx: 8, "aria-hidden": "true" });
    setBounds(rect, boxOnCard(statement), 4);
    statement.card.element.append(rect);
    setTimeout(() => rect.remove(), 2300);
  }
  const detail = fresh.length ? `: ${pluralize(fresh.length, "statement")} new or changed` : "";
  announce(`The map has changed${detail}`);
}

function adopt(nodes) {
  return [...nodes].map((node) => document.adoptNode(node));
}

function replacePicture(page) {
  const saved = saveState();
  const content = (name) => page.getElementById(`page-${name}`)?.textContent;
  for (const template of document.querySelectorAll("template")) template.remove();
  for (const template of page.querySelectorAll("template")) {
    document.body.append(document.adoptNode(template));
  }
  $("overview").replaceChildren(...adopt(page.getElementById("page-overview").childNodes));
  loadData(JSON.parse(content("data")));
  loadTexts(content("texts") ? JSON.parse(content("texts")) : null);
  const number = data.pictures.findIndex(({ part }) => part === saved.place.part);
  const main = document.adoptNode(page.querySelector("#page-stage > svg"));
  if (number > 0) detached.set(0, main);
  putOnStage(number > 0 ? document.adoptNode(templateOf(number)) : main);
  loadMap(Math.max(number, 0));
  restore(saved);
  keepInView(saved);
  highlightChanges(saved.texts);
}

function replaceTitle(page) {
  document.title = page.title;
  for (const selector of [".titles h1", ".titles .about"]) {
    const [current, updated] = [document, page].map((root) => root.querySelector(selector));
    current.textContent = updated.textContent;
    if (updated.lang) current.lang = updated.lang;
    else current.removeAttribute("lang");
  }
}

/** Return whether a page has the styles of this page; its security policy allows no others. */
function hasOurStyle(page) {
  const styles = (root) => root.querySelectorAll("head style, #page-overview style, main > * > svg style");
  const allowed = new Set([...styles(document)].map((style) => style.textContent));
  return [...styles(page)].every((style) => allowed.has(style.textContent));
}

/** Apply the new version of this page. */
function applyUpdate(page) {
  const fresh = JSON.parse(page.getElementById("page-live-data").textContent);
  if (!page.getElementById("page-data") || !hasOurStyle(page)) {
    location.reload();
    return;
  }
  const isNew = fresh.drawn !== live.drawn;
  live = fresh;
  if (isNew) {
    replacePicture(page);
    replaceTitle(page);
  }
  withoutMoving(showAll);
}

/** Change elements around the picture without moving the picture on the screen. */
function withoutMoving(change) {
  const before = stage.getBoundingClientRect().top;
  change();
  invalidateStageSize();
  const moved = stage.getBoundingClientRect().top - before;
  if (!moved) return;
  stage.classList.remove("gliding");
  view.y -= moved;
  applyView();
}

let pendingRequest = null;

/** Fetch the new version of this page as a document, whose scripts do not run. */
function fetchPage() {
  pendingRequest?.abort();
  const request = new XMLHttpRequest();
  pendingRequest = request;
  request.responseType = "document";
  request.addEventListener("load", () => {
    if (request.status === 200 && request.response) applyUpdate(request.response);
  });
  request.open("GET", location.pathname);
  request.send();
}

refresh = fetchPage;
