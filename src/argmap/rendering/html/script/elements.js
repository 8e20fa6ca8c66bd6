// Elements of the page: finding them, making them, and what is told without being seen.

const $ = (name) => document.getElementById(`page-${name}`);

/** Make an element of the page; strings become text, never markup. */
function createElement(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content.filter((each) => each !== null));
  return element;
}

/** Tell those who do not see it. */
function announce(text) {
  $("live").textContent = text;
}

function pluralize(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
