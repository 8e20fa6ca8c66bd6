// Names and roles for screen readers that the theme leaves out.
function label() {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  for (const buttons of document.querySelectorAll("nav.md-code__nav")) {
    buttons.setAttribute("role", "none");
  }
}

document.addEventListener("DOMContentLoaded", () => {
  label();
  new MutationObserver(label).observe(document.body, { childList: true, subtree: true });
});
