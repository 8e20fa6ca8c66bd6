// Builds the playground into a folder: node build.mjs FOLDER [PYTHON]
//
// PYTHON is a Python with pip, which downloads the wheels of requirements.txt. The page, argmap as
// byte code, Pyodide and Graphviz are static files of one origin; nothing else is loaded.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { loadPyodide } from "pyodide";
import { unpack } from "./src/archive.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(HERE, "../..");
const PACKAGES = join(HERE, "node_modules");
const [folder, python = "python3"] = process.argv.slice(2);
if (!folder) {
  console.error("name the folder to build into: node build.mjs FOLDER [PYTHON]");
  process.exit(2);
}
const output = resolve(folder);
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });

/** Download the wheels of requirements.txt, and return their contents. */
function downloadWheels() {
  const wheels = mkdtempSync(join(tmpdir(), "argmap-wheels-"));
  const options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"];
  const files = ["--require-hashes", "-r", join(HERE, "requirements.txt"), "-d", wheels];
  execFileSync(python, ["-m", "pip", "download", ...options, ...files], { stdio: ["ignore", "ignore", "inherit"] });
  const contents = readdirSync(wheels).map((name) => new Uint8Array(readFileSync(join(wheels, name))));
  rmSync(wheels, { recursive: true });
  return contents;
}

/** Copy a folder of this machine into Pyodide's file system. */
function copyInto(pyodide, from, to) {
  pyodide.FS.mkdirTree(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), `${to}/${entry.name}`];
    if (entry.name === "__pycache__") continue;
    if (entry.isDirectory()) copyInto(pyodide, source, target);
    else pyodide.FS.writeFile(target, new Uint8Array(readFileSync(source)));
  }
}

/** Return Pyodide with argmap, and with the functions of pack.py. */
async function startPython() {
  const pyodide = await loadPyodide({ env: { HOME: "/home/pyodide", XDG_CACHE_HOME: "/app/cache" } });
  for (const wheel of downloadWheels()) {
    pyodide.unpackArchive(wheel, "wheel", { extractDir: "/app/site-packages" });
  }
  copyInto(pyodide, join(ROOT, "src/argmap"), "/app/site-packages/argmap");
  const grammar = new Uint8Array(readFileSync(join(ROOT, "grammar/argmap.lark")));
  pyodide.FS.writeFile("/app/site-packages/argmap/syntax/argmap.lark", grammar);
  const library = readFileSync(join(PACKAGES, "pyodide/python_stdlib.zip"));
  pyodide.FS.writeFile("/stdlib.zip", new Uint8Array(library));
  pyodide.FS.writeFile("/pack.py", new Uint8Array(readFileSync(join(HERE, "pack.py"))));
  pyodide.runPython('import sys; sys.path[:0] = ["/app/site-packages", "/"]; import pack');
  return pyodide;
}

/** Return the files of the standard library that argmap's modules and some others import. */
async function usedLibrary(packages, modules, others) {
  const pyodide = await loadPyodide({ env: { HOME: "/home/pyodide" } });
  unpack(pyodide.FS, packages, "/app");
  pyodide.globals.set("modules", pyodide.toPy(modules));
  pyodide.globals.set("others", pyodide.toPy(others));
  pyodide.globals.set("texts", pyodide.toPy(sampleTexts()));
  return pyodide.runPython(WARM_UP).toJs();
}

const WARM_UP = `
import importlib, os, sys
sys.path.insert(0, "/app/site-packages")
os.environ["XDG_CACHE_HOME"] = "/app/cache"
from argmap.playground import request_handler
handle = request_handler(lambda graph: 1 / 0)
for text in texts:
    handle("update", text)
    handle("explain", "a")
for name in modules:  # fails if one of them imports a module that was left out
    importlib.import_module(name)
for name in others:
    try:
        importlib.import_module(name)
    except ImportError:
        pass
library = os.path.dirname(os.__file__) + "/"
files = {getattr(module, "__file__", None) or "" for module in sys.modules.values()}
[file.removeprefix(library) for file in files if file.startswith(library)]
`;

/** Return the examples, and texts with mistakes. */
function sampleTexts() {
  const broken = ['claim a "A" { countrpoint b "B }', "- x\n  + y", "claim a {", 'claim a "A" @x:1-2 "y" { }'];
  const examples = join(ROOT, "maps/examples");
  return [...broken, ...readdirSync(examples).map((name) => readFileSync(join(examples, name), "utf8"))];
}

const minify = true;
const pyodide = await startPython();
const run = (code) => pyodide.runPython(code);
run("pack.compile_grammar()");
run("modules, others = pack.needed_modules()");
const packages = run("pack.pack_packages(modules)").toJs();
const argmapModules = run('[name for name in modules if name.startswith("argmap")]').toJs();
const used = await usedLibrary(packages, argmapModules, run("others").toJs());
pyodide.globals.set("used", pyodide.toPy(used));
const library = run("pack.pack_standard_library(used)").toJs();
writeFileSync(join(output, "stdlib.zip"), library);
writeFileSync(join(output, "argmap.tar.gz"), gzipSync(packages, { level: 9 }));
const { info } = JSON.parse(readFileSync(join(PACKAGES, "pyodide/pyodide-lock.json"), "utf8"));
const constants = JSON.parse(run("pack.constants()"));

const common = { bundle: true, minify, format: "esm", target: "es2022", outdir: output, legalComments: "none" };
await build({
  ...common,
  entryPoints: { playground: join(HERE, "src/page.js") },
  loader: { ".argmap": "text" },
  define: Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)])),
});
await build({
  ...common,
  entryPoints: { worker: join(HERE, "src/worker.js") },
  external: ["./pyodide.mjs", "./viz.js"],
  define: { LOCK: JSON.stringify(JSON.stringify({ info, packages: {} })) },
});
for (const name of ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"]) {
  cpSync(join(PACKAGES, "pyodide", name), join(output, name));
}
cpSync(join(PACKAGES, "@viz-js/viz/dist/viz.js"), join(output, "viz.js"));

const layer = readFileSync(join(ROOT, "src/argmap/serve/page/layer.css"), "utf8");
const style = [run("pack.theme()"), layer, readFileSync(join(HERE, "src/playground.css"), "utf8")].join("\n");
const { outputFiles } = await build({ stdin: { contents: style, loader: "css" }, minify, write: false });
writeFileSync(join(output, "playground.css"), outputFiles[0].contents);
cpSync(join(HERE, "src/index.html"), join(output, "index.html"));
writeFileSync(join(output, "licenses.txt"), licenses());
process.exit(0); // Pyodide keeps Node alive

/** Return the licenses of everything in the folder. */
function licenses() {
  const versions = (name) => JSON.parse(readFileSync(join(PACKAGES, name, "package.json"), "utf8"));
  const parts = [["argmap", readFileSync(join(ROOT, "LICENSE"), "utf8")]];
  const own = { [`CPython ${info.python}`]: "python", "Graphviz (in @viz-js/viz)": "graphviz" };
  for (const [title, name] of Object.entries(own)) {
    parts.push([title, readFileSync(join(HERE, `licenses/${name}.txt`), "utf8")]);
  }
  const bundled = ["commands", "language", "lint", "state", "view"].map((name) => `@codemirror/${name}`);
  bundled.push("@lezer/common", "@lezer/highlight", "@lezer/lr", "@marijn/find-cluster-break");
  for (const name of [...bundled, "crelt", "style-mod", "w3c-keyname"]) {
    parts.push([`${name} ${versions(name).version}`, readFileSync(join(PACKAGES, name, "LICENSE"), "utf8")]);
  }
  for (const name of ["pyodide", "@viz-js/viz"]) {
    const { version, license, repository, homepage } = versions(name);
    const source = (repository?.url ?? homepage ?? "").replace(/^git\+/, "");
    parts.push([`${name} ${version}`, `License: ${license}\nSource: ${source}\n`]);
  }
  const wheels = run(`
    [(str(path.parent.parent.name if path.parent.name == "licenses" else path.parent.name), path.read_text())
     for path in sorted(__import__("pathlib").Path("/app/site-packages").rglob("*.dist-info/**/LICENSE*"))]
  `).toJs();
  parts.push(...wheels);
  return parts.map(([title, text]) => `${"=".repeat(80)}\n${title}\n\n${text.trim()}\n`).join("\n");
}
