/** The messages between the extension and the page that shows the picture. */

export type MessageToPage =
  /** A new picture. */
  | { type: "picture"; svg: string }
  /** The reason why there is no new picture; the page keeps the last one. */
  | { type: "error"; text: string }
  /** The elements at the cursor, innermost first; the page highlights the first one it shows. */
  | { type: "highlight"; ids: string[] };

export type MessageFromPage =
  /** The page is loaded and needs a picture. */
  | { type: "ready" }
  /** The user wants to go to the declaration of an element. */
  | { type: "show"; id: string };

const MAX_ID_LENGTH = 1000;

/** Return a message of the page; undefined if it is not valid. */
export function parseMessage(message: unknown): MessageFromPage | undefined {
  if (typeof message !== "object" || message === null || !("type" in message)) return undefined;
  if (message.type === "ready") return { type: "ready" };
  if (message.type !== "show" || !("id" in message)) return undefined;
  const { id } = message;
  return typeof id === "string" && id.length <= MAX_ID_LENGTH ? { type: "show", id } : undefined;
}
