// Replaces the picture and keeps everything that the reader has selected.

const LEGIBLE = 0.4; // below this scale, a growing map is no longer shown as a whole

/** Return what identifies a statement in the next version of the map; its id may be generated. */
function identityOf(statement) {
  return statement && { id: statement.id, text: statement.text, named: statement.named };
}

function find(key) {
  if (!key) return null;
  const same = statements.get(key.id);
  if (same && (same.named || same.text === key.text)) return same;
  return [...statements.values()].find((each) => each.text === key.text) ?? same ?? null;
}

/** Return the current statement if it is visible, or else the one nearest to the center. */
function anchor() {
  const { clientWidth: width, clientHeight: height } = stage;
  const middle = (each) => {
    const box = boxOf(each);
    return {
      x: view.x + (box.x + box.width / 2) * view.scale,
      y: view.y + (box.y + box.height / 2) * view.scale,
    };
  };
  const isSeen = ({ x, y }) => x > 0 && y > 0 && x < width && y < height;
  const some = [...statements.values()].filter((each) => !each.card.isAway);
  if (current && !current.card.isAway && isSeen(middle(current))) return current;
  let best = null;
  let least = Infinity;
  for (const each of some) {
    const { x, y } = middle(each);
    const distance = Math.hypot(x - width / 2, y - height / 2);
    if (distance < least) [best, least] = [each, distance];
  }
  return best;
}

/** Return everything that the reader has selected. */
function saveState() {
  const anchorStatement = anchor();
  return {
    anchorStatement: identityOf(anchorStatement),
    box: anchorStatement && boxOf(anchorStatement),
    view: { ...view },
    texts: new Map([...statements.values()].map((each) => [each.id, each.text])),
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
    const each = find(key);
    if (each) setFolded(each, true);
  }
  isolated = find(saved.alone);
  updateVisibility();
  const now = find(saved.current) ?? statements.get(map.thesis) ?? roots[0];
  if (now) setCurrent(now, { chosen: saved.isChosen && find(saved.current) === now });
  const open = find(saved.shown);
  $("panel").hidden = !open;
  if (open) openPanel(open, { focus: saved.focus === "panel" });
  if (open) $("panel").scrollTop = saved.panelTop;
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
  const fresh = [...statements.values()].filter((each) => !known.has(each.text));
  for (const each of fresh) {
    const rect = createSvgElement("rect", { class: "fresh", rx: 8, "aria-hidden": "true" });
    setBounds(rect, boxOnCard(each), 4);
    each.card.element.append(rect);
    setTimeout(() => rect.remove(), 2300);
  }
  const what = fresh.length ? `: ${pluralize(fresh.length, "statement")} new or changed` : "";
  announce(`The map has changed${what}`);
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
  for (const place of [".titles h1", ".titles .about"]) {
    const [old, now] = [document, page].map((each) => each.querySelector(place));
    old.textContent = now.textContent;
    if (now.lang) old.lang = now.lang;
    else old.removeAttribute("lang");
  }
}

/** Return whether a page has the styles of this page; its security policy allows no others. */
function hasOurStyle(page) {
  return ["head style", "#page-stage > svg style"].every((place) => {
    const [old, now] = [document, page].map((each) => each.querySelector(place));
    return old.textContent === now?.textContent;
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
