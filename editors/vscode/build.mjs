// Bundles the extension and the script of the picture's page into out/, one file each. For the
// tests, every module is also built on its own into out/test, without the editor and the client
// library.
import { build } from "esbuild";

const isMinified = process.argv.includes("--small");
const common = {
  bundle: true,
  minify: isMinified,
  sourcemap: !isMinified,
  target: "es2022",
  outdir: "out",
};
const editor = { ...common, platform: "node", format: "cjs", external: ["vscode"] };

await build({ ...editor, entryPoints: { extension: "src/extension.ts" } });
await build({
  ...common,
  platform: "browser",
  format: "iife",
  entryPoints: { page: "src/picture/page.ts" },
});
if (!isMinified) {
  await build({
    ...editor,
    outdir: "out/test",
    external: ["vscode", "vscode-languageclient/node"],
    entryPoints: {
      extension: "src/extension.ts",
      debouncer: "src/debouncer.ts",
      server: "src/server.ts",
      export: "src/export.ts",
      panel: "src/picture/panel.ts",
      declarations: "src/picture/declarations.ts",
      elementIds: "src/picture/elementIds.ts",
      messages: "src/picture/messages.ts",
      html: "src/picture/html.ts",
      page: "src/picture/page.ts",
    },
  });
}
