// The list of all maps with their states.

function countText(each) {
  if (each.state === "broken") return "broken";
  if (each.state === "waiting") return "being drawn";
  return each.count ? pluralize(each.count, "finding") : "fine";
}

function mapItem(each) {
  const here = each.id === live.map ? { "aria-current": "page" } : {};
  const link = createElement("a", { href: `/map/${each.id}`, ...here }, each.title);
  const count = createElement("span", { class: "count" }, countText(each));
  const name = createElement("span", { class: "name" }, each.name);
  return createElement("li", { class: each.state }, signOf(each.state), link, count, name);
}

function showMaps() {
  const button = $("maps-button");
  button.hidden = live.maps.length < 2 || Boolean($("index"));
  const broken = live.maps.filter((each) => each.state === "broken").length;
  button.textContent = broken ? `Maps (${broken} broken)` : "Maps";
  for (const list of [$("maps-list"), $("index")]) {
    if (!list) continue;
    const hadFocus = list.contains(document.activeElement);
    const at = document.activeElement?.getAttribute("href");
    list.replaceChildren(...live.maps.map(mapItem));
    if (hadFocus) [...list.querySelectorAll("a")].find((a) => a.getAttribute("href") === at)?.focus();
  }
}

$("maps-button").addEventListener("click", () => $("maps").showModal());
