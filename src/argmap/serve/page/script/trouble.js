// The banner that explains why the picture is out of date.

function showTrouble() {
  const { trouble } = live;
  const banner = $("trouble");
  banner.hidden = !trouble;
  if (!trouble) {
    banner.replaceChildren();
    return;
  }
  const { what: message, place: location, more: otherCount, isShown } = trouble;
  const lead = isShown ? "This map cannot be checked: " : "This map cannot be drawn: ";
  const parts = [createElement("strong", {}, lead), `${message}.`];
  if (location) parts.push(" ", locationButton(location, location[3]));
  if (otherCount) {
    parts.push(` There ${otherCount === 1 ? "is" : "are"} ${pluralize(otherCount, "more error")}.`);
  }
  if (live.drawn && !isShown) parts.push(" The picture shows an earlier version.");
  banner.replaceChildren(...parts);
}

/** Report that this map is no longer served. */
function showGone() {
  const lead = createElement("strong", {}, "This map is gone: ");
  $("trouble").replaceChildren(lead, "its file was moved or deleted. The picture shows an earlier version.");
  $("trouble").hidden = false;
}
