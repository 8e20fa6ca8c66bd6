// The task that is delayed while it is requested again.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load, until } = require("./helpers/vscode");
const { Debouncer } = load("debouncer");

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("several requests in a row run the task once", async () => {
  let runs = 0;
  const debouncer = new Debouncer(async () => void (runs += 1), () => 30);
  for (let count = 0; count < 20; count += 1) debouncer.schedule();
  assert.equal(runs, 0);
  await until(() => runs > 0);
  await sleep(60);
  assert.equal(runs, 1);
});

test("requests while the task is running run it once more, and not at the same time", async () => {
  let running = 0;
  let runs = 0;
  const release = [];
  const debouncer = new Debouncer(
    async () => {
      running += 1;
      assert.equal(running, 1);
      await new Promise((resolve) => release.push(resolve));
      running -= 1;
      runs += 1;
    },
    () => 0,
  );
  debouncer.runNow();
  await until(() => release.length === 1);
  debouncer.runNow();
  await sleep(20);
  debouncer.runNow();
  await sleep(20);
  assert.equal(release.length, 1);
  release[0]();
  await until(() => release.length === 2);
  release[1]();
  await until(() => runs === 2);
  await sleep(30);
  assert.equal(release.length, 2);
});

test("a disposed debouncer does not run the task", async () => {
  let runs = 0;
  const debouncer = new Debouncer(async () => void (runs += 1), () => 5);
  debouncer.schedule();
  debouncer.dispose();
  debouncer.schedule();
  await sleep(30);
  assert.equal(runs, 0);
});
