/** `Argmap: Export the Map…`: the map in another format, in an editor of its own. */

import * as vscode from "vscode";
import type { Ask } from "./server";

interface Format extends vscode.QuickPickItem {
  format: string;
  language: string;
}

const FORMATS: Format[] = [
  { label: "Outline", detail: "A Markdown list", format: "outline", language: "markdown" },
  { label: "JSON", detail: "The whole map as data", format: "json", language: "json" },
  { label: "Argmap", detail: "The map in one file", format: "argmap", language: "argmap" },
  { label: "Picture", detail: "SVG", format: "svg", language: "xml" },
];

export async function exportMap(ask: Ask): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "argmap") return;
  const title = "Export the map as";
  const chosen = await vscode.window.showQuickPick(FORMATS, { title });
  if (!chosen) return;
  const uri = document.uri.toString();
  try {
    const { format, language } = chosen;
    const written =
      format === "svg" ? await ask("argmap.picture", uri) : await ask("argmap.export", uri, format);
    const made = await vscode.workspace.openTextDocument({ language, content: String(written) });
    await vscode.window.showTextDocument(made);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`The map is not exported: ${why}`);
  }
}
