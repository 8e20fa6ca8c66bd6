/** The picture beside the text: drawn anew as the map changes, joined to it by its cards. */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { Later } from "../later";
import type { Ask } from "../server";
import { html } from "./html";
import { received, type ToPage } from "./messages";
import { around, type Place, placesIn } from "./places";

export class Picture implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private document: vscode.TextDocument | undefined;
  private places: Place[] = [];
  private readonly drawing = new Later(() => this.draw(), delay);
  private readonly listening: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly ask: Ask,
  ) {
    this.listening = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.panel && document.languageId === "argmap") this.drawing.ask();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.light(textEditor)),
    ];
  }

  /** Show the picture of the map in the editor, beside it. */
  show(): void {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== "argmap") return;
    this.document = editor.document;
    if (this.panel) {
      this.panel.reveal(undefined, true);
      this.drawing.now();
      return;
    }
    this.open();
  }

  /** Draw anew: the server has. */
  refresh(): void {
    if (this.panel) this.drawing.now();
  }

  dispose(): void {
    this.drawing.dispose();
    for (const each of this.listening) each.dispose();
    this.panel?.dispose();
  }

  private open(): void {
    const roots = ["out", "media"].map((each) => vscode.Uri.joinPath(this.extension, each));
    const panel = vscode.window.createWebviewPanel(
      "argmap.picture",
      "Argument map",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: roots },
    );
    const at = (...path: string[]) =>
      panel.webview.asWebviewUri(vscode.Uri.joinPath(this.extension, ...path)).toString();
    panel.webview.onDidReceiveMessage((message) => this.take(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    this.panel = panel;
    panel.webview.html = html({
      nonce: randomBytes(16).toString("base64url"),
      script: at("out", "page.js"),
      style: at("media", "picture.css"),
    });
  }

  private async draw(): Promise<void> {
    const { document, panel } = this;
    if (!document || !panel) return;
    const uri = document.uri.toString();
    try {
      this.places = placesIn(await this.ask("argmap.places", uri));
      this.tell({ type: "picture", svg: String(await this.ask("argmap.picture", uri)) });
      panel.title = `${document.uri.path.split("/").pop()} (picture)`;
    } catch (error) {
      this.tell({ type: "problem", text: error instanceof Error ? error.message : String(error) });
    }
    this.light(vscode.window.activeTextEditor);
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (!this.panel || editor?.document.languageId !== "argmap") return;
    if (editor.document === this.document) return;
    this.document = editor.document;
    this.drawing.now();
  }

  private light(editor: vscode.TextEditor | undefined): void {
    if (!this.panel || editor?.document.languageId !== "argmap") return;
    const ids = around(this.places, editor.document.uri.toString(), editor.selection.active);
    this.tell({ type: "light", ids });
  }

  private take(message: unknown): void {
    const said = received(message);
    if (said?.type === "ready") this.drawing.now();
    if (said?.type === "show") void this.openAt(said.id);
  }

  private async openAt(id: string): Promise<void> {
    const place = this.places.find((each) => each.id === id);
    if (!place) return;
    const { start } = place.range;
    const at = new vscode.Position(start.line, start.character);
    const uri = vscode.Uri.parse(place.uri, true);
    const shown = vscode.window.visibleTextEditors.find(
      (editor) => editor.document.uri.toString() === uri.toString(),
    );
    await vscode.window.showTextDocument(uri, {
      selection: new vscode.Range(at, at),
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    });
  }

  private tell(message: ToPage): void {
    void this.panel?.webview.postMessage(message);
  }
}

function delay(): number {
  const seconds = vscode.workspace.getConfiguration("argmap").get("picture.delay");
  return typeof seconds === "number" && seconds >= 0 ? Math.min(seconds, 10) * 1000 : 500;
}
