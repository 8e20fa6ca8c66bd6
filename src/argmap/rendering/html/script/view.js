// Where one looks: pan, zoom, fit.

let picture;
const view = { x: 0, y: 0, scale: 1, isWhole: false }; // whole until one looks closer
const LEAST = 0.02;
const MOST = 6;
const READABLE = 0.9;
const KEPT = 60; // pixels of the picture that stay on the stage
const onScale = [];
let room = null;

/** How large the stage is; it is only asked for when it may have changed, since that takes long. */
function stageSize() {
  return (room ??= { width: stage.clientWidth, height: stage.clientHeight });
}

/** Ask again for the size of the stage: something beside it has come or gone. */
function invalidateStageSize() {
  room = null;
}

onMap.push(() => {
  picture = { width: size(svg, "width"), height: size(svg, "height") };
});

function applyView() {
  const { width, height } = stageSize();
  view.x = between(KEPT - picture.width * view.scale, view.x, width - KEPT);
  view.y = between(KEPT - picture.height * view.scale, view.y, height - KEPT);
  svg.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  for (const tell of onScale) tell(view.scale);
}

function between(low, value, high) {
  return Math.min(Math.max(value, Math.min(low, high)), Math.max(low, high));
}

/** Change the view in one go, gliding unless motion is to be reduced. */
function glide(change) {
  stage.classList.add("gliding");
  change();
  applyView();
  clearTimeout(glide.timer);
  glide.timer = setTimeout(() => stage.classList.remove("gliding"), 260);
}

/** Zoom by a factor about a point of the stage. */
function zoomAt(factor, x, y) {
  const scale = between(LEAST, view.scale * factor, MOST);
  view.x = x - (x - view.x) * (scale / view.scale);
  view.y = y - (y - view.y) * (scale / view.scale);
  view.scale = scale;
  view.isWhole = false;
}

function zoomBy(factor) {
  const { width, height } = stageSize();
  glide(() => zoomAt(factor, width / 2, height / 2));
}

/** The view that shows a box of the picture whole, at most at its own size. */
function fittedView(box = { x: 0, y: 0, ...picture }, most = 1) {
  const { width, height } = stageSize();
  const whole = Math.min((width - 24) / box.width, (height - 24) / box.height, most);
  const scale = between(LEAST, whole, MOST);
  return {
    scale,
    x: width / 2 - (box.x + box.width / 2) * scale,
    y: height / 2 - (box.y + box.height / 2) * scale,
  };
}

/** Show a box of the picture whole; without one, all of it. */
function fit(box, most) {
  glide(() => Object.assign(view, fittedView(box, most), { isWhole: !box }));
}

/** The part of the stage that no sheet covers. */
function freeHeight() {
  const panel = $("panel");
  const lies = !panel.hidden && getComputedStyle(panel).position === "absolute";
  return stageSize().height - (lies ? panel.offsetHeight : 0);
}

/** Bring a statement into view, and to a size at which it can be read. */
function reveal(statement) {
  const box = boxOf(statement);
  const [width, height] = [stageSize().width, freeHeight()];
  const [left, top] = [view.x + box.x * view.scale, view.y + box.y * view.scale];
  const isIn =
    left >= 12 &&
    top >= 12 &&
    left + box.width * view.scale <= width - 12 &&
    top + box.height * view.scale <= height - 12;
  if (isIn && view.scale >= 0.5) return;
  glide(() => {
    view.isWhole = false;
    if (view.scale < 0.5) view.scale = READABLE;
    view.scale = Math.min(view.scale, Math.max(0.4, (width - 24) / box.width));
    view.x = width / 2 - (box.x + box.width / 2) * view.scale;
    view.y = height / 2 - (box.y + box.height / 2) * view.scale;
  });
}

/** Begin with all of a small map, or with the thesis of a large one. */
function setInitialView() {
  fit();
  const first = statements.get(map.thesis) ?? roots[0];
  if (view.scale >= 0.6 || !first) return;
  const box = boxOf(first);
  const { width, height } = stageSize();
  view.isWhole = false;
  view.scale = Math.min(READABLE, (width - 24) / box.width);
  const [x, y] = growsRight ? [24, null] : [null, 24];
  view.x = (x ?? width / 2 - (box.width / 2) * view.scale) - box.x * view.scale;
  view.y = (y ?? height / 2 - (box.height / 2) * view.scale) - box.y * view.scale;
  applyView();
}

const fingers = new Map();
let grip = null;
let wasDragged = false;

function place(event) {
  const { left, top } = stage.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

function grasp() {
  const points = [...fingers.values()];
  const [a, b = a] = points;
  return {
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
    span: Math.hypot(a.x - b.x, a.y - b.y),
    count: points.length,
  };
}

stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  if (!fingers.size) wasDragged = false;
  fingers.set(event.pointerId, place(event));
  grip = grasp();
});

window.addEventListener("pointermove", (event) => {
  if (!fingers.has(event.pointerId)) return;
  const old = grip;
  fingers.set(event.pointerId, place(event));
  const now = grasp();
  if (!wasDragged && now.count < 2 && Math.hypot(now.x - old.x, now.y - old.y) < 5) return;
  wasDragged = true;
  stage.classList.add("moving");
  if (now.count > 1 && old.span > 0) zoomAt(now.span / old.span, now.x, now.y);
  view.x += now.x - old.x;
  view.y += now.y - old.y;
  view.isWhole = false;
  grip = now;
  applyView();
});

for (const end of ["pointerup", "pointercancel"]) {
  window.addEventListener(end, (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (fingers.size) grip = grasp();
    else stage.classList.remove("moving");
  });
}

stage.addEventListener("dragstart", (event) => event.preventDefault());
stage.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? stageSize().height : 1;
    const { x, y } = place(event);
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
// The browser scrolls to what has the focus; here the view moves instead.
stage.addEventListener("scroll", () => stage.scrollTo(0, 0));
window.addEventListener("resize", () => {
  invalidateStageSize();
  applyView();
});
