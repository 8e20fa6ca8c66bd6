// Helpers for the elements of the page.

export const $ = (name) => document.getElementById(`page-${name}`);

const SYMBOLS = { error: "✗", warning: "!", info: "i", fine: "✓", accepted: "✓", rejected: "✗", undecided: "?" };

/** Return a new HTML element; strings in its content become text, never markup. */
export function createElement(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content.filter((child) => child !== null));
  return element;
}

/** Return a button that looks like a link or a button. */
export function createButton(text, action, attributes = {}) {
  const button = createElement("button", { type: "button", ...attributes }, text);
  button.addEventListener("click", action);
  return button;
}

/** Return a symbol for a severity or a status, with a word for screen readers. */
export function symbolFor(state) {
  return createElement(
    "span",
    { class: "sign" },
    createElement("span", { "aria-hidden": "true" }, SYMBOLS[state] ?? "?"),
    createElement("span", { class: "unseen" }, `${state}: `),
  );
}

/** Return a count with its noun: `1 error`, `2 errors`. */
export function pluralize(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export function capitalize(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Offer a text as a file. */
export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  createElement("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
