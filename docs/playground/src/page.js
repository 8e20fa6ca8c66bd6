// The page: connects the editor, the worker with argmap, the reports, the picture and the links.
import bicycleLane from "../../../maps/examples/bicycle-lane.argmap";
import eventStore from "../../../maps/examples/event-store.argmap";
import hospitalRobot from "../../../maps/examples/hospital-robot.argmap";
import tweety from "../../../maps/examples/tweety.argmap";
import votingAge from "../../../maps/examples/voting-age.argmap";
import { Editor } from "./editor.js";
import { $, createButton, createElement, download, pluralize, symbolFor } from "./elements.js";
import { Engine } from "./engine.js";
import { showExplanation } from "./explanation.js";
import { Picture } from "./picture.js";
import { convertDiagnostics, offsetConverter, showReports } from "./reports.js";
import { linkTo, textOf } from "./share.js";

const EXAMPLES = [STARTER, tweety, bicycleLane, votingAge, eventStore, hospitalRobot];
const DEBOUNCE_MS = 80;
const DRAFT = "argmap-playground";
const STAGES = { argmap: "Loading argmap …", ready: "Checking …" };

const isTrusted = "trustedTypes" in window;
const policy = isTrusted
  ? trustedTypes.createPolicy("argmap", { createHTML: (text) => text, createScriptURL: (url) => url })
  : { createHTML: (text) => text, createScriptURL: (url) => url };

/** Return SVG text as a document; its scripts, if there were any, would not run. */
function parseSvg(text) {
  return new DOMParser().parseFromString(policy.createHTML(text), "image/svg+xml");
}

let elements = new Map(); // the statements of the last picture, by id
let drawnText = ""; // the text of the last picture
let explained = null; // the id of the explained statement
let timer = 0;

// First of all, because it takes the longest.
const engine = new Engine(policy.createScriptURL(new URL("worker.js", import.meta.url).href), {
  onStage: (stage) => {
    performance.mark(stage); // for the benchmark
    setText("counts", STAGES[stage]);
  },
  onAnswer,
  onStop,
});

const editor = new Editor($("editor"), sessionStorage.getItem(DRAFT) ?? STARTER, onChange);
const picture = new Picture(parseSvg, explain);

/** Set the text of an element, unless it is the same: screen readers would read it again. */
function setText(name, text) {
  if ($(name).textContent !== text) $(name).textContent = text;
}

// ---- Checking ----------------------------------------------------------------------------------

function onChange(text) {
  sessionStorage.setItem(DRAFT, text);
  clearTimeout(timer);
  timer = setTimeout(check, DEBOUNCE_MS);
}

function check() {
  clearTimeout(timer);
  performance.mark("check");
  engine.update(wellFormed(editor.text));
}

/** Return a text without lone surrogates, which Python cannot encode. */
function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

function onAnswer(answer, text) {
  const isCurrent = text === wellFormed(editor.text); // else, its offsets are of no use
  if (answer.refusal) {
    showTrouble("This map is not checked: ", `${answer.refusal}.`);
    if (isCurrent) showReports([], 0, editor);
    return;
  }
  if (isCurrent) showReports(convertDiagnostics(answer.diagnostics, text), answer.count, editor);
  if (answer.elements) showMap(answer, text);
  showState(answer);
  // For the benchmark: until the frame with the picture is painted, without the debouncing.
  requestAnimationFrame(() => setTimeout(() => performance.measure("change", "check")));
}

function showMap({ elements: statements, svg, theses }, text) {
  elements = new Map(statements.map((element) => [element.id, element]));
  drawnText = text;
  showVerdicts(statements, theses);
  if (svg) picture.show(svg, statements);
  $("download-svg").disabled = !svg;
  if (explained !== null) refreshExplanation();
}

function showState({ failure, svg, diagnostics }) {
  if (failure) return showTrouble("This map cannot be drawn: ", `${failure}.`);
  if (svg) return hideTrouble();
  const error = diagnostics.find(({ severity }) => severity === "error");
  const shown = drawnText ? " The picture shows an earlier version." : "";
  showTrouble("This map cannot be drawn: ", `${error?.message ?? "it has errors"}.${shown}`);
}

function onStop(reason) {
  const message =
    reason === "slow"
      ? "it took too long. It is checked again when you change it."
      : `argmap stopped (${reason}). It is checked again when you change it.`;
  showTrouble("This map is not checked: ", message);
}

function showTrouble(lead, message) {
  if ($("trouble").textContent !== lead + message) {
    $("trouble").replaceChildren(createElement("strong", {}, lead), message);
  }
  $("trouble").hidden = false;
}

function hideTrouble() {
  $("trouble").hidden = true;
  $("trouble").replaceChildren();
}

// ---- Verdicts and explanations -----------------------------------------------------------------

function showVerdicts(statements, theses) {
  const counts = ["accepted", "rejected", "undecided"].map((status) => [
    statements.filter((element) => element.status === status).length,
    status,
  ]);
  const total = counts.reduce((sum, [count]) => sum + count, 0);
  const parts = counts.filter(([count]) => count).map(([count, status]) => `${count} ${status}`);
  setText("counts", total ? `${pluralize(total, "statement")}: ${parts.join(", ")}` : "No statements yet");
  const shown = statements.filter(({ id, answer }) => theses.includes(id) || answer);
  $("theses").replaceChildren(...shown.map(verdictItem));
}

function verdictItem({ id, text, status, answer }) {
  const link = createButton(text, () => explain(id, { focus: true }), { class: "link" });
  const item = createElement("li", {}, status ? symbolFor(status) : null, status ? " " : null, link);
  if (status) item.append(": ", createElement("strong", {}, status));
  if (answer) item.append(` ${answer}`);
  return item;
}

/** Explain a statement; with `focus`, move the focus to the explanation. */
async function explain(id, { focus = false } = {}) {
  const data = await engine.ask("explain", id);
  if (!data) return;
  explained = id;
  picture.choose(id);
  showExplanation(data, elements, { choose: explain, showText: () => showInText(id) });
  if (focus) $("sentence").focus();
  else $("panel").scrollIntoView({ block: "nearest" }); // on a phone, it is below the picture
}

async function refreshExplanation() {
  const id = explained;
  const data = await engine.ask("explain", id);
  if (id !== explained) return;
  if (data) {
    const hadFocus = $("panel").contains(document.activeElement);
    const top = $("panel").scrollTop;
    showExplanation(data, elements, { choose: explain, showText: () => showInText(id) });
    $("panel").scrollTop = top;
    if (hadFocus) $("sentence").focus({ preventScroll: true });
  } else closeExplanation();
}

function closeExplanation() {
  const hadFocus = $("panel").contains(document.activeElement);
  explained = null;
  picture.choose(null);
  $("panel").hidden = true;
  if (hadFocus) $("stage").focus();
}

function showInText(id) {
  const element = elements.get(id);
  if (!element) return;
  const start = offsetConverter(drawnText)(element.start);
  const line = drawnText.slice(start).split("\n", 1)[0];
  editor.select(start, start + line.length);
}

$("close").addEventListener("click", closeExplanation);
$("panel").addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeExplanation();
});

// ---- Examples, links and downloads -------------------------------------------------------------

function titleOf(text) {
  return /^\s*map\s+"([^"]*)"/m.exec(text)?.[1] ?? "Untitled";
}

for (const [number, text] of EXAMPLES.entries()) {
  $("examples").append(createElement("option", { value: number }, titleOf(text)));
}
$("examples").addEventListener("change", () => {
  const { value } = $("examples");
  $("examples").value = "";
  if (value === "") return;
  closeExplanation();
  editor.text = EXAMPLES[value];
  check();
});

$("share").addEventListener("click", async () => {
  const link = await linkTo(wellFormed(editor.text));
  history.replaceState(null, "", link);
  $("link-url").value = link;
  $("link").showModal();
  $("link-url").select();
});
$("link-copy").addEventListener("click", async () => {
  $("link-url").select();
  await navigator.clipboard.writeText($("link-url").value);
  setText("link-note", "Copied.");
});
$("link").addEventListener("close", () => setText("link-note", ""));

/** Open the map in the address of the page, if there is one. */
async function openLink() {
  try {
    const text = await textOf(location.hash, MAX_CHARACTERS);
    if (text !== null && text !== editor.text) editor.text = text;
  } catch {
    showTrouble("The link contains no map: ", "it is incomplete or too long.");
  }
}

window.addEventListener("hashchange", openLink);

$("download-text").addEventListener("click", () => {
  download("map.argmap", "text/plain;charset=utf-8", editor.text);
});
$("download-svg").addEventListener("click", async () => {
  const svg = await engine.ask("picture");
  if (svg) download("map.svg", "image/svg+xml", svg);
});

setText("version", `argmap ${VERSION}`);
await openLink();
check();
