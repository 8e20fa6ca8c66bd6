// What the page knows of its map beside the picture, and of the other maps.

let live = JSON.parse($("live-data").textContent);
const SIGNS = { broken: "✗", error: "✗", warning: "!", info: "i", fine: "✓", waiting: "…" };

/** Make a sign that a reader of the screen hears as a word. */
function signOf(state) {
  const sign = createElement("span", { class: "sign" });
  sign.append(createElement("span", { "aria-hidden": "true" }, SIGNS[state] ?? "?"));
  sign.append(createElement("span", { class: "unseen" }, `${state}: `));
  return sign;
}

/** Say something in passing. */
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => {
    $("toast").hidden = true;
  }, 5000);
}
