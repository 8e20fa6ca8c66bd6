// Light and dark colors.

/** Return the media rules with the dark colors; the button “Dark” turns them on or off. */
function findDarkRules() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules.filter((rule) => rule.media?.mediaText.includes("prefers-color-scheme"));
}

let darkRules = [];
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const darkButton = $("dark");

function showDarkState(isDark) {
  darkButton.setAttribute("aria-pressed", String(isDark));
}

function setDark(isDark) {
  for (const rule of darkRules) rule.media.mediaText = isDark ? "screen" : "not all";
  darkButton.dataset.chosen = "";
  showDarkState(isDark);
}

// A new picture has rules of its own; those of the picture that it replaced are dropped.
onMap.push(() => {
  const kept = darkRules.filter((rule) => rule.parentStyleSheet.ownerNode?.isConnected);
  darkRules = [...new Set([...kept, ...findDarkRules()])];
  if ("chosen" in darkButton.dataset) {
    setDark(darkButton.getAttribute("aria-pressed") === "true");
  }
});

darkButton.addEventListener("click", () => {
  setDark(darkButton.getAttribute("aria-pressed") !== "true");
});
systemDark.addEventListener("change", () => {
  if (!("chosen" in darkButton.dataset)) showDarkState(systemDark.matches);
});
