// The view of the picture: pan, zoom and fit.

let picture; // its size
const view = { x: 0, y: 0, scale: 1, isWhole: false }; // isWhole: until the reader moves or zooms
const MIN_SCALE = 0.02;
const MAX_SCALE = 6;
const READING_SCALE = 0.9;
const MIN_VISIBLE_PIXELS = 60; // how much of the picture always stays on the stage
const MIN_DRAG_PIXELS = 5;
const MARGIN = 24; // between the edge of the stage and what is shown first
const onScale = []; // functions that are called with the scale when the view changes
let cachedStageSize = null;

/** Return the size of the stage, which is cached because asking the browser for it is slow. */
function stageSize() {
  return (cachedStageSize ??= { width: stage.clientWidth, height: stage.clientHeight });
}

/** Forget the size of the stage, after something next to it appeared or disappeared. */
function invalidateStageSize() {
  cachedStageSize = null;
}

onMap.push(() => {
  picture = { width: size(svg, "width"), height: size(svg, "height") };
});

/** Return whether the stage is visible: another view may take its place. */
function isStageVisible() {
  return stageSize().width > 0;
}

/** Move and scale the picture as the view says. */
function applyView() {
  const { width, height } = stageSize();
  if (!width) return;
  const minX = MIN_VISIBLE_PIXELS - picture.width * view.scale;
  const minY = MIN_VISIBLE_PIXELS - picture.height * view.scale;
  view.x = clamp(minX, view.x, width - MIN_VISIBLE_PIXELS);
  view.y = clamp(minY, view.y, height - MIN_VISIBLE_PIXELS);
  svg.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  for (const listener of onScale) listener(view.scale);
}

function clamp(low, value, high) {
  return Math.min(Math.max(value, Math.min(low, high)), Math.max(low, high));
}

/** Change the view with an animation, unless the reader prefers reduced motion. */
function animateView(change) {
  stage.classList.add("gliding");
  change();
  applyView();
  clearTimeout(animateView.timer);
  animateView.timer = setTimeout(() => stage.classList.remove("gliding"), 260);
}

/** Zoom by a factor around a point of the stage. */
function zoomAt(factor, x, y) {
  const scale = clamp(MIN_SCALE, view.scale * factor, MAX_SCALE);
  view.x = x - (x - view.x) * (scale / view.scale);
  view.y = y - (y - view.y) * (scale / view.scale);
  view.scale = scale;
  view.isWhole = false;
}

/** Zoom by a factor around the center of the stage. */
function zoomBy(factor) {
  const { width, height } = stageSize();
  animateView(() => zoomAt(factor, width / 2, height / 2));
}

/** Return the view that shows all of a box of the picture, at most at `maxScale`. */
function fittedView(box = { x: 0, y: 0, ...picture }, maxScale = 1) {
  const { width, height } = stageSize();
  const fitting = Math.min((width - 24) / box.width, (height - 24) / box.height, maxScale);
  const scale = clamp(MIN_SCALE, fitting, MAX_SCALE);
  return {
    scale,
    x: width / 2 - (box.x + box.width / 2) * scale,
    y: height / 2 - (box.y + box.height / 2) * scale,
  };
}

/** Show all of a box of the picture; without a box, the whole picture. */
function fit(box, maxScale) {
  animateView(() => Object.assign(view, fittedView(box, maxScale), { isWhole: !box }));
}

/** Return the height of the part of the stage that the panel does not cover. */
function uncoveredHeight() {
  const panel = $("panel");
  const isCovering = !panel.hidden && getComputedStyle(panel).position === "absolute";
  return stageSize().height - (isCovering ? panel.offsetHeight : 0);
}

/** Move a statement into view, and zoom in until it can be read. */
function scrollToStatement(statement) {
  if (!isStageVisible()) return;
  const box = boxOf(statement);
  const [width, height] = [stageSize().width, uncoveredHeight()];
  const [left, top] = [view.x + box.x * view.scale, view.y + box.y * view.scale];
  const isInView =
    left >= 12 &&
    top >= 12 &&
    left + box.width * view.scale <= width - 12 &&
    top + box.height * view.scale <= height - 12;
  if (isInView && view.scale >= 0.5) return;
  animateView(() => {
    view.isWhole = false;
    if (view.scale < 0.5) view.scale = READING_SCALE;
    view.scale = Math.min(view.scale, Math.max(0.4, (width - 24) / box.width));
    view.x = width / 2 - (box.x + box.width / 2) * view.scale;
    view.y = height / 2 - (box.y + box.height / 2) * view.scale;
  });
}

/** Show all of a small map at first, and the thesis of a large one. */
function setInitialView() {
  fit();
  const thesis = statements.get(map.thesis) ?? roots[0];
  if (view.scale >= 0.6 || !thesis) return;
  const box = boxOf(thesis);
  const { width, height } = stageSize();
  view.isWhole = false;
  view.scale = Math.min(READING_SCALE, (width - 24) / box.width);
  const beginning = { x: MARGIN - box.x * view.scale, y: MARGIN - box.y * view.scale };
  const centered = { x: (width - box.width * view.scale) / 2, y: (height - box.height * view.scale) / 2 };
  view.x = growsRight ? beginning.x : centered.x - box.x * view.scale;
  view.y = growsRight ? centered.y - box.y * view.scale : beginning.y;
  // Use the space of the stage: show the edges of the picture if they are near.
  if (box.x * view.scale < width / 4) view.x = MARGIN;
  if (box.y * view.scale < height / 3) view.y = MARGIN;
  applyView();
}

const pointers = new Map(); // the position on the stage of each pressed pointer, by its id
let lastGesture = null;
let wasDragged = false;

/** Return the position of an event on the stage. */
function stagePosition(event) {
  const { left, top } = stage.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** Return the center of the pressed pointers, their distance, and their number. */
function currentGesture() {
  const points = [...pointers.values()];
  const [a, b = a] = points;
  return {
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
    distance: Math.hypot(a.x - b.x, a.y - b.y),
    count: points.length,
  };
}

stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  if (!pointers.size) wasDragged = false;
  pointers.set(event.pointerId, stagePosition(event));
  lastGesture = currentGesture();
});

window.addEventListener("pointermove", (event) => {
  if (!pointers.has(event.pointerId)) return;
  const last = lastGesture;
  pointers.set(event.pointerId, stagePosition(event));
  const now = currentGesture();
  const moved = Math.hypot(now.x - last.x, now.y - last.y);
  if (!wasDragged && now.count < 2 && moved < MIN_DRAG_PIXELS) return;
  wasDragged = true;
  stage.classList.add("moving");
  if (now.count > 1 && last.distance > 0) zoomAt(now.distance / last.distance, now.x, now.y);
  view.x += now.x - last.x;
  view.y += now.y - last.y;
  view.isWhole = false;
  lastGesture = now;
  applyView();
});

for (const type of ["pointerup", "pointercancel"]) {
  window.addEventListener(type, (event) => {
    if (!pointers.delete(event.pointerId)) return;
    if (pointers.size) lastGesture = currentGesture();
    else stage.classList.remove("moving");
  });
}

stage.addEventListener("dragstart", (event) => event.preventDefault());
stage.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? stageSize().height : 1;
    const { x, y } = stagePosition(event);
    if (!event.ctrlKey && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
      view.x -= (event.deltaX || event.deltaY) * unit;
      view.isWhole = false;
    } else {
      const speed = event.ctrlKey ? 0.01 : 0.0015;
      zoomAt(Math.exp(-event.deltaY * unit * speed), x, y);
    }
    applyView();
  },
  { passive: false },
);
// The browser scrolls to the element that gets the focus; here the view moves instead.
stage.addEventListener("scroll", () => stage.scrollTo(0, 0));
window.addEventListener("resize", () => {
  invalidateStageSize();
  applyView();
});
