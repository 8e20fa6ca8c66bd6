/** The panel with the picture of the active map: redrawn on changes, and linked to the text. */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { Debouncer } from "../debouncer";
import type { ExecuteCommand } from "../server";
import { type Declaration, idsAt, parseDeclarations } from "./declarations";
import { html } from "./html";
import { type MessageToPage, parseMessage } from "./messages";

const DEFAULT_DELAY_MILLISECONDS = 500;
const MAX_DELAY_SECONDS = 10;

export class PicturePanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private document: vscode.TextDocument | undefined;
  private declarations: Declaration[] = [];
  private readonly drawing = new Debouncer(() => this.draw(), delayMilliseconds);
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly execute: ExecuteCommand,
  ) {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.panel && document.languageId === "argmap") this.drawing.schedule();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.followEditor(editor)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.highlight(textEditor)),
    ];
  }

  /** Show the picture of the map in the active editor, beside the editor. */
  show(): void {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== "argmap") return;
    this.document = editor.document;
    if (this.panel) {
      this.panel.reveal(undefined, true);
      this.drawing.runNow();
      return;
    }
    this.open();
  }

  /** Draw the picture again, if the panel is open. */
  refresh(): void {
    if (this.panel) this.drawing.runNow();
  }

  dispose(): void {
    this.drawing.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.panel?.dispose();
  }

  private open(): void {
    const folders = ["out", "media"];
    const panel = vscode.window.createWebviewPanel(
      "argmap.picture",
      "Argument map",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      {
        enableScripts: true,
        localResourceRoots: folders.map((name) => vscode.Uri.joinPath(this.extensionUri, name)),
      },
    );
    const webviewUri = (...path: string[]) =>
      panel.webview.asWebviewUri(vscode.Uri.joinPath(this.extensionUri, ...path)).toString();
    panel.webview.onDidReceiveMessage((message) => this.receive(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    this.panel = panel;
    panel.webview.html = html({
      nonce: randomBytes(16).toString("base64url"),
      script: webviewUri("out", "page.js"),
      style: webviewUri("media", "picture.css"),
    });
  }

  private async draw(): Promise<void> {
    const { document, panel } = this;
    if (!document || !panel) return;
    const uri = document.uri.toString();
    try {
      this.declarations = parseDeclarations(await this.execute("argmap.places", uri));
      this.post({ type: "picture", svg: String(await this.execute("argmap.picture", uri)) });
      panel.title = `${document.uri.path.split("/").pop()} (picture)`;
    } catch (error) {
      this.post({ type: "error", text: error instanceof Error ? error.message : String(error) });
    }
    this.highlight(vscode.window.activeTextEditor);
  }

  private followEditor(editor: vscode.TextEditor | undefined): void {
    if (!this.panel || editor?.document.languageId !== "argmap") return;
    if (editor.document === this.document) return;
    this.document = editor.document;
    this.drawing.runNow();
  }

  private highlight(editor: vscode.TextEditor | undefined): void {
    if (!this.panel || editor?.document.languageId !== "argmap") return;
    const ids = idsAt(this.declarations, editor.document.uri.toString(), editor.selection.active);
    this.post({ type: "highlight", ids });
  }

  private receive(data: unknown): void {
    const message = parseMessage(data);
    if (message?.type === "ready") this.drawing.runNow();
    if (message?.type === "show") void this.openDeclaration(message.id);
  }

  private async openDeclaration(id: string): Promise<void> {
    const declaration = this.declarations.find((candidate) => candidate.id === id);
    if (!declaration) return;
    const { start } = declaration.range;
    const position = new vscode.Position(start.line, start.character);
    const uri = vscode.Uri.parse(declaration.uri, true);
    const visibleEditor = vscode.window.visibleTextEditors.find(
      (editor) => editor.document.uri.toString() === uri.toString(),
    );
    await vscode.window.showTextDocument(uri, {
      selection: new vscode.Range(position, position),
      viewColumn: visibleEditor?.viewColumn ?? vscode.ViewColumn.One,
    });
  }

  private post(message: MessageToPage): void {
    void this.panel?.webview.postMessage(message);
  }
}

function delayMilliseconds(): number {
  const seconds = vscode.workspace.getConfiguration("argmap").get("picture.delay");
  if (typeof seconds !== "number" || seconds < 0) return DEFAULT_DELAY_MILLISECONDS;
  return Math.min(seconds, MAX_DELAY_SECONDS) * 1000;
}
