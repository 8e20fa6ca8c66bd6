/** The language server: `argmap lsp`, started, stopped, and asked. */

import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
} from "vscode-languageclient/node";

const INSTALL = "pip install 'argmap[lsp]'";
const COPY = "Copy the Command";
const SETTINGS = "Open Settings";
const OUTPUT = "Show Output";
const NOT_TRUSTED = "In a folder that is not trusted argmap is not started.";
const TOLD = ["hints", "strengths", "lenses", "delay"];
const MOST_CRASHES = 4;

/** Ask the server for one of its commands. */
export type Ask = (command: string, ...given: unknown[]) => Promise<unknown>;

/** Return the words that argmap is started with; `folder` is the first that is open. */
export function command(configured: unknown, folder: string | undefined): string[] {
  const words = Array.isArray(configured) ? configured.filter((each) => typeof each === "string") : [];
  if (words.length === 0 || words[0].trim() === "") return ["argmap"];
  return words.map((word) => word.replaceAll("${workspaceFolder}", folder ?? "."));
}

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<void> = Promise.resolve();
  private readonly output = vscode.window.createOutputChannel("Argmap");

  /** `home` is where the server works: no folder of the user's, so that nothing in one is run. */
  constructor(private readonly home: string) {}

  /** Start the server, or start it anew. Never fails: what went wrong is told. */
  start(): Promise<void> {
    this.starting = this.starting.then(async () => {
      await this.stop();
      if (vscode.workspace.isTrusted) await this.launch();
    });
    return this.starting;
  }

  readonly ask: Ask = async (name, ...given) => {
    await this.starting;
    if (!vscode.workspace.isTrusted) throw new Error(NOT_TRUSTED);
    if (!this.client?.isRunning()) throw new Error("argmap is not running");
    return this.client.sendRequest("workspace/executeCommand", { command: name, arguments: given });
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
    const [program, ...words] = command(settings.get("command"), folder);
    let isThere = false;
    const options: LanguageClientOptions = {
      documentSelector: [
        { scheme: "file", language: "argmap" },
        { scheme: "untitled", language: "argmap" },
      ],
      initializationOptions: Object.fromEntries(TOLD.map((name) => [name, settings.get(name)])),
      synchronize: { configurationSection: "argmap" },
      outputChannel: this.output,
      initializationFailedHandler: () => false,
      errorHandler: afterwards(() => isThere),
    };
    const run = { command: program, args: [...words, "lsp"], options: { cwd: this.home } };
    const client = new Client("argmap", "Argmap", run, options);
    try {
      await client.start();
      // It calls that a start, too, when the program has ended without a word.
      if (!client.isRunning()) throw new Error("what was started has ended");
      isThere = client.tells = true;
      this.client = client;
    } catch (error) {
      this.output.appendLine(String(error));
      void this.complain([program, ...words].join(" "));
    }
  }

  private async complain(written: string): Promise<void> {
    const answer = await vscode.window.showErrorMessage(
      `\`${written} lsp\` cannot be started. Install it with \`${INSTALL}\`, or say in the setting ` +
        "`argmap.command` where it is.",
      COPY,
      SETTINGS,
      OUTPUT,
    );
    if (answer === COPY) await vscode.env.clipboard.writeText(INSTALL);
    if (answer === SETTINGS) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "argmap.command");
    }
    if (answer === OUTPUT) this.output.show();
  }
}

/** A client that leaves it to us to say that the server cannot be started: we know what helps. */
class Client extends LanguageClient {
  tells = false;

  override error(message: string, data?: unknown, shows: boolean | "force" = true): void {
    super.error(message, data, this.tells && shows);
  }
}

/** Return what is done after a crash: a server that never was there is not started again. */
function afterwards(isThere: () => boolean): ErrorHandler {
  let crashes = 0;
  return {
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
    }),
    closed: () => {
      if (!isThere()) return { action: CloseAction.DoNotRestart, handled: true };
      crashes += 1;
      if (crashes <= MOST_CRASHES) return { action: CloseAction.Restart };
      const message = "argmap has stopped several times, and is not started again.";
      return { action: CloseAction.DoNotRestart, message };
    },
  };
}
