// The data of this map except its picture, and of the other maps.

let live = JSON.parse($("live-data").textContent);
const SIGNS = { broken: "✗", error: "✗", warning: "!", info: "i", fine: "✓", waiting: "…" };

/** Return a symbol for a state that screen readers read as a word. */
function signOf(state) {
  const sign = createElement("span", { class: "sign" });
  sign.append(createElement("span", { "aria-hidden": "true" }, SIGNS[state] ?? "?"));
  sign.append(createElement("span", { class: "unseen" }, `${state}: `));
  return sign;
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
