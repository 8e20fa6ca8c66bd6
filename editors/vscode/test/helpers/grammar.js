// VS Code's TextMate tokenizer, with the grammars of this extension.

const fs = require("node:fs");
const path = require("node:path");
const oniguruma = require("vscode-oniguruma");
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");

const ROOT = path.join(__dirname, "../..");
const FILES = {
  "source.argmap": "syntaxes/argmap.tmLanguage.json",
  "markdown.argmap.codeblock": "syntaxes/markdown.tmLanguage.json",
};

async function loadGrammar(scope) {
  const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  const data = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
  await oniguruma.loadWASM({ data });
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) => {
      if (!(name in FILES)) return null;
      const file = path.join(ROOT, FILES[name]);
      return parseRawGrammar(fs.readFileSync(file, "utf8"), file);
    },
  });
  return registry.loadGrammar(scope);
}

/** Return the tokens of each line, with their start, end and scopes. */
function tokens(grammar, lines) {
  let state = INITIAL;
  return lines.map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens;
  });
}

module.exports = { loadGrammar, tokens };
