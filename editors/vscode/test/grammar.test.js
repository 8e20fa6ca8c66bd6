// The colors of maps: files of scopes/ say below each line what stands where in it.
//
//   claim wet "The street"
//   #<----- keyword.declaration.statement.argmap      from the beginning, as long as the arrow
//   #     ^^^ variable.other.definition.argmap        above the carets

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { before, test } = require("node:test");
const { loaded, tokens } = require("./helpers/grammar");

const FOLDER = path.join(__dirname, "scopes");
const EXPECTATION = /^#(?:<(-+)|( *)(\^+)) +(\S+)$/;

let grammar;
before(async () => {
  grammar = await loaded("source.argmap");
});

/** Return the lines of a file, and what is expected of them. */
function read(name) {
  const lines = [];
  const expected = [];
  for (const line of fs.readFileSync(path.join(FOLDER, name), "utf8").split("\n")) {
    const found = EXPECTATION.exec(line);
    if (!found) {
      lines.push(line);
      continue;
    }
    const [, arrow, blanks, carets, scope] = found;
    const start = arrow ? 0 : blanks.length + 1;
    const length = (arrow ?? carets).length;
    expected.push({ line: lines.length - 1, start, end: start + length, scope });
  }
  return { lines, expected };
}

for (const name of fs.readdirSync(FOLDER)) {
  test(`what stands in ${name} has the scopes that are written there`, () => {
    const { lines, expected } = read(name);
    assert.ok(expected.length > 5);
    const found = tokens(grammar, lines);
    for (const { line, start, end, scope } of expected) {
      const where = `${name}: "${lines[line].slice(start, end)}" of ${lines[line]}`;
      const inside = found[line].filter((each) => each.startIndex < end && each.endIndex > start);
      assert.ok(inside.length > 0, where);
      for (const each of inside) {
        assert.ok(each.scopes.includes(scope), `${where}: ${each.scopes.join(" ")}, not ${scope}`);
      }
      const [first, last] = [inside[0], inside[inside.length - 1]];
      const outside = found[line].filter((each) => each.endIndex <= start || each.startIndex >= end);
      const beside = outside.filter(
        (each) => each.endIndex === first.startIndex || each.startIndex === last.endIndex,
      );
      if (/^(keyword|constant|variable|support|entity)\b/.test(scope)) {
        assert.ok(first.startIndex === start && last.endIndex === end, `${where}: another length`);
        assert.ok(beside.every((each) => !each.scopes.includes(scope)), where);
      }
    }
  });
}

test("a fenced block of Markdown is colored as a map", async () => {
  const markdown = await loaded("markdown.argmap.codeblock");
  const lines = ["```argmap", 'claim wet "It is wet"', "```", "claim nothing"];
  const [, inside, , after] = tokens(markdown, lines);
  assert.ok(inside[0].scopes.includes("keyword.declaration.statement.argmap"));
  assert.ok(inside[0].scopes.includes("meta.embedded.block.argmap"));
  assert.ok(!after[0].scopes.includes("meta.embedded.block.argmap"));
});

const KINDS = {
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

test("maps are colored as argmap reads them: ARGMAP_READ has texts with their tokens", (t) => {
  const file = process.env.ARGMAP_READ;
  if (!file) return t.skip("ARGMAP_READ names no file");
  const read = JSON.parse(fs.readFileSync(file, "utf8"));
  assert.ok(read.length > 0);
  for (const { lines, tokens: expected } of read) {
    const found = tokens(grammar, lines);
    for (const { line, column, kind } of expected) {
      const token = found[line].find(({ startIndex, endIndex }) => {
        return startIndex <= column && column < endIndex;
      });
      const where = `${kind} at ${column} of ${lines[line]}: ${token.scopes.join(" ")}`;
      assert.ok(token.scopes.some((scope) => KINDS[kind].test(scope)), where);
      assert.ok(!token.scopes.some((scope) => scope.startsWith("comment.")), where);
      assert.ok(!token.scopes.some((scope) => scope.startsWith("invalid.")), where);
    }
  }
});
