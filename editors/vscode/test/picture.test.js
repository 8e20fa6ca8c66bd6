// The picture beside the text, as the editor sees it: the panel, its page, what they tell each other.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { editing, load, stub, until } = require("./helpers/vscode");
const { html } = load("html");
const { received } = load("messages");
const { prefixOf, shownBy } = load("names");
const { around, placesIn } = load("places");

const at = (line, character) => ({ line, character });
const place = (id, start, end, uri = "file:///maps/a.argmap") => ({ id, uri, range: { start, end } });
const PLACES = [
  place("wet", at(2, 0), at(9, 1)),
  place("rain", at(3, 2), at(3, 40)),
  place("together", at(4, 2), at(6, 3)),
  place("sky", at(5, 4), at(5, 30)),
  place("part.hub", at(0, 0), at(1, 1), "file:///maps/part.argmap"),
];

/** Return the extension's picture in an editor with a map, and what the server is asked. */
function shown({ problem } = {}) {
  const editor = stub();
  const asked = [];
  const server = { problem, svg: "<svg/>" };
  const ask = async (...given) => {
    asked.push(given);
    if (given[0] === "argmap.places") return PLACES;
    if (server.problem) throw new Error(server.problem);
    return server.svg;
  };
  const { Picture } = load("panel", editor);
  const picture = new Picture(new editor.vscode.Uri("file", "/extension"), ask);
  editor.vscode.window.activeTextEditor = editing("a.argmap", 5, 10);
  return { editor, asked, picture, server };
}

async function open(given) {
  const all = shown(given);
  all.picture.show();
  const [panel] = all.editor.panels;
  panel.received.fire({ type: "ready" });
  await until(() => panel.messages.length >= 2);
  return { ...all, panel };
}

test("the page may run its own script and nothing else", () => {
  const page = html({ nonce: "abc", script: 'https://w/"><script>', style: "https://w/s.css" });
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page);
  assert.equal(policy, "default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'");
  assert.equal(page.match(/<script/g).length, 1);
  assert.doesNotMatch(page, /unsafe|\son\w+=/);
});

test("each page has a nonce of its own", async () => {
  const nonces = new Set();
  for (let times = 0; times < 3; times += 1) {
    const { picture, editor } = shown();
    picture.show();
    nonces.add(/script-src 'nonce-([^']{20,})'/.exec(editor.panels[0].webview.html)[1]);
  }
  assert.equal(nonces.size, 3);
});

test("the panel reads files of the extension only", async () => {
  const { panel } = await open();
  assert.equal(panel.options.enableScripts, true);
  const roots = panel.options.localResourceRoots.map(String);
  assert.deepEqual(roots, ["file:///extension/out", "file:///extension/media"]);
});

test("messages that are none of the page's are not listened to", () => {
  assert.deepEqual(received({ type: "show", id: "a", more: 1 }), { type: "show", id: "a" });
  assert.deepEqual(received({ type: "ready" }), { type: "ready" });
  for (const odd of [null, 1, "show", {}, { type: "show" }, { type: "show", id: 1 }, { type: "x" }]) {
    assert.equal(received(odd), undefined);
  }
  assert.equal(received({ type: "show", id: "a".repeat(2000) }), undefined);
});

test("ids of the picture are read as ids of the map", () => {
  const prefix = prefixOf("m12-map");
  assert.equal(prefix, "m12-");
  const id = (name) => shownBy(name, prefix)?.id;
  assert.equal(id("m12-s-part.hub"), "part.hub");
  assert.equal(id("m12-card-lane"), "lane");
  assert.equal(id("m12-in-r_x3E_sky"), "sky");
  assert.equal(id("m12-s-a_x5F_x3E_"), "a_x3E_");
  assert.equal(id("m12-s-Übel"), "Übel");
  assert.equal(id("m12-title"), undefined);
  assert.equal(id("other-s-lane"), undefined);
  assert.equal(id("m12-s-_xFFFFFFFF_"), "_xFFFFFFFF_");
});

test("a point is in the elements around it, innermost first", () => {
  const ids = (line, character) => around(PLACES, "file:///maps/a.argmap", at(line, character));
  assert.deepEqual(ids(5, 10), ["sky", "together", "wet"]);
  assert.deepEqual(ids(6, 3), ["together", "wet"]);
  assert.deepEqual(ids(8, 0), ["wet"]);
  assert.deepEqual(ids(0, 0), []);
});

test("an answer of the server that is no list of places is none", () => {
  assert.deepEqual(placesIn(undefined), []);
  assert.deepEqual(placesIn([null, 1, {}, { id: "a", uri: "u", range: {} }]), []);
  assert.deepEqual(placesIn(PLACES), PLACES);
});

test("the picture is drawn when its page is there, with the card lit that the cursor is in", async () => {
  const { panel, asked } = await open();
  assert.deepEqual(asked, [
    ["argmap.places", "file:///maps/a.argmap"],
    ["argmap.picture", "file:///maps/a.argmap"],
  ]);
  assert.deepEqual(panel.messages, [
    { type: "picture", svg: "<svg/>" },
    { type: "light", ids: ["sky", "together", "wet"] },
  ]);
  assert.equal(panel.title, "a.argmap (picture)");
});

test("typing draws anew, once for many strokes", async () => {
  const { panel, asked, editor } = await open();
  const { document } = editor.vscode.window.activeTextEditor;
  for (let strokes = 0; strokes < 10; strokes += 1) editor.events.change.fire({ document });
  await until(() => panel.messages.length >= 4);
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.equal(asked.filter(([command]) => command === "argmap.picture").length, 2);
});

test("why there is no new picture is told, and the last one stays", async () => {
  const { panel, editor, server } = await open();
  server.problem = "the file holds a mistake";
  editor.events.change.fire(editor.vscode.window.activeTextEditor);
  await until(() => panel.messages.length >= 4);
  assert.deepEqual(panel.messages[2], { type: "problem", text: "the file holds a mistake" });
});

test("the picture is that of the map that is looked at", async () => {
  const { asked, editor } = await open();
  editor.vscode.window.activeTextEditor = editing("b.argmap");
  editor.events.active.fire(editor.vscode.window.activeTextEditor);
  await until(() => asked.length >= 4);
  assert.equal(asked[3][1], "file:///maps/b.argmap");
  editor.events.active.fire({ document: { languageId: "python" } });
  editor.events.active.fire(undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(asked.length, 4);
});

test("moving the cursor lights another card", async () => {
  const { panel, editor } = await open();
  editor.events.selection.fire({ textEditor: editing("a.argmap", 3, 5) });
  assert.deepEqual(panel.messages.at(-1), { type: "light", ids: ["rain", "wet"] });
});

test("a click on a card goes to where it is declared, in its own file", async () => {
  const { panel, editor } = await open();
  panel.received.fire({ type: "show", id: "part.hub" });
  await until(() => editor.told.shown.length === 1);
  const [uri, { selection }] = editor.told.shown[0];
  assert.equal(String(uri), "file:///maps/part.argmap");
  assert.deepEqual({ ...selection.start }, at(0, 0));
  panel.received.fire({ type: "show", id: "nowhere" });
  panel.received.fire({ type: "evil" });
  assert.equal(editor.told.shown.length, 1);
});

test("a panel that is closed is not drawn into, and may be opened again", async () => {
  const { panel, picture, editor, asked } = await open();
  panel.dispose();
  editor.events.change.fire(editor.vscode.window.activeTextEditor);
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(asked.length, 2);
  picture.show();
  assert.equal(editor.panels.length, 2);
  picture.dispose();
  assert.equal(editor.events.change.listeners.size, 0);
});

test("without a map in the editor there is nothing to show", () => {
  const { picture, editor } = shown();
  editor.vscode.window.activeTextEditor = undefined;
  picture.show();
  assert.deepEqual(editor.panels, []);
});
