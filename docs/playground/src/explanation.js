// The panel: one statement with its status, the reasons for it, its relations and its sources.
import { $, capitalize, createButton, createElement, symbolFor } from "./elements.js";

/**
 * Show the explanation of a statement.
 *
 * `data` is what argmap says about it, `elements` are all statements by their ids, `choose(id)`
 * explains another one, and `showText` shows its text.
 */
export function showExplanation(data, elements, { choose, showText }) {
  $("kind").textContent = capitalize(data.kind);
  $("said").replaceChildren(...content(data, elements, { choose, showText }));
  $("panel").hidden = false;
  $("panel").scrollTop = 0;
}

function* content(data, elements, { choose, showText }) {
  const linkTo = (id) => statementLink(elements.get(id), id, choose);
  if (data.label) yield createElement("p", { class: "label" }, data.label);
  yield createElement("h2", { id: "page-sentence", tabindex: "-1" }, data.text);
  if (data.status) yield statusBox(data);
  if (data.answer) yield createElement("div", { class: `verdict ${data.answered}` }, data.answer);
  yield createElement("div", { class: "acts" }, createButton("Show in the text", showText));
  if (data.because?.length) {
    const items = data.because.map(([role, id]) =>
      createElement("li", {}, createElement("span", { class: "role" }, `${role} `), linkTo(id)),
    );
    yield* section("Why", items);
  }
  yield* section("Sources", data.cites.map((citation) => citationItem(citation, data.sources)));
  for (const [heading, groups] of data.relations) {
    yield* section(heading, groups.map((group) => groupItem(group, linkTo)));
  }
  yield* section("Diagnostics", data.findings.map((message) => createElement("li", {}, message)));
  const facts = [...(data.named ? [["Id", data.id]] : []), ...data.facts];
  if (facts.length) {
    const rows = facts.map(([name, value]) =>
      createElement("div", { class: "fact" }, createElement("dt", {}, name), createElement("dd", {}, value)),
    );
    yield createElement("h3", {}, "Details");
    yield createElement("dl", {}, ...rows);
  }
}

function* section(heading, items) {
  if (!items.length) return;
  yield createElement("h3", {}, heading);
  yield createElement("ul", {}, ...items);
}

function statusBox({ status, why, strength }) {
  const box = createElement("div", { class: `verdict ${status}` }, symbolFor(status));
  box.append(" ", createElement("strong", {}, status), `: ${why}.`);
  const text = strength === null ? "does not converge" : `${strength.toFixed(2)} of 1`;
  box.append(createElement("div", { class: "role" }, `Strength: ${text}`));
  return box;
}

function statementLink(element, id, choose) {
  if (!element) return createElement("span", {}, id);
  const link = createButton(element.text, () => choose(id, { focus: true }), { class: "link" });
  if (element.status) link.prepend(symbolFor(element.status), " ");
  return link;
}

function groupItem(group, linkTo) {
  const item = createElement("li", {}, linkTo(group[0]));
  for (const id of group.slice(1)) item.append(" and ", linkTo(id));
  return item;
}

function citationItem({ source, at, quote }, sources) {
  const { title = source, url = null } = sources[source] ?? {};
  const name = url
    ? createElement("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title)
    : createElement("span", {}, title);
  const item = createElement("li", {}, name, at ? `, ${at}` : "");
  if (quote) item.append(`: “${quote}”`);
  return item;
}
