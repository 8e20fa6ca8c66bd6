// The diagnostics: in the editor, and as a list with buttons for their positions and fixes.
import { $, capitalize, createButton, createElement, pluralize, symbolFor } from "./elements.js";

const SEVERITIES = ["error", "warning", "info"];
const MAX_ITEMS = 100;

/**
 * Return a function from offsets in code points, as Python counts them, to offsets in UTF-16.
 */
export function offsetConverter(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset;
  const offsets = [0];
  for (const character of text) offsets.push(offsets.at(-1) + character.length);
  return (offset) => offsets[Math.min(offset, offsets.length - 1)];
}

/** Return diagnostics with offsets in UTF-16, and only the fixes that can be applied. */
export function convertDiagnostics(diagnostics, text) {
  const convert = offsetConverter(text);
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    from: convert(diagnostic.location.start),
    to: convert(diagnostic.location.end),
    fixes: diagnostic.fixes
      .filter(({ applicability }) => applicability !== "display")
      .map(({ title, applicability, edits }) => ({
        title: applicability === "safe" ? title : `${title} (may change the argument)`,
        changes: edits.map(({ start, end, replacement }) => ({
          from: convert(start),
          to: convert(end),
          insert: replacement,
        })),
      })),
  }));
}

/** Show diagnostics; `count` is the number of all. */
export function showReports(diagnostics, count, editor) {
  editor.show(diagnostics);
  const counts = SEVERITIES.map((severity) => [
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length,
    severity,
  ]);
  const parts = counts.filter(([number]) => number).map(([number, noun]) => pluralize(number, noun));
  if (count > diagnostics.length) parts.push(`${count - diagnostics.length} more`);
  const title = parts.length ? parts.join(", ") : "Nothing to report";
  if ($("findings-title").textContent !== title) $("findings-title").textContent = title;
  const items = diagnostics.slice(0, MAX_ITEMS).map((diagnostic) => reportItem(diagnostic, editor));
  $("findings-list").replaceChildren(...items);
}

function reportItem(diagnostic, editor) {
  const { severity, message, code, name, help, from, to, fixes, location } = diagnostic;
  const position = `${location.line}:${location.column}`;
  const show = () => editor.select(from, to);
  const sentence = createElement(
    "div",
    {},
    createButton(capitalize(message), show, { class: "link what" }),
    createElement("span", { class: "code" }, ` ${code} ${name}`),
    help ? createElement("div", { class: "advice" }, capitalize(help)) : null,
  );
  const buttons = fixes.map(({ title, changes }) =>
    createButton(`Fix: ${title}`, () => editor.edit(changes), { class: "fix" }),
  );
  if (buttons.length) sentence.append(createElement("div", { class: "fixes" }, ...buttons));
  const line = createButton(position, show, { class: "link at", "aria-label": `Go to line ${location.line}` });
  return createElement("li", { class: severity }, symbolFor(severity), sentence, line);
}
