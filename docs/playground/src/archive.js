// The archive with argmap as byte code: a compressed tar file, for the worker and the build.

/** Return decompressed bytes; some servers make the browser decompress them. */
export async function gunzip(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Write the files of a tar archive (POSIX.1-1988, ustar) into a folder; Python takes ten times as long. */
export function unpack(files, archive, folder) {
  const decoder = new TextDecoder();
  const field = (start, length) => decoder.decode(archive.subarray(start, start + length)).replace(/\0.*$/s, "");
  const folders = new Set();
  for (let start = 0; archive[start]; ) {
    const [name, prefix] = [field(start, 100), field(start + 345, 155)];
    const size = Number.parseInt(field(start + 124, 12), 8);
    const path = [folder, prefix, name].filter(Boolean).join("/");
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!folders.has(parent)) files.mkdirTree(parent);
    folders.add(parent);
    files.writeFile(path, archive.subarray(start + 512, start + 512 + size));
    start += 512 * (1 + Math.ceil(size / 512));
  }
}
