// Helpers for the elements of the page, and announcements to screen readers.

const BAR_HEIGHT = 60; // of the bar that stays at the top of a pane

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

/**
 * Scroll an element into view in its container, and nothing else.
 *
 * `where`: at the “start” or the “center”, or “nearest”: only if it is not in view.
 */
function scrollWithin(container, element, where) {
  const outer = container.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  const above = inner.top - outer.top - BAR_HEIGHT;
  const below = inner.bottom - outer.bottom;
  if (where === "center") {
    container.scrollTop += (inner.top + inner.bottom - outer.top - outer.bottom) / 2;
  } else if (where === "start" || above < 0) container.scrollTop += above;
  else if (below > 0) container.scrollTop += Math.min(below, above);
}
