/** What the editor and the page of the picture tell each other. */

export type ToPage =
  /** A new picture. */
  | { type: "picture"; svg: string }
  /** Why there is no new picture; the last one stays. */
  | { type: "problem"; text: string }
  /** The elements that the cursor is in, innermost first: the first that is shown is lit. */
  | { type: "light"; ids: string[] };

export type FromPage =
  /** The page is there, and shows nothing yet. */
  | { type: "ready" }
  /** Somebody wants to see where an element is declared. */
  | { type: "show"; id: string };

const LONGEST = 1000;

/** Return a message of the page; undefined for what is none. */
export function received(message: unknown): FromPage | undefined {
  if (typeof message !== "object" || message === null || !("type" in message)) return undefined;
  if (message.type === "ready") return { type: "ready" };
  if (message.type !== "show" || !("id" in message)) return undefined;
  const { id } = message;
  return typeof id === "string" && id.length <= LONGEST ? { type: "show", id } : undefined;
}
