// The panel: one statement, its sources, and why it stands or falls.

const MARKS = { accepted: "✓", rejected: "✗", undecided: "?" };
const DEPTH = 3;
const LINES = 30;
let panelStatement = null;

/** What else can be done with a statement: functions that make a button of one, or null. */
const extraActions = [];

onMap.push(() => {
  panelStatement = null;
});

/** Make a link to a statement; one that is not drawn here is only named. */
function linkTo(id) {
  const statement = statements.get(id) ?? elsewhere.get(id);
  if (!statement) return createElement("span", {}, id);
  const text = { lang: map.lang ?? "" };
  if (!map.lang) delete text.lang;
  const link = statements.has(id)
    ? createElement("a", { href: addressOf(id), ...text }, statement.text)
    : createElement("span", text, statement.text);
  if (statement.status) link.prepend(markOf(statement.status), " ");
  return link;
}

function markOf(status) {
  const sign = createElement("span", { "aria-hidden": "true" }, MARKS[status]);
  return createElement("span", { class: "mark" }, sign, createElement("span", { class: "unseen" }, `${status}:`));
}

/** Whether an address leads out of the folder that this page lies in. */
function isWeb(url) {
  return /^[a-z][a-z0-9+.-]*:/i.test(url);
}

function outward(url, text) {
  const where = isWeb(url) ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return createElement("a", { href: url, ...where }, text);
}

function part(heading, ...content) {
  return [createElement("h3", {}, heading), ...content];
}

function* saidOf(statement) {
  const lang = map.lang ? { lang: map.lang } : {};
  yield createElement("h2", { id: "page-sentence", tabindex: "-1", ...lang }, statement.text);
  if (statement.status) yield verdictOf(statement);
  yield actsOf(statement);
  if (statement.because?.length) {
    yield* part("Why", reasonsOf(statement, new Set([statement.id]), { left: LINES }, 1));
  }
  if (statement.cites.length) yield* part("Sources", createElement("ul", {}, ...statement.cites.map(cited)));
  for (const [heading, groups] of statement.relations) {
    yield* part(heading, createElement("ul", {}, ...groups.map(grouped)));
  }
  if (statement.findings.length) {
    const items = statement.findings.map((finding) => createElement("li", {}, finding));
    yield* part("What the check found", createElement("ul", {}, ...items));
  }
  const facts = [["Id", statement.id], ...statement.facts].slice(statement.named ? 0 : 1);
  if (facts.length) yield* part("Noted", createElement("dl", {}, ...facts.map(noted)));
}

function verdictOf(statement) {
  const box = createElement("div", { class: `verdict ${statement.status}` });
  box.append(
    createElement("span", { "aria-hidden": "true" }, `${MARKS[statement.status]} `),
    createElement("strong", {}, statement.status),
    `: ${statement.why}.`,
  );
  const strength = statement.strength;
  if (strength === null) box.append(createElement("div", { class: "role" }, "Strength: does not settle"));
  else {
    box.append(createElement("div", { class: "role" }, `Strength: ${strength.toFixed(2)} of 1`));
    const meter = createSvgElement("svg", { class: "meter", "aria-hidden": "true" });
    meter.append(createSvgElement("rect", { width: "100%", height: 6, rx: 3 }));
    meter.append(createSvgElement("rect", { width: `${strength * 100}%`, height: 6, rx: 3 }));
    box.append(meter);
  }
  return box;
}

function actsOf(statement) {
  const acts = createElement("div", { class: "acts" });
  if (statement.branches) {
    const isFolded = folded.has(statement);
    acts.append(
      act(isFolded ? `Unfold ${statement.branches}` : "Fold branch", 0, () => toggle(statement)),
      act(isolated === statement ? "Show the whole map" : "Only this branch", 1, () =>
        showAlone(isolated === statement ? null : statement),
      ),
    );
  }
  if (statement.url) acts.append(outward(statement.url, "Open its page"));
  acts.append(...extraActions.map((make) => make(statement)).filter(Boolean));
  return acts;
}

function act(text, place, action) {
  const button = createElement("button", { type: "button" }, text);
  button.addEventListener("click", () => {
    action();
    $("said").querySelectorAll(".acts button")[place]?.focus();
  });
  return button;
}

/** Return what decides, and below it what decides that, as far as it has not been told. */
function reasonsOf(statement, told, room, depth) {
  const list = createElement("ul", {});
  for (const [role, id] of statement.because) {
    if (room.left <= 0) break;
    room.left -= 1;
    const item = createElement("li", {}, createElement("span", { class: "role" }, `${role} `), linkTo(id));
    list.append(item);
    const other = statements.get(id);
    if (!other?.because || told.has(id)) continue;
    told.add(id);
    if (depth === 1 && !other.because.length) item.append(`: ${other.why}`);
    if (other.because.length && depth < DEPTH) {
      item.append(reasonsOf(other, told, room, depth + 1));
    }
  }
  return list;
}

function cited({ source, place, url }) {
  const item = createElement("li", {}, url ? outward(url, source) : createElement("span", {}, source));
  if (place) item.append(createElement("span", { class: "place" }, ` ${place}`));
  return item;
}

function grouped(ids) {
  if (ids.length === 1) return createElement("li", {}, linkTo(ids[0]));
  const members = createElement("ul", {}, ...ids.map((id) => createElement("li", {}, linkTo(id))));
  return createElement("li", {}, createElement("span", { class: "role" }, "together:"), members);
}

function noted([name, said]) {
  return createElement("div", { class: "fact" }, createElement("dt", {}, name), createElement("dd", {}, said));
}

/** Show a statement in the panel. */
function openPanel(statement, { focus } = {}) {
  panelStatement = statement;
  $("panel").hidden = false;
  invalidateStageSize();
  $("kind").textContent = statement.kind;
  $("said").replaceChildren(...saidOf(statement));
  $("panel").scrollTop = 0;
  if (focus) document.getElementById("page-sentence").focus();
}

function refreshPanel() {
  if (panelStatement) openPanel(panelStatement);
}

function closePanel() {
  if (!panelStatement) return;
  panelStatement = null;
  const hadFocus = $("panel").contains(document.activeElement);
  $("panel").hidden = true;
  invalidateStageSize();
  if (current) {
    setCurrent(current);
    if (hadFocus) current.element.focus({ preventScroll: true });
  }
  if (location.hash) history.pushState(null, "", location.pathname + location.search);
  applyView();
}

$("close").addEventListener("click", closePanel);
$("panel").addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const statement = addressed(link.hash);
  if (statement) select(statement, { history: "push", focusPanel: true });
});
$("panel").addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePanel();
});
