/** The ids of SVG elements, such as `mfb20c45d-s-part.hub`, and the map's elements they show. */

const ELEMENT = /^(s|in|step|section|card)-(.+)$/u;
const ESCAPED_CHARACTER = /_x([0-9A-F]+)_/g;
/** The kinds of SVG elements that show an element of the map, best first. */
const KINDS = ["s", "step", "section", "card", "in"];
const MAX_CODE_POINT = 0x10ffff;

/** Return the prefix of all ids in a picture, given the id of its root element. */
export function idPrefix(rootId: string): string {
  return rootId.endsWith("map") ? rootId.slice(0, -"map".length) : "";
}

/** Return the id of the map's element that an SVG element shows; a lower rank is a better match. */
export function mapElement(
  svgId: string,
  prefix: string,
): { id: string; rank: number } | undefined {
  if (!svgId.startsWith(prefix)) return undefined;
  const match = ELEMENT.exec(svgId.slice(prefix.length));
  if (!match) return undefined;
  const [, kind, escapedId] = match;
  const id = escapedId.replace(ESCAPED_CHARACTER, unescapeCharacter);
  // `in` is a premise that is declared elsewhere, in the card of an inference: `inference>premise`.
  return { id: kind === "in" ? id.slice(id.lastIndexOf(">") + 1) : id, rank: KINDS.indexOf(kind) };
}

function unescapeCharacter(escaped: string, hexadecimal: string): string {
  const code = Number.parseInt(hexadecimal, 16);
  return code <= MAX_CODE_POINT ? String.fromCodePoint(code) : escaped;
}
