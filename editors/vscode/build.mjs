// Bundles the extension and the script of the picture's page into out/, one file each; the tests
// read the parts from out/test, where the editor and the client library are left outside.
import { build } from "esbuild";

const small = process.argv.includes("--small");
const common = { bundle: true, minify: small, sourcemap: !small, target: "es2022", outdir: "out" };
const editor = { ...common, platform: "node", format: "cjs", external: ["vscode"] };

await build({ ...editor, entryPoints: { extension: "src/extension.ts" } });
await build({
  ...common,
  platform: "browser",
  format: "iife",
  entryPoints: { page: "src/picture/page.ts" },
});
if (!small) {
  await build({
    ...editor,
    outdir: "out/test",
    external: ["vscode", "vscode-languageclient/node"],
    entryPoints: {
      extension: "src/extension.ts",
      later: "src/later.ts",
      server: "src/server.ts",
      exporting: "src/exporting.ts",
      panel: "src/picture/panel.ts",
      places: "src/picture/places.ts",
      names: "src/picture/names.ts",
      messages: "src/picture/messages.ts",
      html: "src/picture/html.ts",
      page: "src/picture/page.ts",
    },
  });
}
