// Helpers for the elements of the page, and announcements to screen readers.

const $ = (name) => document.getElementById(`page-${name}`);

/** Return a new HTML element; strings in its content become text, never markup. */
function createElement(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content.filter((child) => child !== null));
  return element;
}

/** Announce a text to screen readers. */
function announce(text) {
  $("live").textContent = text;
}

/** Return a count with its noun: `1 hit`, `2 hits`. */
function pluralize(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
