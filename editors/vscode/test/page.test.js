// The script of the page that shows the picture, in a document without a browser.

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

/** Open the page; return it with what it tells the editor, and a way to tell it something. */
function open(bodyClass = "") {
  const { window, document } = parseHTML(html({ nonce: "n0nce", script: "s.js", style: "s.css" }));
  document.body.className = bodyClass;
  const told = [];
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
    acquireVsCodeApi: () => ({ postMessage: (message) => told.push({ ...message }) }),
  };
  vm.runInNewContext(SCRIPT, globals);
  const tell = (data) => listeners.message({ data });
  const click = (element) => {
    const event = new window.Event("click", { bubbles: true, cancelable: true });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const find = (selector) => document.querySelector(`#picture ${selector}`);
  return { document, told, tell, click, find, listeners, sheet };
}

function showing(svg = SVG, bodyClass = "") {
  const page = open(bodyClass);
  page.tell({ type: "picture", svg });
  page.told.length = 0;
  return page;
}

test("a page that is there says so", () => {
  assert.deepEqual(open().told, [{ type: "ready" }]);
});

test("a picture is shown without scripts, and its style is no part of the document", () => {
  const { document, find, sheet } = showing();
  assert.ok(find("svg"));
  assert.equal(find("script"), null);
  assert.equal(find("style"), null);
  assert.match(sheet.text, /^#m1-map a\{\}/);
  assert.equal(document.adoptedStyleSheets[0], sheet);
  assert.equal(document.getElementById("problem").hidden, true);
});

test("a click on a statement tells its id, and so does one on a step or a part", () => {
  const { told, click, find } = showing();
  click(find("#m1-s-lane text"));
  click(find("#m1-s-count text"));
  click(find("#m1-card-lane .frame"));
  click(find("#m1-in-together_x3E_sky text"));
  click(find("#m1-step-together .frame"));
  assert.equal(click(find(".part")), true);
  const ids = told.map(({ type, id }) => `${type} ${id}`);
  const expected = ["lane", "count", "lane", "sky", "together", "energy"];
  assert.deepEqual(ids, expected.map((id) => `show ${id}`));
});

test("a link to the web is left to the editor", () => {
  const { told, click, find } = showing();
  assert.equal(click(find(".web")), false);
  assert.deepEqual(told, []);
});

test("the innermost element that the picture shows is lit, and no other", () => {
  const { document, tell } = showing();
  const lit = () => [...document.querySelectorAll(".lit")].map((each) => each.id);
  tell({ type: "light", ids: ["hidden", "lane"] });
  assert.deepEqual(lit(), ["m1-card-lane"]);
  tell({ type: "light", ids: ["count", "lane"] });
  assert.deepEqual(lit(), ["m1-s-count"]);
  tell({ type: "light", ids: ["sky"] });
  assert.deepEqual(lit(), ["m1-step-together"]);
  tell({ type: "picture", svg: SVG });
  assert.deepEqual(lit(), ["m1-step-together"]);
  tell({ type: "light", ids: [] });
  assert.deepEqual(lit(), []);
});

test("a problem is told as text above the last picture, until there is a new one", () => {
  const { document, tell, find } = showing();
  const problem = document.getElementById("problem");
  tell({ type: "problem", text: "<b>line 3</b>" });
  assert.equal(problem.textContent, "<b>line 3</b>");
  assert.equal(problem.querySelector("b"), null);
  assert.equal(problem.hidden, false);
  assert.ok(find("svg"));
  tell({ type: "picture", svg: "<p/>" });
  assert.ok(find("svg"));
  assert.equal(problem.hidden, false);
  tell({ type: "picture", svg: SVG });
  assert.equal(problem.hidden, true);
});

test("the picture is as dark as the editor", () => {
  const style = (name) => showing(SVG, name).sheet.text;
  assert.match(style("vscode-dark"), /@media screen and \(min-width:0\)/);
  assert.match(style("vscode-high-contrast"), /\(min-width:0\)/);
  assert.match(style("vscode-light"), /@media screen and \(max-width:0\)/);
  assert.match(style("vscode-high-contrast-light"), /\(max-width:0\)/);
});

test("the paper of the picture goes on to the edges of the page", () => {
  assert.equal(showing().document.body.style.backgroundColor, "#FFFFFF");
});

test("keys make the picture larger and smaller", () => {
  const { find, listeners } = showing();
  const width = () => Number(find("svg").getAttribute("width"));
  listeners.keydown({ key: "+" });
  assert.ok(width() > 400);
  listeners.keydown({ key: "0" });
  assert.equal(width(), 400);
  for (let times = 0; times < 100; times += 1) listeners.keydown({ key: "-" });
  assert.ok(width() >= 40);
});

test("every statement of the pictures in ARGMAP_PICTURES leads to its source", (t) => {
  const folder = process.env.ARGMAP_PICTURES;
  if (!folder) return t.skip("ARGMAP_PICTURES names no folder");
  const files = fs.readdirSync(folder).filter((name) => name.endsWith(".svg"));
  assert.ok(files.length > 0);
  for (const name of files) {
    const page = showing(fs.readFileSync(path.join(folder, name), "utf8"));
    const statements = [...page.document.querySelectorAll("[role=graphics-symbol]")];
    assert.ok(statements.length > 0);
    for (const each of statements) page.click(each);
    assert.equal(page.told.length, statements.length);
    assert.match(page.sheet.text, /\(max-width:0\)/);
    page.tell({ type: "light", ids: [page.told[0].id] });
    assert.equal(page.document.querySelectorAll(".lit").length, 1);
  }
});
