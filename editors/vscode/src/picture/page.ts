/** The script of the page that shows the picture. It runs in the web view, not in the extension. */

import { idPrefix, mapElement } from "./elementIds";
import type { MessageFromPage, MessageToPage } from "./messages";

declare function acquireVsCodeApi(): { postMessage(message: MessageFromPage): void };

const DARK_SCHEME = "(prefers-color-scheme:dark)";
const STYLE = /<style>([^<]*)<\/style>/;
const HIGHLIGHT_CLASS = "lit";
const MIN_SCALE = 0.1;
const MAX_SCALE = 8;
const ZOOM_FACTOR = 1.1;

const editor = acquireVsCodeApi();
const container = document.getElementById("picture")!;
const errorMessage = document.getElementById("problem")!;
const sheet = new CSSStyleSheet(); // the security policy forbids style elements in the document
document.adoptedStyleSheets = [sheet];

let prefix = "";
let elementsById = new Map<string, Element>();
let highlightedIds: string[] = [];
let scale = 1;
let style = "";

addEventListener("message", (event: MessageEvent<MessageToPage>) => {
  const message = event.data;
  if (message.type === "picture") showPicture(message.svg);
  if (message.type === "error") showError(message.text);
  if (message.type === "highlight") {
    highlightedIds = message.ids;
    highlight({ scroll: true });
  }
});

function showPicture(text: string): void {
  const parsed = new DOMParser().parseFromString(text.replace(STYLE, ""), "image/svg+xml");
  const svg = parsed.documentElement;
  if (svg?.localName !== "svg") return showError("the server returned an invalid picture");
  svg.querySelectorAll("script, style, foreignObject").forEach((element) => element.remove());
  showError("");
  const { scrollLeft, scrollTop } = document.documentElement;
  container.replaceChildren(document.importNode(svg, true));
  document.documentElement.scrollTo?.(scrollLeft, scrollTop);
  style = STYLE.exec(text)?.[1] ?? "";
  prefix = idPrefix(svg.id);
  elementsById = indexElements();
  applyTheme();
  zoom(scale);
  highlight({ scroll: false });
}

/** Return the best SVG element for each element of the map; make them focusable. */
function indexElements(): Map<string, Element> {
  const best = new Map<string, { rank: number; element: Element }>();
  for (const element of container.querySelectorAll("[id]")) {
    const match = mapElement(element.id, prefix);
    if (!match) continue;
    if (match.rank === 0 || !element.querySelector("[role|=graphics]")) {
      element.setAttribute("tabindex", "0");
    }
    const current = best.get(match.id);
    if (!current || match.rank < current.rank) best.set(match.id, { rank: match.rank, element });
  }
  return new Map([...best].map(([id, { element }]) => [id, element]));
}

/** Show an error above the picture; an empty text hides it. */
function showError(text: string): void {
  errorMessage.textContent = text;
  errorMessage.hidden = text === "";
  container.setAttribute("aria-busy", "false");
}

function highlight({ scroll }: { scroll: boolean }): void {
  for (const element of container.querySelectorAll(`.${HIGHLIGHT_CLASS}`)) {
    element.classList.remove(HIGHLIGHT_CLASS);
  }
  const id = highlightedIds.find((candidate) => elementsById.has(candidate));
  const element = id === undefined ? undefined : elementsById.get(id);
  if (!element) return;
  const isDocked = element.classList.contains("docked");
  const card = isDocked ? element : (element.closest(".card") ?? element);
  card.classList.add(HIGHLIGHT_CLASS);
  if (scroll) card.scrollIntoView?.({ block: "nearest", inline: "nearest" });
}

/** Use the color scheme of the editor instead of that of the system. */
function applyTheme(): void {
  const isDark = /\bvscode-(dark|high-contrast)\b(?!-light)/.test(document.body.className);
  sheet.replaceSync(style.replaceAll(DARK_SCHEME, isDark ? "(min-width:0)" : "(max-width:0)"));
  const background = container.querySelector("svg > .page");
  // The colors of the picture match its background, which therefore fills the whole panel.
  if (background) document.body.style.backgroundColor = getComputedStyle(background).fill;
}

function zoom(newScale: number): void {
  scale = Math.min(Math.max(newScale, MIN_SCALE), MAX_SCALE);
  const svg = container.querySelector("svg");
  const [, , width, height] = (svg?.getAttribute("viewBox") ?? "").split(" ").map(Number);
  if (!svg || !width || !height) return;
  svg.setAttribute("width", String(width * scale));
  svg.setAttribute("height", String(height * scale));
}

/** Return the id of the map's element that an event occurred on. */
function eventElementId(event: Event): string | undefined {
  let element = event.target instanceof Element ? event.target : null;
  while (element && element !== container) {
    const match = element.id ? mapElement(element.id, prefix) : undefined;
    if (match) return match.id;
    element = element.parentElement;
  }
  return undefined;
}

function showDeclaration(event: Event): void {
  const id = eventElementId(event);
  if (id !== undefined) editor.postMessage({ type: "show", id });
}

container.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const url = link?.getAttribute("href") ?? link?.getAttribute("xlink:href") ?? "";
  if (/^(https?|mailto):/i.test(url)) return; // VS Code opens it after a confirmation
  event.preventDefault();
  showDeclaration(event);
});

addEventListener("keydown", (event) => {
  if (event.key === "Enter") showDeclaration(event);
  else if (event.key === "+") zoom(scale * ZOOM_FACTOR);
  else if (event.key === "-") zoom(scale / ZOOM_FACTOR);
  else if (event.key === "0") zoom(1);
});

addEventListener(
  "wheel",
  (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? scale * ZOOM_FACTOR : scale / ZOOM_FACTOR);
  },
  { passive: false },
);

new MutationObserver(applyTheme).observe(document.body, { attributeFilter: ["class"] });

editor.postMessage({ type: "ready" });
