// What is due for review: each statement beside the cited passage, with a button that accepts it.

function passageQuote([label, text]) {
  return createElement("blockquote", {}, text, createElement("cite", {}, label));
}

function reviewItem(item) {
  const attributes = { type: "button", class: "link what" };
  const text = createElement("button", attributes, item.text);
  text.addEventListener("click", () => showStatement(item.id));
  const about = [`${item.state}: ${item.name}`];
  if (item.path.length) about.push(`depends on what differs: ${item.path.join(" ← ")}`);
  if (item.last) about.push(item.last);
  const lines = about.map((line) => createElement("div", { class: "advice" }, line));
  const statement = createElement("div", {}, text, ...lines);
  const passages = item.passages.map(passageQuote);
  if (item.hasCitations && !passages.length) {
    passages.push(createElement("span", { class: "advice" }, "The cited passage is not available."));
  }
  return createElement(
    "li",
    { "data-id": item.id },
    statement,
    createElement("div", {}, ...passages),
    acceptButton(item),
  );
}

function acceptButton(item) {
  const { reviewer } = live.reviews;
  if (!item.isNamed) return createElement("span", { class: "advice" }, "Add an id to review it.");
  const button = createElement("button", { type: "button", class: "accept" }, "Accept");
  button.append(createElement("span", { class: "unseen" }, ` ${item.name}`));
  button.disabled = !reviewer;
  button.addEventListener("click", () => acceptStatement(item, button));
  return button;
}

async function acceptStatement({ id, seen }, button) {
  const reason = $("reviews-reason").value.trim();
  if (!reason) {
    toast("Write why you accept it");
    $("reviews-reason").focus();
    return;
  }
  button.disabled = true;
  const headers = { "Content-Type": "application/json", "X-Argmap-Token": live.token };
  const body = JSON.stringify({ map: live.map, id, seen, reason });
  try {
    const response = await fetch("/review", { method: "POST", headers, body });
    if (response.ok) {
      leaveItem(button.closest("li"));
      return;
    }
    toast(`The review was not recorded: ${(await response.text()).trim()}`);
  } catch {
    toast("The review was not recorded: the server does not answer");
  }
  button.disabled = false;
}

/** Remove an accepted statement from the list before the server sends the new one. */
function leaveItem(item) {
  const next = (item.nextElementSibling ?? item.previousElementSibling)?.querySelector(".accept");
  item.remove();
  (next ?? $("reviews-close")).focus();
  toast("The review is recorded");
}

function showReviews() {
  const { reviews } = live;
  if (!reviews || !$("reviews-button")) return;
  const { items, total, failure, reviewer } = reviews;
  $("reviews-button").textContent = total ? `Review (${total})` : "Review";
  $("reviews-title").textContent = total
    ? `${pluralize(total, "statement")} due for review`
    : "Everything is reviewed";
  $("reviews-title").hidden = Boolean(failure);
  const notes = [failure, total > items.length ? `The first ${items.length} are shown.` : ""];
  notes.push(
    reviewer
      ? `You review as ${reviewer}.`
      : "To accept statements, set git’s user.name and start argmap serve again.",
  );
  $("reviews-note").textContent = notes.filter(Boolean).join(" ");
  $("reviews-label").hidden = !items.length || !reviewer;
  const list = $("reviews-list");
  const focusedId = list.contains(document.activeElement)
    ? document.activeElement.closest("li")?.dataset.id
    : undefined;
  const top = $("reviews").scrollTop;
  list.replaceChildren(...items.map(reviewItem));
  $("reviews").scrollTop = top;
  if (focusedId === undefined) return;
  const same = [...list.children].find((item) => item.dataset.id === focusedId);
  (same?.querySelector(".accept") ?? $("reviews-close")).focus();
}

function openReviews(isOpen) {
  const hadFocus = $("reviews").contains(document.activeElement);
  $("reviews").hidden = !isOpen;
  $("reviews-button").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) {
    openFindings(false);
    if (isNarrow()) closeOtherPanel();
    ($("reviews-label").hidden ? $("reviews-close") : $("reviews-reason")).focus();
  } else if (hadFocus) $("reviews-button").focus();
  window.dispatchEvent(new Event("resize")); // the size of the stage has changed
}

$("reviews-button")?.addEventListener("click", () => openReviews($("reviews").hidden));
$("reviews-close").addEventListener("click", () => openReviews(false));
$("findings-button").addEventListener("click", () => {
  if (!$("findings").hidden) openReviews(false);
});
$("reviews").addEventListener("keydown", (event) => {
  if (event.key === "Escape") openReviews(false);
});
