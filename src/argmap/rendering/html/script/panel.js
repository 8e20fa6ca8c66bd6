// The panel: one statement with its status, the reasons for it, and its sources.

const STATUS_SIGNS = { accepted: "✓", rejected: "✗", undecided: "?" };
const MAX_REASON_DEPTH = 3;
const MAX_REASONS = 30;
let panelStatement = null;

/** Functions that return an additional button for a statement, or null. */
const extraActions = [];

onData.push(() => {
  panelStatement = null;
});

/** Return the attributes of an element that contains text of the map. */
function langAttributes() {
  return data.lang ? { lang: data.lang } : {};
}

/** Return a link to a statement, or only its text if it is not on the page. */
function linkTo(id) {
  const statement = known.get(id) ?? elsewhere.get(id);
  if (!statement) return createElement("span", {}, id);
  const link = known.has(id)
    ? createElement("a", { href: addressOf(id), ...langAttributes() }, statement.text)
    : createElement("span", langAttributes(), statement.text);
  if (statement.status) link.prepend(statusMark(statement.status), " ");
  return link;
}

function statusMark(status) {
  const sign = createElement("span", { "aria-hidden": "true" }, STATUS_SIGNS[status]);
  const word = createElement("span", { class: "unseen" }, `${status}:`);
  return createElement("span", { class: "mark" }, sign, word);
}

/** Return whether a URL has a scheme, and so leads out of the folder of this page. */
function isAbsolute(url) {
  return /^[a-z][a-z0-9+.-]*:/i.test(url);
}

/** Return a link out of this page, which opens in a new tab if it leads to the web. */
function externalLink(url, text) {
  const target = isAbsolute(url) ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return createElement("a", { href: url, ...target }, text);
}

function section(heading, ...content) {
  return [createElement("h3", {}, heading), ...content];
}

function listOf(items) {
  return createElement("ul", {}, ...items);
}

function* panelContent(statement) {
  const sentence = { id: "page-sentence", tabindex: "-1", ...langAttributes() };
  if (statement.label) {
    yield createElement("p", { class: "label", ...langAttributes() }, statement.label);
  }
  yield createElement("h2", sentence, statement.text);
  if (statement.status) yield statusBox(statement);
  if (statement.answer) yield answerBox(statement);
  yield actionBar(statement);
  if (statement.because?.length) {
    yield* section("Why", reasonList(statement, new Set([statement.id]), { left: MAX_REASONS }, 1));
  }
  if (statement.cites.length) {
    const items = statement.cites.map((citation) => citationItem(statement, citation));
    yield* section("Sources", listOf(items));
  }
  for (const [heading, groups] of statement.relations) {
    yield* section(heading, listOf(groups.map(statementGroupItem)));
  }
  if (statement.findings.length) {
    const items = statement.findings.map((message) => createElement("li", {}, message));
    yield* section("Diagnostics", listOf(items));
  }
  const facts = [["Id", statement.id], ...statement.facts].slice(statement.named ? 0 : 1);
  if (facts.length) yield* section("Details", createElement("dl", {}, ...facts.map(factItem)));
}

/** Return the status of a statement, with the reason in one sentence, and its strength. */
function statusBox(statement) {
  const box = createElement("div", { class: `verdict ${statement.status}` });
  box.append(
    createElement("span", { "aria-hidden": "true" }, `${STATUS_SIGNS[statement.status]} `),
    createElement("strong", {}, statement.status),
    `: ${statement.why}.`,
  );
  const strength = statement.strength;
  if (strength === null) {
    box.append(createElement("div", { class: "role" }, "Strength: does not converge"));
    return box;
  }
  box.append(createElement("div", { class: "role" }, `Strength: ${strength.toFixed(2)} of 1`));
  const meter = createSvgElement("svg", { class: "meter", "aria-hidden": "true" });
  for (const width of ["100%", `${strength * 100}%`]) {
    meter.append(createSvgElement("rect", { width, height: 6, rx: 3 }));
  }
  box.append(meter);
  return box;
}

/** Return which options answer a question, or that it is open. */
function answerBox(question) {
  const sign = createElement("span", { "aria-hidden": "true" }, STATUS_SIGNS[question.answered]);
  return createElement("div", { class: `verdict ${question.answered}` }, sign, ` ${question.answer}`);
}

/** Return the buttons and links for what can be done with a statement. */
function actionBar(statement) {
  const bar = createElement("div", { class: "acts" });
  if (isDrawn(statement) && isStageVisible() && statement.descendants) {
    const foldText = folded.has(statement) ? `Unfold ${statement.descendants}` : "Fold branch";
    const isIsolated = isolated === statement;
    bar.append(
      actionButton(foldText, 0, () => toggleFolded(statement)),
      actionButton(isIsolated ? "Show the whole map" : "Only this branch", 1, () =>
        isolateBranch(isIsolated ? null : statement),
      ),
    );
  }
  if (statement.url) bar.append(externalLink(statement.url, "Open its page"));
  const link = homeLink(statement);
  if (link) bar.append(link);
  bar.append(...extraActions.map((action) => action(statement)).filter(Boolean));
  return bar;
}

/** Return a link to the picture that a statement belongs to, unless that is shown. */
function homeLink({ home, id }) {
  const isShown = place.view !== "table" && home === pictureNumber;
  if (isShown || home < 0) return null;
  const { part } = data.pictures[home];
  const text = part === null ? "Show in the map" : `Open the part “${titleOf(home)}”`;
  return createElement("a", { href: addressOf(id), "data-opens": "" }, text);
}

/** Return a button; its successor at the same position gets the focus after a click. */
function actionButton(text, position, action) {
  const button = createElement("button", { type: "button" }, text);
  button.addEventListener("click", () => {
    action();
    $("said").querySelectorAll(".acts button")[position]?.focus();
  });
  return button;
}

/**
 * Return the reasons for a statement's status, with their own reasons below them.
 *
 * `listed` are the statements whose reasons are listed already, and `budget.left` is the number of
 * reasons that may still be listed.
 */
function reasonList(statement, listed, budget, depth) {
  const list = createElement("ul", {});
  for (const [role, id] of statement.because) {
    if (budget.left <= 0) break;
    budget.left -= 1;
    const label = createElement("span", { class: "role" }, `${role} `);
    const item = createElement("li", {}, label, linkTo(id));
    list.append(item);
    const reason = known.get(id);
    if (!reason?.because || listed.has(id)) continue;
    listed.add(id);
    if (depth === 1 && !reason.because.length) item.append(`: ${reason.why}`);
    if (reason.because.length && depth < MAX_REASON_DEPTH) {
      item.append(reasonList(reason, listed, budget, depth + 1));
    }
  }
  return list;
}

/** Return an item with a source and the cited passage, which links to the text if there is one. */
function citationItem(statement, citation) {
  const { source, at = "", quote } = citation;
  const title = titleOfSource(source);
  const url = sourceOf(source)?.url;
  const item = createElement("li", {}, url ? externalLink(url, title) : title);
  const passage = [at, quote && `“${quote}”`].filter(Boolean).join(" ");
  const address = textAddress(statement, citation);
  if (address) {
    const text = passage || "in the text";
    item.append(" ", createElement("a", { href: address }, text));
  } else if (passage) item.append(createElement("span", { class: "place" }, ` ${passage}`));
  return item;
}

/** Return an item for a statement, or for several that count together. */
function statementGroupItem(ids) {
  if (ids.length === 1) return createElement("li", {}, linkTo(ids[0]));
  const label = createElement("span", { class: "role" }, "together:");
  const members = ids.map((id) => createElement("li", {}, linkTo(id)));
  return createElement("li", {}, label, listOf(members));
}

function factItem([label, value]) {
  const [term, description] = [createElement("dt", {}, label), createElement("dd", {}, value)];
  return createElement("div", { class: "fact" }, term, description);
}

/** Show a statement in the panel. */
function openPanel(statement, { focus } = {}) {
  panelStatement = statement;
  $("panel").hidden = false;
  invalidateStageSize();
  $("kind").textContent = statement.kind;
  $("note").textContent = statement.note ? ` · ${statement.note}` : "";
  $("said").replaceChildren(...panelContent(statement));
  $("panel").scrollTop = 0;
  if (focus) document.getElementById("page-sentence").focus();
}

function refreshPanel() {
  if (panelStatement) openPanel(panelStatement);
}

function closePanel() {
  if (!panelStatement) return;
  const hadFocus = $("panel").contains(document.activeElement);
  hidePanel();
  for (const listener of onSelect) listener();
  if (hadFocus) focusView();
  writeAddress("push");
  applyView();
}

function hidePanel() {
  panelStatement = null;
  place.id = null;
  $("panel").hidden = true;
  invalidateStageSize();
  if (current) setCurrent(current);
}

$("close").addEventListener("click", closePanel);
$("panel").addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]:not([data-opens])');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const statement = statementAtAddress(link.hash);
  if (!statement) return; // the browser follows the link
  event.preventDefault();
  select(statement, { history: "push", focusPanel: true });
});
$("panel").addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePanel();
});
