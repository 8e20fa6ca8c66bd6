// The worker: runs argmap in Pyodide, and Graphviz for the layout of small maps.
//
// Receives {id, method, argument}, and sends {id, answer} with JSON, or {id, fatal}. Sends
// {stage} while it starts, and {stage: "ready"} at the end.
import { gunzip, unpack } from "./archive.js";
import { loadPyodide } from "./pyodide.mjs";

const HERE = new URL("./", import.meta.url).href;
const START = `
import gc, os, sys
sys.path.insert(0, "/app/site-packages")
os.environ["XDG_CACHE_HOME"] = "/app/cache"
gc.disable()  # modules live as long as the worker
from argmap.playground import request_handler
handler = request_handler(lay_out)
handler("update", 'claim a "A" { counterpoint b "B" }')  # imports the rest
gc.freeze()
gc.set_threshold(20_000, 20, 20)
gc.enable()
handler
`;

async function start() {
  const packages = fetch(`${HERE}argmap.tar.gz`).then(bytesOf).then(gunzip);
  const graphviz = import("./viz.js").then(({ instance }) => instance());
  const pyodide = await loadPyodide({
    indexURL: HERE,
    stdLibURL: `${HERE}stdlib.zip`,
    lockFileContents: LOCK,
    env: { HOME: "/home/pyodide" },
  });
  self.postMessage({ stage: "argmap" });
  unpack(pyodide.FS, await packages, "/app");
  const viz = await graphviz;
  pyodide.globals.set("lay_out", (graph) => viz.renderString(graph, { format: "svg" }));
  const handle = pyodide.runPython(START);
  self.postMessage({ stage: "ready" });
  return handle;
}

async function bytesOf(response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

const started = start();
started.catch((error) => self.postMessage({ fatal: String(error) }));

self.addEventListener("message", async ({ data: { id, method, argument } }) => {
  let handle;
  try {
    handle = await started;
  } catch {
    return; // reported above
  }
  try {
    self.postMessage({ id, answer: handle(method, argument) });
  } catch (error) {
    self.postMessage({ id, fatal: String(error) });
  }
});
