// The list of all maps with their states.

function countText(map) {
  if (map.state === "broken") return "broken";
  if (map.state === "waiting") return "being drawn";
  return map.count ? pluralize(map.count, "finding") : "fine";
}

function mapItem(map) {
  const current = map.id === live.map ? { "aria-current": "page" } : {};
  const link = createElement("a", { href: `/map/${map.id}`, ...current }, map.title);
  const count = createElement("span", { class: "count" }, countText(map));
  const name = createElement("span", { class: "name" }, map.name);
  return createElement("li", { class: map.state }, symbolFor(map.state), link, count, name);
}

function showMaps() {
  const button = $("maps-button");
  button.hidden = live.maps.length < 2 || Boolean($("index"));
  const broken = live.maps.filter((map) => map.state === "broken").length;
  button.textContent = broken ? `Maps (${broken} broken)` : "Maps";
  for (const list of [$("maps-list"), $("index")]) {
    if (!list) continue;
    const hadFocus = list.contains(document.activeElement);
    const href = document.activeElement?.getAttribute("href");
    list.replaceChildren(...live.maps.map(mapItem));
    if (!hadFocus) continue;
    const links = [...list.querySelectorAll("a")];
    links.find((link) => link.getAttribute("href") === href)?.focus();
  }
}

$("maps-button").addEventListener("click", () => $("maps").showModal());
