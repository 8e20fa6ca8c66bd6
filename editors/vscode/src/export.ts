/** The command `Argmap: Export the Map…`, which opens the map in another format. */

import * as vscode from "vscode";
import type { ExecuteCommand } from "./server";

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

export async function exportMap(execute: ExecuteCommand): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "argmap") return;
  const choice = await vscode.window.showQuickPick(FORMATS, { title: "Export the map as" });
  if (!choice) return;
  const { format, language } = choice;
  const uri = document.uri.toString();
  try {
    const content =
      format === "svg"
        ? await execute("argmap.picture", uri)
        : await execute("argmap.export", uri, format);
    const exported = { language, content: String(content) };
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(exported));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`The map cannot be exported: ${reason}`);
  }
}
