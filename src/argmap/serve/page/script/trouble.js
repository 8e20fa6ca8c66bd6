// The banner that explains why the picture is out of date.

function showTrouble() {
  const { trouble } = live;
  const banner = $("trouble");
  banner.hidden = !trouble;
  if (!trouble) {
    banner.replaceChildren();
    return;
  }
  const { what, place, more, isShown } = trouble;
  const lead = isShown ? "This map cannot be checked: " : "This map cannot be drawn: ";
  const parts = [createElement("strong", {}, lead), `${what}.`];
  if (place) parts.push(" ", locationButton(place, place[3]));
  if (more) parts.push(` There ${more === 1 ? "is" : "are"} ${pluralize(more, "more error")}.`);
  if (live.drawn && !isShown) parts.push(" The picture shows an earlier version.");
  banner.replaceChildren(...parts);
}

/** Report that this map is no longer served. */
function showGone() {
  const lead = createElement("strong", {}, "This map is gone: ");
  $("trouble").replaceChildren(lead, "its file was moved or deleted. The picture shows an earlier version.");
  $("trouble").hidden = false;
}
