// Finds texts of a picture that exceed the box they belong to, or overlap a text on the same line.
(margin) => {
  const isClose = (first, second) => Math.abs(first - second) < 1;
  const problems = [];
  const boxOf = (text) => {
    const evidence = text.closest('.docked');
    const card = text.closest('.card');
    return evidence?.querySelector('rect') ?? card?.querySelector('.frame') ??
      card?.querySelector('path') ?? text.closest('svg').querySelector('.page');
  };
  const rows = new Map();
  for (const text of document.querySelectorAll('svg text')) {
    if (!text.textContent.trim() || text.closest('.lines')) continue;
    const box = boxOf(text);
    const isHeading = box.matches('path');
    const inner = text.getBoundingClientRect();
    const outer = box.getBoundingClientRect();
    const space = isHeading ? -1 : margin; // text is measured in whole pixels
    const excess = Math.max(outer.left + space - inner.left, inner.right + space - outer.right);
    if (excess > 0) problems.push(`${excess.toFixed(1)} beside its box: ${text.textContent}`);
    const height = isHeading ? 0 : Math.max(outer.top - inner.top, inner.bottom - outer.bottom);
    const hasMarks = /\p{Mn}{3}/u.test(text.textContent.normalize('NFD'));
    if (height > (hasMarks ? 4 : 0.5)) {
      problems.push(`${height.toFixed(1)} above or below its box: ${text.textContent}`);
    }
    const owner = text.closest('.docked, .card, .caption, .legend');
    for (const [other, area] of rows.get(owner) ?? []) {
      const isBeside = isClose(other.getAttribute('y'), text.getAttribute('y'));
      if (isBeside && area.left < inner.right && inner.left < area.right) {
        problems.push(`“${text.textContent}” overlaps “${other.textContent}”`);
      }
    }
    rows.set(owner, [...rows.get(owner) ?? [], [text, inner]]);
  }
  return problems;
}
