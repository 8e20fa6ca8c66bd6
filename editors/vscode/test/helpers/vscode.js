// A stub of the parts of VS Code's API that the extension uses. It records calls and fires events.

const Module = require("node:module");
const path = require("node:path");

class Uri {
  constructor(scheme, path) {
    this.scheme = scheme;
    this.path = path;
    this.fsPath = path;
  }
  static parse(text) {
    const [scheme, rest] = text.split(":");
    return new Uri(scheme, decodeURIComponent(rest.replace(/^\/\//, "")));
  }
  static joinPath(base, ...parts) {
    return new Uri(base.scheme, path.posix.join(base.path, ...parts));
  }
  toString() {
    return `${this.scheme}://${encodeURI(this.path)}`;
  }
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(start, end) {
    Object.assign(this, { start, end });
  }
}

function event() {
  const listeners = new Set();
  const on = (listener) => {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  };
  return { on, fire: (data) => listeners.forEach((listener) => listener(data)), listeners };
}

function stub() {
  const calls = { messages: [], shown: [], errors: [], opened: [], clipboard: [], executed: [] };
  const events = Object.fromEntries(
    ["change", "active", "selection", "trust", "configuration"].map((name) => [name, event()]),
  );
  const settings = { "picture.delay": 0.02 };
  const state = { answer: undefined, pick: undefined, panels: [], commands: {}, calls, settings };
  const vscode = {
    Uri,
    Position,
    Range,
    ViewColumn: { One: 1, Beside: -2 },
    commands: {
      registerCommand: (name, run) => {
        state.commands[name] = run;
        return { dispose: () => delete state.commands[name] };
      },
      executeCommand: async (...args) => void calls.executed.push(args),
    },
    env: { clipboard: { writeText: async (text) => void calls.clipboard.push(text) } },
    window: {
      activeTextEditor: undefined,
      visibleTextEditors: [],
      createOutputChannel: () => ({ appendLine: () => {}, dispose: () => {}, show: () => {} }),
      createWebviewPanel: (type, title, column, options) => {
        const [received, disposed] = [event(), event()];
        const panel = {
          ...{ type, title, column, options, received, messages: [] },
          webview: {
            html: "",
            asWebviewUri: (uri) => `https://webview${uri.path}`,
            onDidReceiveMessage: received.on,
            postMessage: async (message) => void panel.messages.push(message),
          },
          onDidDispose: disposed.on,
          reveal: () => calls.shown.push("panel"),
          dispose: () => disposed.fire(),
        };
        state.panels.push(panel);
        return panel;
      },
      showErrorMessage: async (...args) => {
        calls.errors.push(args);
        return state.answer;
      },
      showQuickPick: async (items) => items.find((item) => item.format === state.pick),
      showTextDocument: async (...args) => void calls.shown.push(args),
      onDidChangeActiveTextEditor: events.active.on,
      onDidChangeTextEditorSelection: events.selection.on,
    },
    workspace: {
      isTrusted: true,
      workspaceFolders: undefined,
      getConfiguration: () => ({ get: (name) => settings[name] }),
      openTextDocument: async (options) => {
        calls.opened.push(options);
        return options;
      },
      onDidChangeTextDocument: events.change.on,
      onDidGrantWorkspaceTrust: events.trust.on,
      onDidChangeConfiguration: events.configuration.on,
    },
  };
  return { vscode, events, ...state, state };
}

/** Load a built module of the extension with its own instance of the stub. */
function load(name, editor, others = {}) {
  const file = path.join(__dirname, "../../out/test", `${name}.js`);
  const original = Module._load;
  Module._load = (request, ...rest) => {
    if (request === "vscode") return editor?.vscode;
    return others[request] ?? original(request, ...rest);
  };
  try {
    delete require.cache[file];
    return require(file);
  } finally {
    Module._load = original;
  }
}

/** Return a text editor with a map and the cursor at a position. */
function textEditor(name, line = 0, character = 0) {
  const uri = new Uri("file", `/maps/${name}`);
  const document = { uri, languageId: "argmap" };
  return { document, selection: { active: { line, character } }, viewColumn: 1 };
}

/** Wait until a condition is true. */
async function until(condition) {
  for (let tries = 0; tries < 500; tries += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`timed out: ${condition}`);
}

module.exports = { textEditor, load, stub, until };
