/** The language server `argmap lsp`: starting, stopping, and executing its commands. */

import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
} from "vscode-languageclient/node";

const INSTALL_COMMAND = "pip install 'argmap[lsp]'";
const COPY = "Copy the Command";
const SETTINGS = "Open Settings";
const OUTPUT = "Show Output";
const NOT_TRUSTED = "argmap is not started in a folder that is not trusted.";
/** The settings that the server reads. */
const SERVER_SETTINGS = ["hints", "strengths", "lenses", "delay"];
const MAX_RESTARTS = 4;
const MAX_CONNECTION_ERRORS = 3;

/** Execute a command of the server. */
export type ExecuteCommand = (command: string, ...args: unknown[]) => Promise<unknown>;

/** Return the command line that starts argmap; `folder` is the first open folder. */
export function command(configured: unknown, folder: string | undefined): string[] {
  const words = Array.isArray(configured)
    ? configured.filter((word) => typeof word === "string")
    : [];
  if (words.length === 0 || words[0].trim() === "") return ["argmap"];
  return words.map((word) => word.replaceAll("${workspaceFolder}", folder ?? "."));
}

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<void> = Promise.resolve();
  private readonly output = vscode.window.createOutputChannel("Argmap");

  /** `workingDirectory` must not be a folder of the user, so that no file in it can be run. */
  constructor(private readonly workingDirectory: string) {}

  /** Start or restart the server. Never rejects: errors are shown to the user. */
  start(): Promise<void> {
    this.starting = this.starting.then(async () => {
      await this.stop();
      if (vscode.workspace.isTrusted) await this.launch();
    });
    return this.starting;
  }

  readonly execute: ExecuteCommand = async (name, ...args) => {
    await this.starting;
    if (!vscode.workspace.isTrusted) throw new Error(NOT_TRUSTED);
    if (!this.client?.isRunning()) throw new Error("argmap is not running");
    return this.client.sendRequest("workspace/executeCommand", { command: name, arguments: args });
  };

  async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.output.appendLine(String(error));
    }
  }

  dispose(): void {
    void this.stop().then(() => this.output.dispose());
  }

  private async launch(): Promise<void> {
    const settings = vscode.workspace.getConfiguration("argmap");
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const [program, ...args] = command(settings.get("command"), folder);
    let hasStarted = false;
    const options: LanguageClientOptions = {
      documentSelector: [
        { scheme: "file", language: "argmap" },
        { scheme: "untitled", language: "argmap" },
      ],
      initializationOptions: Object.fromEntries(
        SERVER_SETTINGS.map((name) => [name, settings.get(name)]),
      ),
      synchronize: { configurationSection: "argmap" },
      outputChannel: this.output,
      initializationFailedHandler: () => false,
      errorHandler: createErrorHandler(() => hasStarted),
    };
    const run = {
      command: program,
      args: [...args, "lsp"],
      options: { cwd: this.workingDirectory },
    };
    const client = new Client("argmap", "Argmap", run, options);
    try {
      await client.start();
      // `start` also resolves if the program exited without a message.
      if (!client.isRunning()) throw new Error("the server has exited");
      hasStarted = client.showsErrors = true;
      this.client = client;
    } catch (error) {
      this.output.appendLine(String(error));
      void this.showStartError([program, ...args].join(" "));
    }
  }

  private async showStartError(commandLine: string): Promise<void> {
    const answer = await vscode.window.showErrorMessage(
      `\`${commandLine} lsp\` cannot be started. Install it with \`${INSTALL_COMMAND}\`, or set ` +
        "`argmap.command` to its path.",
      COPY,
      SETTINGS,
      OUTPUT,
    );
    if (answer === COPY) await vscode.env.clipboard.writeText(INSTALL_COMMAND);
    if (answer === SETTINGS) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "argmap.command");
    }
    if (answer === OUTPUT) this.output.show();
  }
}

/** A client that does not show errors until it has started: `Server` shows a more helpful one. */
class Client extends LanguageClient {
  showsErrors = false;

  override error(message: string, data?: unknown, show: boolean | "force" = true): void {
    super.error(message, data, this.showsErrors && show);
  }
}

/** Return a handler that restarts a crashed server, but not one that never started. */
function createErrorHandler(hasStarted: () => boolean): ErrorHandler {
  let crashes = 0;
  return {
    error: (_error, _message, count) => ({
      action:
        (count ?? 0) <= MAX_CONNECTION_ERRORS ? ErrorAction.Continue : ErrorAction.Shutdown,
    }),
    closed: () => {
      if (!hasStarted()) return { action: CloseAction.DoNotRestart, handled: true };
      crashes += 1;
      if (crashes <= MAX_RESTARTS) return { action: CloseAction.Restart };
      const message = "argmap has stopped several times and will not be restarted.";
      return { action: CloseAction.DoNotRestart, message };
    },
  };
}
