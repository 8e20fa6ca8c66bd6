// How the server is started, and what is said when it cannot be.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { editing, load, stub, until } = require("./helpers/vscode");

/** Return a library whose clients do as they are told, and the clients that were made. */
function library({ fails = false, ends = false } = {}) {
  const clients = [];
  class LanguageClient {
    constructor(id, name, run, options) {
      Object.assign(this, { id, name, run, options, asked: [], isUp: false });
      clients.push(this);
    }
    async start() {
      if (fails) throw new Error("spawn argmap ENOENT");
      this.isUp = !ends;
    }
    async dispose() {
      this.isUp = false;
    }
    isRunning() {
      return this.isUp;
    }
    async sendRequest(method, given) {
      this.asked.push([method, given]);
      if (given.arguments[1] === "json") throw new Error("not today");
      return `made by ${given.command}`;
    }
  }
  const CloseAction = { DoNotRestart: 1, Restart: 2 };
  const ErrorAction = { Continue: 1, Shutdown: 2 };
  return { clients, "vscode-languageclient/node": { LanguageClient, CloseAction, ErrorAction } };
}

function extension(given = {}) {
  const editor = stub();
  Object.assign(editor.vscode.workspace, given.workspace);
  Object.assign(editor.settings, given.settings);
  editor.state.answer = given.answer;
  const { clients, ...others } = library(given);
  const { activate, deactivate } = load("extension", editor, others);
  const extensionUri = new editor.vscode.Uri("file", "/extension");
  const context = { extensionUri, subscriptions: [] };
  return { editor, clients, context, activate: () => activate(context), deactivate };
}

test("the command is `argmap`, or what the setting says", () => {
  const { command } = load("server", stub(), library());
  assert.deepEqual(command(undefined, "/w"), ["argmap"]);
  assert.deepEqual(command([], "/w"), ["argmap"]);
  assert.deepEqual(command([""], "/w"), ["argmap"]);
  assert.deepEqual(command("argmap; rm -rf", "/w"), ["argmap"]);
  assert.deepEqual(command(["python3", "-m", "argmap"], "/w"), ["python3", "-m", "argmap"]);
  assert.deepEqual(command(["${workspaceFolder}/bin/argmap"], "/w"), ["/w/bin/argmap"]);
});

test("`argmap lsp` is started, in the folder of the extension and no folder of the user's", async () => {
  const { clients, activate } = extension({ settings: { hints: false } });
  await activate();
  assert.equal(clients.length, 1);
  const [{ run, options }] = clients;
  assert.deepEqual(run, { command: "argmap", args: ["lsp"], options: { cwd: "/extension" } });
  assert.equal(options.initializationOptions.hints, false);
});

test("in a folder that is not trusted no program is started, until it is trusted", async () => {
  const { editor, clients, activate } = extension({ workspace: { isTrusted: false } });
  await activate();
  assert.equal(clients.length, 0);
  editor.vscode.workspace.isTrusted = true;
  editor.events.trust.fire();
  await until(() => clients.length === 1);
});

test("when argmap is missing, it is said how to install it, and the line can be copied", async () => {
  const { editor, activate } = extension({ fails: true, answer: "Copy the Command" });
  await activate();
  const [[message]] = editor.told.errors;
  assert.match(message, /^`argmap lsp` cannot be started.*pip install 'argmap\[lsp\]'/);
  await until(() => editor.told.clipboard.length === 1);
  assert.deepEqual(editor.told.clipboard, ["pip install 'argmap[lsp]'"]);
});

test("a program that ends as soon as it is started is no server, and that is said", async () => {
  const { editor, activate } = extension({ ends: true });
  await activate();
  assert.match(editor.told.errors[0][0], /cannot be started/);
});

test("when argmap is missing, the setting is one click away", async () => {
  const { editor, activate } = extension({ fails: true, answer: "Open Settings" });
  await activate();
  await until(() => editor.told.executed.length === 1);
  assert.deepEqual(editor.told.executed[0][1], "argmap.command");
});

test("a server that never was there is not started again; one that crashes is, a few times", async () => {
  const failing = extension({ fails: true });
  await failing.activate();
  assert.equal(failing.clients[0].options.errorHandler.closed().action, 1);
  const { clients, activate } = extension();
  await activate();
  const { errorHandler } = clients[0].options;
  const actions = [1, 2, 3, 4, 5].map(() => errorHandler.closed().action);
  assert.deepEqual(actions, [2, 2, 2, 2, 1]);
});

test("the server is started anew when asked, and when its command changes", async () => {
  const { editor, clients, activate } = extension();
  await activate();
  await editor.state.commands["argmap.restartServer"]();
  assert.deepEqual(clients.map((each) => each.isUp), [false, true]);
  editor.events.configuration.fire({ affectsConfiguration: (name) => name === "argmap.hints" });
  editor.events.configuration.fire({ affectsConfiguration: (name) => name === "argmap.command" });
  await until(() => clients.length === 3 && clients[2].isUp);
  assert.deepEqual(clients.map((each) => each.isUp), [false, false, true]);
});

test("a map is exported into an editor of its own", async () => {
  const { editor, clients, activate } = extension();
  await activate();
  const run = editor.state.commands["argmap.exportMap"];
  await run();
  assert.deepEqual(clients[0].asked, []);
  editor.vscode.window.activeTextEditor = editing("a.argmap");
  editor.state.pick = "outline";
  await run();
  editor.state.pick = "svg";
  await run();
  const uri = "file:///maps/a.argmap";
  assert.deepEqual(clients[0].asked.map(([, given]) => [given.command, ...given.arguments]), [
    ["argmap.export", uri, "outline"],
    ["argmap.picture", uri],
  ]);
  assert.deepEqual(editor.told.opened, [
    { language: "markdown", content: "made by argmap.export" },
    { language: "xml", content: "made by argmap.picture" },
  ]);
});

test("why a map is not exported is said", async () => {
  const { editor, activate } = extension();
  await activate();
  editor.vscode.window.activeTextEditor = editing("a.argmap");
  editor.state.pick = "json";
  await editor.state.commands["argmap.exportMap"]();
  assert.deepEqual(editor.told.errors, [["The map is not exported: not today"]]);
});

test("every command of the manifest is there, and all is cleaned up at the end", async () => {
  const { contributes } = require("../package.json");
  const { editor, context, clients, activate, deactivate } = extension();
  await activate();
  const declared = contributes.commands.map((each) => each.command).sort();
  assert.deepEqual(Object.keys(editor.state.commands).sort(), declared);
  await deactivate();
  for (const each of context.subscriptions) each.dispose();
  assert.deepEqual(Object.keys(editor.state.commands), []);
  assert.equal(clients[0].isUp, false);
});
