// The script of the page that shows the picture, with a DOM library instead of a browser.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const { test } = require("node:test");
const { parseHTML } = require("linkedom");
const { load } = require("./helpers/vscode");
const { html } = load("html");

const SCRIPT = fs.readFileSync(path.join(__dirname, "../out/test/page.js"), "utf8");
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" id="m1-map" viewBox="0 0 400 200" width="400" height="200">
<style>#m1-map a{} @media screen and (prefers-color-scheme:dark){#m1-map{fill:#000}}</style>
<script>alert(1)</script>
<rect class="page" fill="#FFFFFF"/>
<g id="m1-card-lane" class="card root"><rect class="frame"/>
<g id="m1-s-lane" class="claim" role="graphics-symbol"><title>Lane</title><text>Build it</text>
<a href="https://example.org/"><text class="web">web</text></a></g>
<g id="m1-s-count" class="evidence docked" role="graphics-symbol"><rect/><text>Counted</text></g></g>
<g id="m1-step-together" class="card"><rect class="frame"/>
<g id="m1-in-together_x3E_sky" class="assumption" role="graphics-symbol"><text>Sky</text></g></g>
<g id="m1-section-energy" class="card"><a href="energy.svg"><text class="part">Energy</text></a></g>
</svg>`;

/** Run the page; return it with the messages it posted, and functions to use it. */
function open(bodyClass = "") {
  const { window, document } = parseHTML(html({ nonce: "n0nce", script: "s.js", style: "s.css" }));
  document.body.className = bodyClass;
  const posted = [];
  const listeners = {};
  const sheet = { text: "" };
  class CSSStyleSheet {
    constructor() {
      return sheet;
    }
  }
  sheet.replaceSync = (text) => (sheet.text = text);
  const globals = {
    document,
    CSSStyleSheet,
    DOMParser: window.DOMParser,
    Element: window.Element,
    MutationObserver: window.MutationObserver,
    getComputedStyle: (element) => ({ fill: element.getAttribute("fill") }),
    addEventListener: (name, listener) => (listeners[name] = listener),
    acquireVsCodeApi: () => ({ postMessage: (message) => posted.push({ ...message }) }),
  };
  vm.runInNewContext(SCRIPT, globals);
  const receive = (data) => listeners.message({ data });
  const click = (element) => {
    const event = new window.Event("click", { bubbles: true, cancelable: true });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const find = (selector) => document.querySelector(`#picture ${selector}`);
  return { document, posted, receive, click, find, listeners, sheet };
}

function openWithPicture(svg = SVG, bodyClass = "") {
  const page = open(bodyClass);
  page.receive({ type: "picture", svg });
  page.posted.length = 0;
  return page;
}

test("the page posts `ready`", () => {
  assert.deepEqual(open().posted, [{ type: "ready" }]);
});

test("a picture is shown without its scripts, and its style is not in the document", () => {
  const { document, find, sheet } = openWithPicture();
  assert.ok(find("svg"));
  assert.equal(find("script"), null);
  assert.equal(find("style"), null);
  assert.match(sheet.text, /^#m1-map a\{\}/);
  assert.equal(document.adoptedStyleSheets[0], sheet);
  assert.equal(document.getElementById("problem").hidden, true);
});

test("a click on a statement, an inference or a section posts its id", () => {
  const { posted, click, find } = openWithPicture();
  click(find("#m1-s-lane text"));
  click(find("#m1-s-count text"));
  click(find("#m1-card-lane .frame"));
  click(find("#m1-in-together_x3E_sky text"));
  click(find("#m1-step-together .frame"));
  assert.equal(click(find(".part")), true);
  const ids = posted.map(({ type, id }) => `${type} ${id}`);
  const expected = ["lane", "count", "lane", "sky", "together", "energy"];
  assert.deepEqual(ids, expected.map((id) => `show ${id}`));
});

test("web links are left to VS Code", () => {
  const { posted, click, find } = openWithPicture();
  assert.equal(click(find(".web")), false);
  assert.deepEqual(posted, []);
});

test("only the innermost element that the picture shows is highlighted", () => {
  const { document, receive } = openWithPicture();
  const highlighted = () => [...document.querySelectorAll(".lit")].map(({ id }) => id);
  receive({ type: "highlight", ids: ["hidden", "lane"] });
  assert.deepEqual(highlighted(), ["m1-card-lane"]);
  receive({ type: "highlight", ids: ["count", "lane"] });
  assert.deepEqual(highlighted(), ["m1-s-count"]);
  receive({ type: "highlight", ids: ["sky"] });
  assert.deepEqual(highlighted(), ["m1-step-together"]);
  receive({ type: "picture", svg: SVG });
  assert.deepEqual(highlighted(), ["m1-step-together"]);
  receive({ type: "highlight", ids: [] });
  assert.deepEqual(highlighted(), []);
});

test("an error is shown as text above the last picture, until there is a new one", () => {
  const { document, receive, find } = openWithPicture();
  const error = document.getElementById("problem");
  receive({ type: "error", text: "<b>line 3</b>" });
  assert.equal(error.textContent, "<b>line 3</b>");
  assert.equal(error.querySelector("b"), null);
  assert.equal(error.hidden, false);
  assert.ok(find("svg"));
  receive({ type: "picture", svg: "<p/>" });
  assert.ok(find("svg"));
  assert.equal(error.hidden, false);
  receive({ type: "picture", svg: SVG });
  assert.equal(error.hidden, true);
});

test("the picture has the color scheme of the editor", () => {
  const style = (name) => openWithPicture(SVG, name).sheet.text;
  assert.match(style("vscode-dark"), /@media screen and \(min-width:0\)/);
  assert.match(style("vscode-high-contrast"), /\(min-width:0\)/);
  assert.match(style("vscode-light"), /@media screen and \(max-width:0\)/);
  assert.match(style("vscode-high-contrast-light"), /\(max-width:0\)/);
});

test("the background of the picture fills the page", () => {
  assert.equal(openWithPicture().document.body.style.backgroundColor, "#FFFFFF");
});

test("the picture can be zoomed with keys", () => {
  const { find, listeners } = openWithPicture();
  const width = () => Number(find("svg").getAttribute("width"));
  listeners.keydown({ key: "+" });
  assert.ok(width() > 400);
  listeners.keydown({ key: "0" });
  assert.equal(width(), 400);
  for (let count = 0; count < 100; count += 1) listeners.keydown({ key: "-" });
  assert.ok(width() >= 40);
});

test("every statement of the pictures in ARGMAP_PICTURES can be clicked", (t) => {
  const folder = process.env.ARGMAP_PICTURES;
  if (!folder) return t.skip("ARGMAP_PICTURES is not set");
  const isMap = (name) => name.endsWith(".svg") && !name.endsWith(".overview.svg");
  const files = fs.readdirSync(folder).filter(isMap); // the cards of an overview are no statements
  assert.ok(files.length > 0);
  for (const name of files) {
    const page = openWithPicture(fs.readFileSync(path.join(folder, name), "utf8"));
    const statements = [...page.document.querySelectorAll("[role=graphics-symbol]")];
    assert.ok(statements.length > 0);
    for (const statement of statements) page.click(statement);
    assert.equal(page.posted.length, statements.length);
    assert.match(page.sheet.text, /\(max-width:0\)/);
    page.receive({ type: "highlight", ids: [page.posted[0].id] });
    assert.equal(page.document.querySelectorAll(".lit").length, 1);
  }
});
