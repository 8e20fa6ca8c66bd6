/** What VS Code starts: the server, and the commands. */

import * as vscode from "vscode";
import { exportMap } from "./exporting";
import { Picture } from "./picture/panel";
import { Server } from "./server";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const its = new Server(context.extensionUri.fsPath);
  server = its;
  const picture = new Picture(context.extensionUri, its.ask);
  const restart = () => its.start().then(() => picture.refresh());
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    its,
    picture,
    registerCommand("argmap.showPicture", () => picture.show()),
    registerCommand("argmap.exportMap", () => exportMap(its.ask)),
    registerCommand("argmap.restartServer", restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("argmap.command")) void restart();
    }),
  );
  await its.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
