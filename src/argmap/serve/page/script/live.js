// The data of this map except its picture, and of the other maps.

let live = JSON.parse($("live-data").textContent);
const SYMBOLS = { broken: "✗", error: "✗", warning: "!", info: "i", fine: "✓", waiting: "…" };

/** Return a symbol for a state, with a word for screen readers. */
function symbolFor(state) {
  const symbol = createElement("span", { class: "sign" });
  symbol.append(createElement("span", { "aria-hidden": "true" }, SYMBOLS[state] ?? "?"));
  symbol.append(createElement("span", { class: "unseen" }, `${state}: `));
  return symbol;
}

/** Show a message for five seconds. */
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => {
    $("toast").hidden = true;
  }, 5000);
}
