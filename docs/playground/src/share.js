// Links that contain a map: #map= and its text, compressed (RFC 1951) and as base64url (RFC 4648).

const KEY = "#map=";

/** Return the bytes of a stream, at most `limit` of them. */
async function readBytes(stream, limit) {
  const parts = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw new RangeError("the map in the link is too large");
    }
    parts.push(value);
  }
  return new Blob(parts).arrayBuffer();
}

/** Return the link to this page with a text. */
export async function linkTo(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await readBytes(stream, Infinity));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const packed = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `${location.href.replace(/#.*$/s, "")}${KEY}${packed}`;
}

/**
 * Return the text in the hash of a link, or null if it contains none.
 *
 * A link can come from anyone: the text is limited while it is decompressed.
 */
export async function textOf(hash, maxCharacters) {
  if (!hash.startsWith(KEY)) return null;
  const packed = hash.slice(KEY.length).replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const limit = 4 * maxCharacters; // UTF-8 has at most four bytes per character
  return new TextDecoder("utf-8", { fatal: true }).decode(await readBytes(stream, limit));
}
