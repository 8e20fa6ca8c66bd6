// The roles of the picture for screen readers: a tree of statements.

/** Give the picture the roles of a tree, for keyboards and screen readers. */
function makeTree() {
  svg.setAttribute("role", "tree");
  svg.removeAttribute("aria-roledescription");
  for (const card of cards) {
    if (card.element.hasAttribute("role")) card.element.setAttribute("role", "group");
  }
  for (const statement of statements.values()) {
    const { element } = statement;
    statement.level = (statement.above?.level ?? 0) + 1;
    element.classList.add(isArgued(statement) ? "statement" : "aside");
    element.setAttribute("role", "treeitem");
    element.setAttribute("aria-level", statement.level);
    element.setAttribute("aria-selected", "false");
    element.setAttribute("tabindex", "-1");
    if (statement.descendants) element.setAttribute("aria-expanded", "true");
  }
  for (const link of svg.querySelectorAll("a")) {
    link.setAttribute("tabindex", "-1"); // the panel contains the same links
    if (!isAbsolute(link.getAttribute("href"))) continue;
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
  }
}

onMap.push(makeTree);
