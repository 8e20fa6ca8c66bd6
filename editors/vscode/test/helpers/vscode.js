// As much of the editor as the extension asks for: what it is told is kept, and can be played back.

const Module = require("node:module");
const path = require("node:path");

class Uri {
  constructor(scheme, its) {
    this.scheme = scheme;
    this.path = its;
    this.fsPath = its;
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
  return { on, fire: (given) => listeners.forEach((each) => each(given)), listeners };
}

function stub() {
  const told = { messages: [], shown: [], errors: [], opened: [], clipboard: [], executed: [] };
  const events = Object.fromEntries(
    ["change", "active", "selection", "trust", "configuration"].map((name) => [name, event()]),
  );
  const settings = { "picture.delay": 0.02 };
  const state = { answer: undefined, pick: undefined, panels: [], commands: {}, told, settings };
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
      executeCommand: async (...given) => void told.executed.push(given),
    },
    env: { clipboard: { writeText: async (text) => void told.clipboard.push(text) } },
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
          reveal: () => told.shown.push("panel"),
          dispose: () => disposed.fire(),
        };
        state.panels.push(panel);
        return panel;
      },
      showErrorMessage: async (...given) => {
        told.errors.push(given);
        return state.answer;
      },
      showQuickPick: async (items) => items.find((each) => each.format === state.pick),
      showTextDocument: async (...given) => void told.shown.push(given),
      onDidChangeActiveTextEditor: events.active.on,
      onDidChangeTextEditorSelection: events.selection.on,
    },
    workspace: {
      isTrusted: true,
      workspaceFolders: undefined,
      getConfiguration: () => ({ get: (name) => settings[name] }),
      openTextDocument: async (given) => {
        told.opened.push(given);
        return given;
      },
      onDidChangeTextDocument: events.change.on,
      onDidGrantWorkspaceTrust: events.trust.on,
      onDidChangeConfiguration: events.configuration.on,
    },
  };
  return { vscode, events, ...state, state };
}

/** Load a part of the extension, as it was built, into an editor of its own. */
function load(name, editor, others = {}) {
  const file = path.join(__dirname, "../../out/test", `${name}.js`);
  const original = Module._load;
  Module._load = (wanted, ...rest) => {
    if (wanted === "vscode") return editor?.vscode;
    return others[wanted] ?? original(wanted, ...rest);
  };
  try {
    delete require.cache[file];
    return require(file);
  } finally {
    Module._load = original;
  }
}

/** Return an editor with a map in it, its cursor at a place. */
function editing(name, line = 0, character = 0) {
  const uri = new Uri("file", `/maps/${name}`);
  const document = { uri, languageId: "argmap" };
  return { document, selection: { active: { line, character } }, viewColumn: 1 };
}

/** Wait until something is so. */
async function until(isSo) {
  for (let tries = 0; tries < 500; tries += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never: ${isSo}`);
}

module.exports = { editing, load, stub, until };
