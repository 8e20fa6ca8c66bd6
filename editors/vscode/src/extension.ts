/** The entry points of the extension: it starts the server and registers the commands. */

import * as vscode from "vscode";
import { exportMap } from "./export";
import { PicturePanel } from "./picture/panel";
import { Server } from "./server";

let activeServer: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server = new Server(context.extensionUri.fsPath);
  activeServer = server;
  const picture = new PicturePanel(context.extensionUri, server.execute);
  const restart = () => server.start().then(() => picture.refresh());
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    server,
    picture,
    registerCommand("argmap.showPicture", () => picture.show()),
    registerCommand("argmap.exportMap", () => exportMap(server.execute)),
    registerCommand("argmap.restartServer", restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("argmap.command")) void restart();
    }),
  );
  await server.start();
}

export async function deactivate(): Promise<void> {
  await activeServer?.stop();
}
