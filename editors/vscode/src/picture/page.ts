/** The script of the page that the picture is shown in. It runs in the page, without the editor. */

import type { FromPage, ToPage } from "./messages";
import { prefixOf, shownBy } from "./names";

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const DARK = "(prefers-color-scheme:dark)";
const STYLE = /<style>([^<]*)<\/style>/;
const LIT = "lit";
const SMALLEST = 0.1;
const LARGEST = 8;
const STEP = 1.1;

const editor = acquireVsCodeApi();
const holder = document.getElementById("picture")!;
const problem = document.getElementById("problem")!;
const sheet = new CSSStyleSheet(); // the page lets no style in by way of the document
document.adoptedStyleSheets = [sheet];

let prefix = "";
let shown = new Map<string, Element>();
let wanted: string[] = [];
let scale = 1;
let style = "";

addEventListener("message", (event: MessageEvent<ToPage>) => {
  const message = event.data;
  if (message.type === "picture") show(message.svg);
  if (message.type === "problem") tell(message.text);
  if (message.type === "light") {
    wanted = message.ids;
    light(true);
  }
});

function show(text: string): void {
  const parsed = new DOMParser().parseFromString(text.replace(STYLE, ""), "image/svg+xml");
  const svg = parsed.documentElement;
  if (svg?.localName !== "svg") return tell("what was drawn is no picture");
  svg.querySelectorAll("script, style, foreignObject").forEach((each) => each.remove());
  tell("");
  const { scrollLeft, scrollTop } = document.documentElement;
  holder.replaceChildren(document.importNode(svg, true));
  document.documentElement.scrollTo?.(scrollLeft, scrollTop);
  style = STYLE.exec(text)?.[1] ?? "";
  prefix = prefixOf(svg.id);
  shown = elements();
  follow();
  zoom(scale);
  light(false);
}

/** Return the picture's elements by the ids of what they show, the best for each. */
function elements(): Map<string, Element> {
  const best = new Map<string, { rank: number; element: Element }>();
  for (const element of holder.querySelectorAll("[id]")) {
    const what = shownBy(element.id, prefix);
    if (!what) continue;
    if (what.rank === 0 || !element.querySelector("[role|=graphics]")) {
      element.setAttribute("tabindex", "0");
    }
    const known = best.get(what.id);
    if (!known || what.rank < known.rank) best.set(what.id, { rank: what.rank, element });
  }
  return new Map([...best].map(([id, { element }]) => [id, element]));
}

function tell(text: string): void {
  problem.textContent = text;
  problem.hidden = text === "";
  holder.setAttribute("aria-busy", "false");
}

function light(moves: boolean): void {
  for (const each of holder.querySelectorAll(`.${LIT}`)) each.classList.remove(LIT);
  const id = wanted.find((each) => shown.has(each));
  const element = id === undefined ? undefined : shown.get(id);
  if (!element) return;
  const card = element.classList.contains("docked") ? element : (element.closest(".card") ?? element);
  card.classList.add(LIT);
  if (moves) card.scrollIntoView?.({ block: "nearest", inline: "nearest" });
}

/** Color the picture as the editor is colored, and not as the system is. */
function follow(): void {
  const isDark = /\bvscode-(dark|high-contrast)\b(?!-light)/.test(document.body.className);
  sheet.replaceSync(style.replaceAll(DARK, isDark ? "(min-width:0)" : "(max-width:0)"));
  const paper = holder.querySelector("svg > .page");
  // The picture's colors are chosen for its paper: that goes on to the edges of the panel.
  if (paper) document.body.style.backgroundColor = getComputedStyle(paper).fill;
}

function zoom(to: number): void {
  scale = Math.min(Math.max(to, SMALLEST), LARGEST);
  const svg = holder.querySelector("svg");
  const [, , width, height] = (svg?.getAttribute("viewBox") ?? "").split(" ").map(Number);
  if (!svg || !width || !height) return;
  svg.setAttribute("width", String(width * scale));
  svg.setAttribute("height", String(height * scale));
}

function target(event: Event): string | undefined {
  let element = event.target instanceof Element ? event.target : null;
  while (element && element !== holder) {
    const what = element.id ? shownBy(element.id, prefix) : undefined;
    if (what) return what.id;
    element = element.parentElement;
  }
  return undefined;
}

holder.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const address = link?.getAttribute("href") ?? link?.getAttribute("xlink:href") ?? "";
  if (/^(https?|mailto):/i.test(address)) return; // the editor opens it, after asking
  event.preventDefault();
  const id = target(event);
  if (id !== undefined) editor.postMessage({ type: "show", id });
});

addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    const id = target(event);
    if (id !== undefined) editor.postMessage({ type: "show", id });
  } else if (event.key === "+") zoom(scale * STEP);
  else if (event.key === "-") zoom(scale / STEP);
  else if (event.key === "0") zoom(1);
});

addEventListener(
  "wheel",
  (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? scale * STEP : scale / STEP);
  },
  { passive: false },
);

new MutationObserver(follow).observe(document.body, { attributeFilter: ["class"] });

editor.postMessage({ type: "ready" });
