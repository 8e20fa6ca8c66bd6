// Opens the editor: by a link that the browser follows, or by a command of the server.

const canEdit = () => Boolean(live.editor) && live.editor.kind !== "none";

/** Return whether the file of a location can be opened. */
function isOpenable([file]) {
  return canEdit() && file in live.files;
}

async function edit([file, line, column]) {
  if (!canEdit()) return;
  const { link } = live.files[file] ?? {};
  if (link) {
    createElement("a", { href: link.replace("{line}", line).replace("{column}", column) }).click();
    return;
  }
  const headers = { "Content-Type": "application/json", "X-Argmap-Token": live.token };
  const body = JSON.stringify({ file, line, column });
  try {
    const response = await fetch("/open", { method: "POST", headers, body });
    if (!response.ok) toast(`The editor was not opened: ${(await response.text()).trim()}`);
  } catch {
    toast("The editor was not opened: the server does not answer");
  }
}

/** Return a button that opens a location: `energy.argmap:3:5`. */
function locationButton(location, name) {
  const text = `${name}:${location[1]}:${location[2]}`;
  const button = createElement("button", { type: "button", class: "link at" }, text);
  button.disabled = !isOpenable(location);
  if (!button.disabled) button.title = `Open in ${live.editor.label}`;
  button.addEventListener("click", () => edit(location));
  return button;
}
