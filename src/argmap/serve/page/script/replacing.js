// A new picture in the place of the old one: nothing that the reader has chosen is lost.

const LEGIBLE = 0.4; // the scale below which a map that grows is no longer shown whole

/** What is needed to find a statement again: its id may be one that nobody gave it. */
function keyOf(statement) {
  return statement && { id: statement.id, text: statement.text, named: statement.named };
}

function find(key) {
  if (!key) return null;
  const same = statements.get(key.id);
  if (same && (same.named || same.text === key.text)) return same;
  return [...statements.values()].find((each) => each.text === key.text) ?? same ?? null;
}

/** The statement that the eye is on: the current one if it is to be seen, or else the middle one. */
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

/** All that the reader has chosen. */
function remember() {
  const eye = anchor();
  return {
    eye: keyOf(eye),
    box: eye && boxOf(eye),
    view: { ...view },
    texts: new Map([...statements.values()].map((each) => [each.id, each.text])),
    current: keyOf(current),
    isChosen: current?.element.getAttribute("aria-selected") === "true",
    shown: keyOf(panelStatement),
    panelTop: $("panel").scrollTop,
    hit: keyOf(hits?.[hitIndex]),
    folded: [...folded].map(keyOf),
    alone: keyOf(isolated),
    focus: stage.contains(document.activeElement)
      ? "map"
      : $("panel").contains(document.activeElement)
        ? "panel"
        : "",
  };
}

function restore(kept) {
  for (const key of kept.folded) {
    const each = find(key);
    if (each) setFolded(each, true);
  }
  isolated = find(kept.alone);
  updateVisibility();
  const now = find(kept.current) ?? statements.get(map.thesis) ?? roots[0];
  if (now) setCurrent(now, { chosen: kept.isChosen && find(kept.current) === now });
  const open = find(kept.shown);
  $("panel").hidden = !open;
  if (open) openPanel(open, { focus: kept.focus === "panel" });
  if (open) $("panel").scrollTop = kept.panelTop;
  if (query.value.trim()) {
    search();
    hitIndex = hits?.indexOf(find(kept.hit)) ?? -1;
    updateHitCount();
    if (hitIndex >= 0) hits[hitIndex].mark?.classList.add("here");
  }
  if (kept.focus === "map") current?.element.focus({ preventScroll: true });
}

/** Leave what the eye is on where it is; whoever saw all of the map, and chose nothing in it, goes on
 *  to see all of it. */
function hold(kept) {
  if (!kept.eye) {
    setInitialView(); // there was nothing to see
    return;
  }
  stage.classList.remove("gliding");
  Object.assign(view, kept.view); // the focus may have moved it
  if (view.isWhole && !kept.isChosen && fittedView().scale >= LEGIBLE) {
    applyView();
    svg.getBoundingClientRect(); // it glides from where it was
    fit();
    return;
  }
  const eye = find(kept.eye);
  if (eye) {
    const box = boxOf(eye);
    view.x += (kept.box.x - box.x) * view.scale;
    view.y += (kept.box.y - box.y) * view.scale;
  }
  applyView();
}

/** Point out for a moment what is new, and say how much that is. */
function pointOut(texts) {
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
  const kept = remember();
  svg.replaceWith(document.adoptNode(page.querySelector("#page-stage > svg")));
  loadMap(JSON.parse(page.getElementById("page-data").textContent));
  restore(kept);
  hold(kept);
  pointOut(kept.texts);
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

/** Whether a page has the styles of this one; the policy of this one knows no others. */
function hasOurStyle(page) {
  return ["head style", "#page-stage > svg style"].every((place) => {
    const [old, now] = [document, page].map((each) => each.querySelector(place));
    return old.textContent === now?.textContent;
  });
}

/** Take this page as it is now. */
function take(page) {
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
  steady(showAll);
}

/** Change what stands round the stage, and leave the picture where it is on the screen. */
function steady(change) {
  const before = stage.getBoundingClientRect().top;
  change();
  invalidateStageSize();
  const moved = stage.getBoundingClientRect().top - before;
  if (!moved) return;
  stage.classList.remove("gliding");
  view.y -= moved;
  applyView();
}

let asking = null;

/** Ask for this page as it is now. What the answer holds is not run: it is a document apart. */
function ask() {
  asking?.abort();
  const request = new XMLHttpRequest();
  asking = request;
  request.responseType = "document";
  request.addEventListener("load", () => {
    if (request.status === 200 && request.response) take(request.response);
  });
  request.open("GET", location.pathname);
  request.send();
}

renew = ask;
