// The ribbon: why the picture is not that of the map as it is.

function showTrouble() {
  const { trouble } = live;
  const ribbon = $("trouble");
  ribbon.hidden = !trouble;
  if (!trouble) {
    ribbon.replaceChildren();
    return;
  }
  const { what, place, more, isShown } = trouble;
  const lead = isShown ? "This map cannot be checked: " : "This map cannot be drawn: ";
  const said = [createElement("strong", {}, lead), `${what}.`];
  if (place) said.push(" ", placeButton(place, place[3]));
  if (more) said.push(` There ${more === 1 ? "is" : "are"} ${pluralize(more, "more mistake")}.`);
  if (live.drawn && !isShown) said.push(" You see it as it was before.");
  ribbon.replaceChildren(...said);
}

/** Say that this map is not among those that are served any more. */
function showGone() {
  const said = createElement("strong", {}, "This map is gone: ");
  $("trouble").replaceChildren(said, "its file was moved or deleted. You see it as it was before.");
  $("trouble").hidden = false;
}
