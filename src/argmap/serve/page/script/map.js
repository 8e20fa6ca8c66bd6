// The page of a map: statements open the editor, and findings lead to their cards.

const locationOf = (statement) => live.places[statement.id];

function editStatement(statement) {
  const location = statement && locationOf(statement);
  if (location) edit(location);
}

extraActions.push((statement) => {
  const location = locationOf(statement);
  if (!location || !isOpenable(location)) return null;
  const button = createElement("button", { type: "button" }, "Edit");
  button.title = `${live.files[location[0]].name}:${location[1]} in ${live.editor.label}`;
  button.addEventListener("click", () => edit(location));
  return button;
});

KEYS.e = () => editStatement(current);

stage.addEventListener("click", (event) => {
  const hasModifier = event.altKey || event.ctrlKey || event.metaKey;
  if (!hasModifier || wasDragged || event.target.closest("a")) return;
  editStatement(statementAt(event.target));
});
stage.addEventListener("dblclick", (event) => {
  if (!wasDragged && !event.target.closest("a, .fold")) editStatement(statementAt(event.target));
});

showStatement = (id) => {
  const statement = known.get(id);
  if (!statement) return false;
  if (isNarrow()) openFindings(false);
  select(statement, { history: "push", focus: true });
  return true;
};
closeOtherPanel = closePanel;

if (canEdit()) {
  const keys = createElement("dt", {}, createElement("kbd", {}, "E"));
  const text = `open it in ${live.editor.label}; so does a double click`;
  const description = createElement("dd", {}, text);
  document.querySelector("#page-keys dl").append(createElement("div", {}, keys, description));
}

showAll();
refreshPanel(); // it may have been opened before the “Edit” button existed
listen();
