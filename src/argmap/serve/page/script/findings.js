// The list of findings, the most severe first.

/** Shows a statement in the picture; a page without a picture shows nothing. */
let showStatement = () => false;
/** A narrow screen shows either the findings or a statement. */
const isNarrow = () => matchMedia("(max-width: 44rem)").matches;
let closeOtherPanel = () => {};

function capitalize(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function findingItem(finding) {
  const attributes = { type: "button", class: "link what" };
  const message = createElement("button", attributes, capitalize(finding.message));
  message.addEventListener("click", () => {
    if (!finding.statement || !showStatement(finding.statement)) edit(finding.place);
  });
  const { help, severity } = finding;
  const advice = help ? createElement("div", { class: "advice" }, capitalize(help)) : null;
  const code = createElement("span", { class: "code" }, ` ${finding.code} ${finding.name}`);
  const button = locationButton(finding.place, finding.place[3]);
  const sentence = createElement("div", {}, message, code, advice);
  return createElement("li", { class: severity }, symbolFor(severity), sentence, button);
}

function showFindings() {
  const button = $("findings-button");
  const { findings } = live;
  if (!findings) return;
  const worst = findings[0]?.severity ?? "fine";
  button.hidden = false;
  button.className = worst;
  const label = findings.length ? pluralize(findings.length, "finding") : "No findings";
  button.replaceChildren(symbolFor(worst), ` ${label}`);
  $("findings-title").textContent = label;
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
