// The panel with the picture, its page, and the messages between them.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load, stub, textEditor, until } = require("./helpers/vscode");
const { html } = load("html");
const { parseMessage } = load("messages");
const { idPrefix, mapElement } = load("elementIds");
const { idsAt, parseDeclarations } = load("declarations");

const at = (line, character) => ({ line, character });
const declaration = (id, start, end, uri = "file:///maps/a.argmap") => ({ id, uri, range: { start, end } });
const DECLARATIONS = [
  declaration("wet", at(2, 0), at(9, 1)),
  declaration("rain", at(3, 2), at(3, 40)),
  declaration("together", at(4, 2), at(6, 3)),
  declaration("sky", at(5, 4), at(5, 30)),
  declaration("part.hub", at(0, 0), at(1, 1), "file:///maps/part.argmap"),
];

/** Return the panel's controller in an editor with a map, and the requests to the server. */
function create() {
  const editor = stub();
  const requests = [];
  const server = { error: undefined, svg: "<svg/>" };
  const execute = async (...args) => {
    requests.push(args);
    if (args[0] === "argmap.places") return DECLARATIONS;
    if (server.error) throw new Error(server.error);
    return server.svg;
  };
  const { PicturePanel } = load("panel", editor);
  const picture = new PicturePanel(new editor.vscode.Uri("file", "/extension"), execute);
  editor.vscode.window.activeTextEditor = textEditor("a.argmap", 5, 10);
  return { editor, requests, picture, server };
}

async function open() {
  const created = create();
  created.picture.show();
  const [panel] = created.editor.panels;
  panel.received.fire({ type: "ready" });
  await until(() => panel.messages.length >= 2);
  return { ...created, panel };
}

test("the page may only run its own script", () => {
  const page = html({ nonce: "abc", script: 'https://w/"><script>', style: "https://w/s.css" });
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page);
  assert.equal(policy, "default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'");
  assert.equal(page.match(/<script/g).length, 1);
  assert.doesNotMatch(page, /unsafe|\son\w+=/);
});

test("each page has another nonce", async () => {
  const nonces = new Set();
  for (let times = 0; times < 3; times += 1) {
    const { picture, editor } = create();
    picture.show();
    nonces.add(/script-src 'nonce-([^']{20,})'/.exec(editor.panels[0].webview.html)[1]);
  }
  assert.equal(nonces.size, 3);
});

test("the panel may only read files of the extension", async () => {
  const { panel } = await open();
  assert.equal(panel.options.enableScripts, true);
  const roots = panel.options.localResourceRoots.map(String);
  assert.deepEqual(roots, ["file:///extension/out", "file:///extension/media"]);
});

test("invalid messages are ignored", () => {
  assert.deepEqual(parseMessage({ type: "show", id: "a", more: 1 }), { type: "show", id: "a" });
  assert.deepEqual(parseMessage({ type: "ready" }), { type: "ready" });
  for (const invalid of [null, 1, "show", {}, { type: "show" }, { type: "show", id: 1 }, { type: "x" }]) {
    assert.equal(parseMessage(invalid), undefined);
  }
  assert.equal(parseMessage({ type: "show", id: "a".repeat(2000) }), undefined);
});

test("ids of SVG elements are converted to ids of the map", () => {
  const prefix = idPrefix("m12-map");
  assert.equal(prefix, "m12-");
  const id = (svgId) => mapElement(svgId, prefix)?.id;
  assert.equal(id("m12-s-part.hub"), "part.hub");
  assert.equal(id("m12-card-lane"), "lane");
  assert.equal(id("m12-in-r_x3E_sky"), "sky");
  assert.equal(id("m12-s-a_x5F_x3E_"), "a_x3E_");
  assert.equal(id("m12-s-Übel"), "Übel");
  assert.equal(id("m12-title"), undefined);
  assert.equal(id("other-s-lane"), undefined);
  assert.equal(id("m12-s-_xFFFFFFFF_"), "_xFFFFFFFF_");
});

test("the elements at a position are those whose declarations contain it, innermost first", () => {
  const ids = (line, character) => idsAt(DECLARATIONS, "file:///maps/a.argmap", at(line, character));
  assert.deepEqual(ids(5, 10), ["sky", "together", "wet"]);
  assert.deepEqual(ids(6, 3), ["together", "wet"]);
  assert.deepEqual(ids(8, 0), ["wet"]);
  assert.deepEqual(ids(0, 0), []);
});

test("invalid results of the server are ignored", () => {
  assert.deepEqual(parseDeclarations(undefined), []);
  assert.deepEqual(parseDeclarations([null, 1, {}, { id: "a", uri: "u", range: {} }]), []);
  assert.deepEqual(parseDeclarations(DECLARATIONS), DECLARATIONS);
});

test("when the page is ready, the picture is drawn and the card at the cursor is highlighted", async () => {
  const { panel, requests } = await open();
  assert.deepEqual(requests, [
    ["argmap.places", "file:///maps/a.argmap"],
    ["argmap.picture", "file:///maps/a.argmap"],
  ]);
  assert.deepEqual(panel.messages, [
    { type: "picture", svg: "<svg/>" },
    { type: "highlight", ids: ["sky", "together", "wet"] },
  ]);
  assert.equal(panel.title, "a.argmap (picture)");
});

test("many changes in a row are drawn once", async () => {
  const { panel, requests, editor } = await open();
  const { document } = editor.vscode.window.activeTextEditor;
  for (let count = 0; count < 10; count += 1) editor.events.change.fire({ document });
  await until(() => panel.messages.length >= 4);
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.equal(requests.filter(([command]) => command === "argmap.picture").length, 2);
});

test("an error is shown, and the last picture stays", async () => {
  const { panel, editor, server } = await open();
  server.error = "the file has an error";
  editor.events.change.fire(editor.vscode.window.activeTextEditor);
  await until(() => panel.messages.length >= 4);
  assert.deepEqual(panel.messages[2], { type: "error", text: "the file has an error" });
});

test("the picture is that of the active editor", async () => {
  const { requests, editor } = await open();
  editor.vscode.window.activeTextEditor = textEditor("b.argmap");
  editor.events.active.fire(editor.vscode.window.activeTextEditor);
  await until(() => requests.length >= 4);
  assert.equal(requests[3][1], "file:///maps/b.argmap");
  editor.events.active.fire({ document: { languageId: "python" } });
  editor.events.active.fire(undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(requests.length, 4);
});

test("moving the cursor highlights another card", async () => {
  const { panel, editor } = await open();
  editor.events.selection.fire({ textEditor: textEditor("a.argmap", 3, 5) });
  assert.deepEqual(panel.messages.at(-1), { type: "highlight", ids: ["rain", "wet"] });
});

test("a click on a card opens its declaration, which may be in another file", async () => {
  const { panel, editor } = await open();
  panel.received.fire({ type: "show", id: "part.hub" });
  await until(() => editor.calls.shown.length === 1);
  const [uri, { selection }] = editor.calls.shown[0];
  assert.equal(String(uri), "file:///maps/part.argmap");
  assert.deepEqual({ ...selection.start }, at(0, 0));
  panel.received.fire({ type: "show", id: "nowhere" });
  panel.received.fire({ type: "evil" });
  assert.equal(editor.calls.shown.length, 1);
});

test("a closed panel is not drawn, and can be opened again", async () => {
  const { panel, picture, editor, requests } = await open();
  panel.dispose();
  editor.events.change.fire(editor.vscode.window.activeTextEditor);
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(requests.length, 2);
  picture.show();
  assert.equal(editor.panels.length, 2);
  picture.dispose();
  assert.equal(editor.events.change.listeners.size, 0);
});

test("without a map in the active editor, no panel is opened", () => {
  const { picture, editor } = create();
  editor.vscode.window.activeTextEditor = undefined;
  picture.show();
  assert.deepEqual(editor.panels, []);
});
