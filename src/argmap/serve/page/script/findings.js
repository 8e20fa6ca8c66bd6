// The findings of the check, the most severe first.

/** Shows a statement in the picture; a page without a picture shows nothing. */
let showStatement = () => false;
/** A narrow screen shows either the findings or a statement. */
const isNarrow = () => matchMedia("(max-width: 44rem)").matches;
let closeOtherPanel = () => {};

function sentenceOf(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function findingItem(each) {
  const what = createElement("button", { type: "button", class: "link what" }, sentenceOf(each.message));
  what.addEventListener("click", () => {
    if (!each.statement || !showStatement(each.statement)) edit(each.place);
  });
  const advice = each.help ? createElement("div", { class: "advice" }, sentenceOf(each.help)) : null;
  const code = createElement("span", { class: "code" }, ` ${each.code} ${each.name}`);
  const place = locationButton(each.place, each.place[3]);
  const sentence = createElement("div", {}, what, code, advice);
  return createElement("li", { class: each.severity }, signOf(each.severity), sentence, place);
}

function showFindings() {
  const button = $("findings-button");
  const { findings } = live;
  if (!findings) return;
  const worst = findings[0]?.severity ?? "fine";
  button.hidden = false;
  button.className = worst;
  const said = findings.length ? pluralize(findings.length, "finding") : "No findings";
  button.replaceChildren(signOf(worst), ` ${said}`);
  $("findings-title").textContent = said;
  const list = $("findings-list");
  const top = $("findings").scrollTop;
  list.replaceChildren(...findings.map(findingItem));
  $("findings").scrollTop = top;
}

function openFindings(isOpen) {
  const hadFocus = $("findings").contains(document.activeElement);
  $("findings").hidden = !isOpen;
  $("findings-button").setAttribute("aria-expanded", String(isOpen));
  if (isOpen && isNarrow()) closeOtherPanel();
  if (hadFocus && !isOpen) $("findings-button").focus();
  window.dispatchEvent(new Event("resize")); // the size of the stage has changed
}

$("findings-button").addEventListener("click", () => openFindings($("findings").hidden));
$("findings-close").addEventListener("click", () => openFindings(false));
$("findings").addEventListener("keydown", (event) => {
  if (event.key === "Escape") openFindings(false);
});
