// Comma-separated values (RFC 4180).

const BYTE_ORDER_MARK = "\ufeff"; // spreadsheets recognize UTF-8 by it

/** Return a cell that no spreadsheet runs as a formula. */
function withoutFormula(text) {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function formatCell(value) {
  const text = withoutFormula(String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Return rows of cells as CSV. */
function formatCsv(rows) {
  return rows.map((row) => `${row.map(formatCell).join(",")}\r\n`).join("");
}

/** Let the browser save a text as a file. */
function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, text], { type }));
  createElement("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
