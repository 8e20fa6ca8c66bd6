// Work that waits until nobody asks for it any more.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load, until } = require("./helpers/vscode");
const { Later } = load("later");

const soon = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("what is asked for many times in a row is done once", async () => {
  let done = 0;
  const later = new Later(async () => void (done += 1), () => 30);
  for (let times = 0; times < 20; times += 1) later.ask();
  assert.equal(done, 0);
  await until(() => done > 0);
  await soon(60);
  assert.equal(done, 1);
});

test("what is asked for while it is being done is done once more, and not at the same time", async () => {
  let running = 0;
  let done = 0;
  const release = [];
  const later = new Later(
    async () => {
      running += 1;
      assert.equal(running, 1);
      await new Promise((resolve) => release.push(resolve));
      running -= 1;
      done += 1;
    },
    () => 0,
  );
  later.now();
  await until(() => release.length === 1);
  later.now();
  await soon(20);
  later.now();
  await soon(20);
  assert.equal(release.length, 1);
  release[0]();
  await until(() => release.length === 2);
  release[1]();
  await until(() => done === 2);
  await soon(30);
  assert.equal(release.length, 2);
});

test("what has been disposed of is not done", async () => {
  let done = 0;
  const later = new Later(async () => void (done += 1), () => 5);
  later.ask();
  later.dispose();
  later.ask();
  await soon(30);
  assert.equal(done, 0);
});
