// Replaces the picture and keeps the view and the selection of the reader.

const LEGIBLE = 0.4; // below this scale, a growing map is no longer shown as a whole

/** Return data to find a statement in the next version of the map; its id may be generated. */
function identityOf(statement) {
  return statement && { id: statement.id, text: statement.text, named: statement.named };
}

function find(key) {
  if (!key) return null;
  const same = statements.get(key.id);
  if (same && (same.named || same.text === key.text)) return same;
  return [...statements.values()].find((statement) => statement.text === key.text) ?? same ?? null;
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

/** Return the view and the selection of the reader. */
function saveState() {
  const anchorStatement = anchor();
  return {
    anchorStatement: identityOf(anchorStatement),
    box: anchorStatement && boxOf(anchorStatement),
    view: { ...view },
    texts: new Map([...statements.values()].map((statement) => [statement.id, statement.text])),
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

function restore(saved) {
  for (const key of saved.folded) {
    const statement = find(key);
    if (statement) setFolded(statement, true);
  }
  isolated = find(saved.alone);
  updateVisibility();
  const restored = find(saved.current) ?? statements.get(map.thesis) ?? roots[0];
  if (restored) {
    setCurrent(restored, { chosen: saved.isChosen && find(saved.current) === restored });
  }
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

/** Keep the anchor statement at its position. If the whole map was visible and nothing selected, show
 *  the whole map. */
function keepInView(saved) {
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
  const anchorStatement = find(saved.anchorStatement);
  if (anchorStatement) {
    const box = boxOf(anchorStatement);
    view.x += (saved.box.x - box.x) * view.scale;
    view.y += (saved.box.y - box.y) * view.scale;
  }
  applyView();
}

/** Highlight new statements briefly, and announce their number. */
function highlightChanges(texts) {
  const known = new Set(texts.values());
  const fresh = [...statements.values()].filter((statement) => !known.has(statement.text));
  for (const statement of fresh) {
    const rect = createSvgElement("rect", { class: "fresh", rx: 8, "aria-hidden": "true" });
    setBounds(rect, boxOnCard(statement), 4);
    statement.card.element.append(rect);
    setTimeout(() => rect.remove(), 2300);
  }
  const detail = fresh.length ? `: ${pluralize(fresh.length, "statement")} new or changed` : "";
  announce(`The map has changed${detail}`);
}

function replacePicture(page) {
  const saved = saveState();
  svg.replaceWith(document.adoptNode(page.querySelector("#page-stage > svg")));
  loadMap(JSON.parse(page.getElementById("page-data").textContent));
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
  return ["head style", "#page-stage > svg style"].every((selector) => {
    const [current, updated] = [document, page].map((root) => root.querySelector(selector));
    return current.textContent === updated?.textContent;
  });
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
