/** The ids of a picture's elements, such as `mfb20c45d-s-part.hub`, and what they show. */

const ELEMENT = /^(s|in|step|section|card)-(.+)$/u;
const ESCAPED = /_x([0-9A-F]+)_/g;
/** What shows an element best, first. */
const KINDS = ["s", "step", "section", "card", "in"];

/** Return what the ids of a picture's elements begin with, told by the id of the picture. */
export function prefixOf(picture: string): string {
  return picture.endsWith("map") ? picture.slice(0, -"map".length) : "";
}

/** Return the id of the map's element that an element of the picture shows, and how. */
export function shownBy(name: string, prefix: string): { id: string; rank: number } | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const found = ELEMENT.exec(name.slice(prefix.length));
  if (!found) return undefined;
  const [, kind, written] = found;
  const id = written.replace(ESCAPED, decoded);
  // A premise that is stated elsewhere, in the card of its step: `step>premise`.
  return { id: kind === "in" ? id.slice(id.lastIndexOf(">") + 1) : id, rank: KINDS.indexOf(kind) };
}

function decoded(escaped: string, hexadecimal: string): string {
  const code = Number.parseInt(hexadecimal, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : escaped;
}
