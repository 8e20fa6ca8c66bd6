// Answers texts with a built playground, in Node: node answer.mjs FOLDER TEXTS ANSWERS SOURCE
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [folder, texts, answers, source] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(name).href);
const { loadPyodide } = await load(join(folder, "pyodide.mjs"));
const { instance } = await load(join(folder, "viz.js"));
const { unpack } = await load(join(source, "archive.js"));
const [lock] = /\{"info":.*?"packages":\{\}\}/.exec(readFileSync(join(folder, "worker.js"), "utf8"));
const pyodide = await loadPyodide({
  indexURL: folder,
  stdLibURL: join(folder, "stdlib.zip"),
  lockFileContents: lock,
  env: { HOME: "/home/pyodide", XDG_CACHE_HOME: "/app/cache" },
});
unpack(pyodide.FS, new Uint8Array(gunzipSync(readFileSync(join(folder, "argmap.tar.gz")))), "/app");
const viz = await instance();
pyodide.globals.set("lay_out", (graph) => viz.renderString(graph, { format: "svg" }));
const handle = pyodide.runPython(`
import sys
sys.path.insert(0, "/app/site-packages")
from argmap.playground import request_handler
request_handler(lay_out)
`);
const results = JSON.parse(readFileSync(texts, "utf8")).map((text) => {
  const answer = JSON.parse(handle("update", text));
  const first = answer.elements?.[0]?.id;
  return { answer, explanation: first === undefined ? null : JSON.parse(handle("explain", first)) };
});
writeFileSync(answers, JSON.stringify(results));
process.exit(0); // Pyodide keeps Node alive
