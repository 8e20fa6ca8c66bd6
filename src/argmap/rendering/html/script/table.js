// The table of all statements, sorted by any of its columns.

const STATUS_ORDER = ["accepted", "undecided", "rejected"];
const textOrder = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** Return the value of an attribute of a statement that has a label; empty if it has none. */
function factOf(statement, name) {
  return statement.facts.find(([label]) => label === name)?.[1] ?? "";
}

/** Return a cited passage: `¶31`, with the source if the map has several. */
function formatCitation({ source, at = "" }) {
  const isNamed = !at || Object.keys(data.sources).length > 1;
  return [isNamed ? source : "", at].filter(Boolean).join(" ");
}

/** Return the citations of a statement, without those that differ only in the words. */
function citedPassages({ cites }) {
  const texts = cites.map(formatCitation);
  return cites.filter((_, index) => texts.indexOf(texts[index]) === index);
}

/** The columns, each with its heading, its text, and what it is sorted by. */
const COLUMNS = {
  number: { heading: "No.", text: (row) => String(row.number), key: (row) => row.number },
  statement: { heading: "Statement", text: ({ statement }) => statement.text },
  paragraph: {
    heading: "Paragraph",
    text: ({ statement }) => citedPassages(statement).map(formatCitation).join(", "),
    key: ({ statement }) => citationKey(statement.cites[0]),
  },
  kind: { heading: "Kind", text: ({ statement }) => statement.kind },
  status: {
    heading: "Status",
    text: ({ statement }) => statement.status ?? "",
    key: ({ statement }) => statement.status && STATUS_ORDER.indexOf(statement.status),
  },
  fidelity: {
    heading: "Fidelity",
    text: ({ statement }) => factOf(statement, "Fidelity").split(",")[0],
  },
  tags: { heading: "Tags", text: ({ statement }) => factOf(statement, "Tags") },
  part: {
    heading: "Part",
    text: ({ statement }) => (statement.home > 0 ? titleOf(statement.home) : ""),
    key: ({ statement }) => (statement.home > 0 ? statement.home : undefined),
  },
};

/** Return the order of a citation: by source, then by passage. */
function citationKey(citation) {
  if (!citation) return undefined;
  const source = Object.keys(data.sources).indexOf(citation.source);
  return source * 1e9 + (citation.number ?? 0);
}

let rows = null; // built when the table is first shown

function columnNames() {
  const isUsed = (name) => rows.some((row) => COLUMNS[name].text(row));
  const needed = ["number", "statement", "paragraph", "kind"];
  return Object.keys(COLUMNS).filter((name) => needed.includes(name) || isUsed(name));
}

onData.push(() => {
  rows = null;
});

function buildTable() {
  rows = data.statements.map((statement, index) => ({ statement, number: index + 1 }));
  const names = columnNames();
  const headings = names.map((name) => {
    const button = createElement("button", { type: "button" }, COLUMNS[name].heading);
    button.append(createElement("span", { class: "arrow", "aria-hidden": "true" }));
    button.addEventListener("click", () => sortBy(name));
    return createElement("th", { scope: "col", "data-column": name }, button);
  });
  $("columns").replaceChildren(...headings);
  for (const row of rows) row.element = rowElement(row, names);
}

function rowElement(row, names) {
  const { statement } = row;
  const cells = names.map((name) => {
    if (name === "statement") {
      const link = createElement("a", { href: addressOf(statement.id) }, statement.text);
      return createElement("th", { scope: "row", ...langAttributes() }, link);
    }
    const cell = createElement("td", { class: `cell-${name}` });
    if (name === "paragraph") cell.append(...citationLinks(statement));
    else if (name === "status" && statement.status) {
      const sign = createElement("span", { "aria-hidden": "true" }, STATUS_SIGNS[statement.status]);
      cell.append(sign, ` ${statement.status}`);
      cell.classList.add(statement.status);
    } else cell.append(COLUMNS[name].text(row));
    return cell;
  });
  return createElement("tr", {}, ...cells);
}

function citationLinks(statement) {
  return citedPassages(statement).flatMap((citation, index) => {
    const text = formatCitation(citation);
    const address = textAddress(statement, citation);
    const link = address ? createElement("a", { href: address }, text) : text;
    return index ? [", ", link] : [link];
  });
}

/** Return the rows in the order of a column; those without a value are always last. */
function sortedRows(sort) {
  const isDescending = sort.startsWith("-");
  const { text, key = text } = COLUMNS[sort.replace("-", "")];
  const isMissing = (value) => value === undefined || value === "";
  return rows.toSorted((a, b) => {
    const [first, second] = [key(a), key(b)];
    if (isMissing(first) || isMissing(second)) return isMissing(first) - isMissing(second);
    const order =
      typeof first === "number" ? first - second : textOrder.compare(first, second);
    return (isDescending ? -order : order) || a.number - b.number;
  });
}

/** Return the sorted column as in the address; an unknown one is the order of the map. */
function currentSort() {
  return Object.hasOwn(COLUMNS, place.sort.replace("-", "")) ? place.sort : "number";
}

function sortBy(name) {
  place.sort = currentSort() === name ? `-${name}` : name;
  if (place.sort === "number") place.sort = "";
  showTable();
  writeAddress("replace");
  const direction = currentSort().startsWith("-") ? "descending" : "ascending";
  announce(`Sorted by ${COLUMNS[name].heading}, ${direction}`);
}

/** Return the rows that are shown: during a search, only the hits. */
function shownRows() {
  const found = hits && new Set(hits);
  return sortedRows(currentSort()).filter(({ statement }) => !found || found.has(statement));
}

function showTable() {
  if (place.view !== "table") return;
  if (!rows) buildTable();
  const sort = currentSort();
  for (const heading of $("columns").children) {
    const isSorted = heading.dataset.column === sort.replace("-", "");
    if (!isSorted) heading.removeAttribute("aria-sort");
    else heading.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
  }
  const shown = shownRows();
  $("rows").replaceChildren(...shown.map((row) => row.element));
  $("rows-count").textContent = hits ? `${shown.length} of ${countRows()}` : countRows();
  showChosenRow();
}

function countRows() {
  const count = data.statements.filter(isArgued).length;
  const otherCount = data.statements.length - count;
  const noun = otherCount === 1 ? "question or context" : "questions and contexts";
  const others = otherCount ? `, ${otherCount} ${noun}` : "";
  return `${pluralize(count, "statement")}${others}`;
}

function showChosenRow() {
  for (const { element, statement } of rows ?? []) {
    element.classList.toggle("chosen", statement.id === place.id);
  }
}

function downloadTable() {
  const names = columnNames();
  const headings = ["Id", ...names.map((name) => COLUMNS[name].heading)];
  const body = shownRows().map((row) => [
    row.statement.named ? row.statement.id : "",
    ...names.map((name) => COLUMNS[name].text(row)),
  ]);
  const name = data.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 80);
  download(`${name || "map"}.csv`, "text/csv;charset=utf-8", formatCsv([headings, ...body]));
}

onPlace.push(showTable);
onHits.push(showTable);
onSelect.push(showChosenRow);
$("download").addEventListener("click", downloadTable);
$("rows").addEventListener("click", (event) => {
  const link = event.target.closest("th a");
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const statement = link && statementAtAddress(link.hash);
  if (!statement) return;
  event.preventDefault();
  select(statement, { history: "push" });
});
