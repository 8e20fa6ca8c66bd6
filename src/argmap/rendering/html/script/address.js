// The address of the page: what is shown, and the selected statement.
//
//     #                    the overview, or the map if there is none
//     #/map, #/part/ID     a picture
//     #/table, #/table/-kind     the table, and the column by which it is sorted (- is descending)
//     #/text/SOURCE/31     the text of a source beside the picture
//     #ID, #/map;ID …      a statement in the picture that it belongs to, or in another view

/** What is shown. `picture` is a number, `id` that of the selected statement. */
const place = { view: "map", picture: 0, sort: "", source: null, passage: null, id: null };
let currentAddress = null; // the address of `place`

/** Functions that are called when a statement is selected, or none any more. */
const onSelect = [];

function encode(text) {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}

/** Return a decoded part of an address, or undefined if its percent encoding is not valid. */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Return the address of a statement in the picture that it belongs to. */
function addressOf(id) {
  return `#${encode(id)}`;
}

/** Return the address of a place; it is empty for the start of the page. */
function formatAddress({ view, picture, sort, source, passage, id }) {
  const statement = known.get(id);
  if (statement && view === "map" && statement.home === picture) return addressOf(id);
  let address = { overview: "", table: "/table", text: "/text" }[view] ?? mapPath(picture);
  if (view === "table" && sort) address += `/${encode(sort)}`;
  if (view === "text" && source) address += `/${encode(source)}`;
  if (view === "text" && source && passage) address += `/${passage}`;
  if (statement) address = `${address || "/map"};${encode(id)}`;
  return address && `#${address}`;
}

function mapPath(picture) {
  const { part } = data.pictures[picture];
  if (part !== null) return `/part/${encode(part)}`;
  return data.hasOverview ? "/map" : "";
}

/** Return the statement whose id follows the “#” of an address. */
function statementAtAddress(hash) {
  return known.get(decode(hash.slice(1)));
}

/** Return the place at an address, or null if there is none. */
function parseAddress(hash) {
  const start = { view: data.hasOverview ? "overview" : "map", picture: 0 };
  const only = statementAtAddress(hash);
  if (only) return { ...start, view: "map", picture: Math.max(only.home, 0), id: only.id };
  if (hash.length < 2) return start;
  const [path, encodedId] = hash.slice(1).split(";", 2);
  const [empty, view, ...names] = path.split("/").map(decode);
  if (empty !== "") return null;
  const statement = encodedId === undefined ? undefined : known.get(decode(encodedId));
  const id = statement?.id ?? null;
  const home = Math.max(statement?.home ?? 0, 0);
  if (view === "map") return { view, picture: 0, id };
  if (view === "table") return { view, picture: home, sort: names[0] ?? "", id };
  if (view === "text" && texts) {
    return { view, picture: home, source: names[0] ?? null, passage: Number(names[1]) || null, id };
  }
  const picture = data.pictures.findIndex(({ part }) => part !== null && part === names[0]);
  return view === "part" && picture >= 0 ? { view: "map", picture, id } : null;
}

/** Write the address of the current place: “push” adds an entry to the browser's history. */
function writeAddress(change) {
  const address = formatAddress(place);
  currentAddress = address;
  if (!change || location.hash === address) return;
  const url = address || location.pathname + location.search;
  history[change === "push" ? "pushState" : "replaceState"](null, "", url);
}
