// The picture: scrolled by the browser, scaled by buttons, with statements that can be chosen.
import { $ } from "./elements.js";

const STYLE = /<style>([\s\S]*?)<\/style>/;
const ZOOM = 1.3;
const [MIN_SCALE, MAX_SCALE] = [0.1, 5];
const KEY_STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Return the statement of a card that is nearest to a height on the screen. */
function nearest(card, y) {
  const distance = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return Math.max(top - y, y - bottom, 0);
  };
  const statements = [...(card?.querySelectorAll(".statement") ?? [])];
  return statements.sort((a, b) => distance(a) - distance(b))[0];
}

export class Picture {
  #stage = $("stage");
  #sheet = new CSSStyleSheet();
  #style = "";
  #svg = null;
  #scale = 1;
  #isFitted = true;
  #ids = new Map(); // of statements, by the ids of their elements
  #names = new Map(); // the reverse
  #chosen = null;

  /** `parse` returns SVG text as a document, and `onChoose(id)` is called for a chosen statement. */
  constructor(parse, onChoose) {
    this.parse = parse;
    this.onChoose = onChoose;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet];
    this.#stage.addEventListener("click", (event) => this.#choose(event));
    this.#stage.addEventListener("keydown", (event) => this.#onKey(event));
    this.#stage.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    $("in").addEventListener("click", () => this.#zoom(ZOOM));
    $("out").addEventListener("click", () => this.#zoom(1 / ZOOM));
    $("fit").addEventListener("click", () => this.#fit());
    new ResizeObserver(() => this.#isFitted && this.#fit()).observe(this.#stage);
  }

  /** Show a picture, and keep the view; `elements` are its statements. */
  show(text, elements) {
    const style = STYLE.exec(text)[1]; // the policy of the page allows no style in the document
    if (style !== this.#style) {
      this.#style = style;
      this.#sheet.replaceSync(style);
    }
    const svg = document.adoptNode(this.parse(text.replace(STYLE, "")).documentElement);
    this.#ids = new Map(elements.map(({ name, id }) => [name, id]));
    this.#names = new Map(elements.map(({ name, id }) => [id, name]));
    const hadFocus = this.#stage.contains(document.activeElement) && document.activeElement !== this.#stage;
    const { scrollLeft, scrollTop } = this.#stage;
    for (const link of svg.querySelectorAll("a[href]")) {
      link.setAttribute("target", "_blank");
      link.setAttribute("rel", "noopener noreferrer");
    }
    this.#svg = svg;
    for (const element of this.#elements()) element.classList.add("statement");
    this.#stage.replaceChildren(svg);
    if (this.#isFitted) this.#fit();
    else this.#apply();
    this.#stage.scrollTo(scrollLeft, scrollTop);
    this.#mark(this.#chosen);
    if (hadFocus) this.#focusable()?.focus({ preventScroll: true });
  }

  /** Mark a statement as chosen, or none. */
  choose(id) {
    this.#mark(id);
    const element = this.#elementOf(id);
    element?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #elementOf(id) {
    const name = this.#names.get(id);
    return name === undefined ? null : document.getElementById(name);
  }

  #mark(id) {
    this.#chosen = id;
    for (const element of this.#stage.querySelectorAll(".chosen")) element.classList.remove("chosen");
    for (const element of this.#stage.querySelectorAll("[tabindex]")) element.removeAttribute("tabindex");
    this.#elementOf(id)?.classList.add("chosen");
    const element = this.#elementOf(id) ?? this.#elements()[0];
    element?.setAttribute("tabindex", "0");
  }

  #focusable() {
    return this.#stage.querySelector("[tabindex]");
  }

  /** Return the elements of all statements, in the order of the picture. */
  #elements() {
    return [...(this.#svg?.querySelectorAll("[id]") ?? [])].filter(({ id }) => this.#ids.has(id));
  }

  /** Return the id of the statement at a position: the one below it, or the nearest on its card. */
  #statementAt(target, y) {
    const element = target.closest(".statement") ?? nearest(target.closest("g.card"), y);
    return this.#ids.get(element?.id);
  }

  #choose({ target, clientY }) {
    if (target.closest("a")) return; // a link to a source
    const id = this.#statementAt(target, clientY);
    if (id !== undefined) this.onChoose(id);
  }

  #onKey(event) {
    const element = event.target;
    if (!this.#ids.has(element.id) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.onChoose(this.#ids.get(element.id), { focus: true });
    } else if (event.key in KEY_STEPS) {
      event.preventDefault();
      const elements = this.#elements();
      const next = elements[elements.indexOf(element) + KEY_STEPS[event.key]];
      if (!next) return;
      element.removeAttribute("tabindex");
      next.setAttribute("tabindex", "0");
      next.focus();
    }
  }

  #onWheel(event) {
    if (!event.ctrlKey) return; // the browser scrolls; a pinch has the Ctrl key
    event.preventDefault();
    this.#zoom(Math.exp(-event.deltaY * 0.01));
  }

  #size(name) {
    return Number(this.#svg.getAttribute(name));
  }

  #zoom(factor) {
    if (!this.#svg) return;
    const stage = this.#stage;
    const [x, y] = [stage.scrollLeft + stage.clientWidth / 2, stage.scrollTop + stage.clientHeight / 2];
    const before = this.#scale;
    this.#scale = Math.min(Math.max(before * factor, MIN_SCALE), MAX_SCALE);
    this.#isFitted = false;
    this.#apply();
    const grown = this.#scale / before;
    stage.scrollTo(x * grown - stage.clientWidth / 2, y * grown - stage.clientHeight / 2);
  }

  /** Show the whole width, at most at its natural size. */
  #fit() {
    if (!this.#svg) return;
    this.#isFitted = true;
    this.#scale = Math.max(Math.min(this.#stage.clientWidth / this.#size("width"), 1), MIN_SCALE);
    this.#apply();
  }

  #apply() {
    this.#svg.style.width = `${this.#size("width") * this.#scale}px`;
    this.#svg.style.height = `${this.#size("height") * this.#scale}px`;
  }
}
