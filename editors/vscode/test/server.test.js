// The start of the server, its errors, and the commands of the extension.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load, stub, textEditor, until } = require("./helpers/vscode");

/** Return a stub of the client library, and the clients that were created. */
function stubLibrary({ fails = false, ends = false } = {}) {
  const clients = [];
  class LanguageClient {
    constructor(id, name, run, options) {
      Object.assign(this, { id, name, run, options, requests: [], isUp: false });
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
    async sendRequest(method, params) {
      this.requests.push([method, params]);
      if (params.arguments[1] === "json") throw new Error("not today");
      return `result of ${params.command}`;
    }
  }
  const CloseAction = { DoNotRestart: 1, Restart: 2 };
  const ErrorAction = { Continue: 1, Shutdown: 2 };
  return { clients, "vscode-languageclient/node": { LanguageClient, CloseAction, ErrorAction } };
}

function extension(options = {}) {
  const editor = stub();
  Object.assign(editor.vscode.workspace, options.workspace);
  Object.assign(editor.settings, options.settings);
  editor.state.answer = options.answer;
  const { clients, ...modules } = stubLibrary(options);
  const { activate, deactivate } = load("extension", editor, modules);
  const extensionUri = new editor.vscode.Uri("file", "/extension");
  const context = { extensionUri, subscriptions: [] };
  return { editor, clients, context, activate: () => activate(context), deactivate };
}

test("the command is `argmap`, or the value of the setting", () => {
  const { command } = load("server", stub(), stubLibrary());
  assert.deepEqual(command(undefined, "/w"), ["argmap"]);
  assert.deepEqual(command([], "/w"), ["argmap"]);
  assert.deepEqual(command([""], "/w"), ["argmap"]);
  assert.deepEqual(command("argmap; rm -rf", "/w"), ["argmap"]);
  assert.deepEqual(command(["python3", "-m", "argmap"], "/w"), ["python3", "-m", "argmap"]);
  assert.deepEqual(command(["${workspaceFolder}/bin/argmap"], "/w"), ["/w/bin/argmap"]);
});

test("`argmap lsp` is started in the folder of the extension, not in one of the user", async () => {
  const { clients, activate } = extension({ settings: { hints: false } });
  await activate();
  assert.equal(clients.length, 1);
  const [{ run, options }] = clients;
  assert.deepEqual(run, { command: "argmap", args: ["lsp"], options: { cwd: "/extension" } });
  assert.equal(options.initializationOptions.hints, false);
});

test("no program is started before the folder is trusted", async () => {
  const { editor, clients, activate } = extension({ workspace: { isTrusted: false } });
  await activate();
  assert.equal(clients.length, 0);
  editor.vscode.workspace.isTrusted = true;
  editor.events.trust.fire();
  await until(() => clients.length === 1);
});

test("if argmap is missing, the error has a command to copy that installs it", async () => {
  const { editor, activate } = extension({ fails: true, answer: "Copy the Command" });
  await activate();
  const [[message]] = editor.calls.errors;
  assert.match(message, /^`argmap lsp` cannot be started.*pip install 'argmap\[lsp\]'/);
  await until(() => editor.calls.clipboard.length === 1);
  assert.deepEqual(editor.calls.clipboard, ["pip install 'argmap[lsp]'"]);
});

test("a program that exits immediately is an error", async () => {
  const { editor, activate } = extension({ ends: true });
  await activate();
  assert.match(editor.calls.errors[0][0], /cannot be started/);
});

test("if argmap is missing, the error has a button that opens the setting", async () => {
  const { editor, activate } = extension({ fails: true, answer: "Open Settings" });
  await activate();
  await until(() => editor.calls.executed.length === 1);
  assert.deepEqual(editor.calls.executed[0][1], "argmap.command");
});

test("a server that never started is not restarted; one that crashes is, four times", async () => {
  const failing = extension({ fails: true });
  await failing.activate();
  assert.equal(failing.clients[0].options.errorHandler.closed().action, 1);
  const { clients, activate } = extension();
  await activate();
  const { errorHandler } = clients[0].options;
  const actions = [1, 2, 3, 4, 5].map(() => errorHandler.closed().action);
  assert.deepEqual(actions, [2, 2, 2, 2, 1]);
});

test("the server restarts on request and when its command changes", async () => {
  const { editor, clients, activate } = extension();
  await activate();
  await editor.state.commands["argmap.restartServer"]();
  assert.deepEqual(clients.map((client) => client.isUp), [false, true]);
  editor.events.configuration.fire({ affectsConfiguration: (name) => name === "argmap.hints" });
  editor.events.configuration.fire({ affectsConfiguration: (name) => name === "argmap.command" });
  await until(() => clients.length === 3 && clients[2].isUp);
  assert.deepEqual(clients.map((client) => client.isUp), [false, false, true]);
});

test("an exported map is opened in a new editor", async () => {
  const { editor, clients, activate } = extension();
  await activate();
  const exportMap = editor.state.commands["argmap.exportMap"];
  await exportMap();
  assert.deepEqual(clients[0].requests, []);
  editor.vscode.window.activeTextEditor = textEditor("a.argmap");
  editor.state.pick = "outline";
  await exportMap();
  editor.state.pick = "svg";
  await exportMap();
  const uri = "file:///maps/a.argmap";
  assert.deepEqual(clients[0].requests.map(([, params]) => [params.command, ...params.arguments]), [
    ["argmap.export", uri, "outline"],
    ["argmap.picture", uri],
  ]);
  assert.deepEqual(editor.calls.opened, [
    { language: "markdown", content: "result of argmap.export" },
    { language: "xml", content: "result of argmap.picture" },
  ]);
});

test("a failed export is an error", async () => {
  const { editor, activate } = extension();
  await activate();
  editor.vscode.window.activeTextEditor = textEditor("a.argmap");
  editor.state.pick = "json";
  await editor.state.commands["argmap.exportMap"]();
  assert.deepEqual(editor.calls.errors, [["The map cannot be exported: not today"]]);
});

test("all commands of the manifest are registered, and removed on deactivation", async () => {
  const { contributes } = require("../package.json");
  const { editor, context, clients, activate, deactivate } = extension();
  await activate();
  const declared = contributes.commands.map(({ command }) => command).sort();
  assert.deepEqual(Object.keys(editor.state.commands).sort(), declared);
  await deactivate();
  for (const subscription of context.subscriptions) subscription.dispose();
  assert.deepEqual(Object.keys(editor.state.commands), []);
  assert.equal(clients[0].isUp, false);
});
