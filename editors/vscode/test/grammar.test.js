// The TextMate grammar. In the files of scopes/, comments below a line state the scopes in it:
//
//   claim wet "The street"
//   #<----- keyword.declaration.statement.argmap      from the start of the line, as long as the arrow
//   #     ^^^ variable.other.definition.argmap        at the carets

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { before, test } = require("node:test");
const { loadGrammar, tokens } = require("./helpers/grammar");

const FOLDER = path.join(__dirname, "scopes");
const EXPECTATION = /^#(?:<(-+)|( *)(\^+)) +(\S+)$/;

let grammar;
before(async () => {
  grammar = await loadGrammar("source.argmap");
});

/** Return the lines of a file and the expected scopes. */
function read(name) {
  const lines = [];
  const expected = [];
  for (const line of fs.readFileSync(path.join(FOLDER, name), "utf8").split("\n")) {
    const match = EXPECTATION.exec(line);
    if (!match) {
      lines.push(line);
      continue;
    }
    const [, arrow, indent, carets, scope] = match;
    const start = arrow ? 0 : indent.length + 1;
    const length = (arrow ?? carets).length;
    expected.push({ line: lines.length - 1, start, end: start + length, scope });
  }
  return { lines, expected };
}

for (const name of fs.readdirSync(FOLDER)) {
  test(`${name} has the expected scopes`, () => {
    const { lines, expected } = read(name);
    assert.ok(expected.length > 5);
    const lineTokens = tokens(grammar, lines);
    for (const { line, start, end, scope } of expected) {
      const message = `${name}: "${lines[line].slice(start, end)}" of ${lines[line]}`;
      const inside = lineTokens[line].filter(
        (token) => token.startIndex < end && token.endIndex > start,
      );
      assert.ok(inside.length > 0, message);
      for (const { scopes } of inside) {
        assert.ok(scopes.includes(scope), `${message}: ${scopes.join(" ")}, not ${scope}`);
      }
      const [first, last] = [inside[0], inside[inside.length - 1]];
      const outside = lineTokens[line].filter(
        (token) => token.endIndex <= start || token.startIndex >= end,
      );
      const adjacent = outside.filter(
        (token) => token.endIndex === first.startIndex || token.startIndex === last.endIndex,
      );
      if (/^(keyword|constant|variable|support|entity)\b/.test(scope)) {
        assert.ok(first.startIndex === start && last.endIndex === end, `${message}: wrong length`);
        assert.ok(adjacent.every((token) => !token.scopes.includes(scope)), message);
      }
    }
  });
}

test("a fenced code block in Markdown is highlighted as a map", async () => {
  const markdown = await loadGrammar("markdown.argmap.codeblock");
  const lines = ["```argmap", 'claim wet "It is wet"', "```", "claim nothing"];
  const [, inside, , after] = tokens(markdown, lines);
  assert.ok(inside[0].scopes.includes("keyword.declaration.statement.argmap"));
  assert.ok(inside[0].scopes.includes("meta.embedded.block.argmap"));
  assert.ok(!after[0].scopes.includes("meta.embedded.block.argmap"));
});

const SCOPES_BY_TERMINAL = {
  TEXT: /^string\.quoted\./,
  NUMBER: /^constant\.numeric\./,
  DATE: /^constant\.numeric\.date\./,
  CITATION: /^punctuation\.definition\.citation\./,
  COMPARISON: /^keyword\.operator\./,
  ARROW: /^keyword\.operator\./,
  ID: /^(variable|support)\./,
  PATH: /^variable\./,
  KEYWORD: /^(keyword\.(declaration|control)|constant\.language)\./,
};

test("the scopes agree with the tokens of argmap's lexer, in the file ARGMAP_READ", (t) => {
  const file = process.env.ARGMAP_READ;
  if (!file) return t.skip("ARGMAP_READ is not set");
  const texts = JSON.parse(fs.readFileSync(file, "utf8"));
  assert.ok(texts.length > 0);
  for (const { lines, tokens: expected } of texts) {
    const lineTokens = tokens(grammar, lines);
    for (const { line, column, kind } of expected) {
      const token = lineTokens[line].find(({ startIndex, endIndex }) => {
        return startIndex <= column && column < endIndex;
      });
      const message = `${kind} at ${column} of ${lines[line]}: ${token.scopes.join(" ")}`;
      assert.ok(token.scopes.some((scope) => SCOPES_BY_TERMINAL[kind].test(scope)), message);
      assert.ok(!token.scopes.some((scope) => scope.startsWith("comment.")), message);
      assert.ok(!token.scopes.some((scope) => scope.startsWith("invalid.")), message);
    }
  }
});
