// Where texts of a picture lie that leave the box they belong to, or run into a text beside them.
(edge) => {
  const near = (one, other) => Math.abs(one - other) < 1;
  const faults = [];
  const boxOf = (text) => {
    const slip = text.closest('.docked');
    const card = text.closest('.card');
    return slip?.querySelector('rect') ?? card?.querySelector('.frame') ??
      card?.querySelector('path') ?? text.closest('svg').querySelector('.page');
  };
  const rows = new Map();
  for (const text of document.querySelectorAll('svg text')) {
    if (!text.textContent.trim() || text.closest('.lines')) continue;
    const box = boxOf(text);
    const isHeading = box.matches('path');
    const inner = text.getBoundingClientRect();
    const outer = box.getBoundingClientRect();
    const margin = isHeading ? -1 : edge; // text is measured in whole pixels
    const over = Math.max(outer.left + margin - inner.left, inner.right + margin - outer.right);
    if (over > 0) faults.push(`${over.toFixed(1)} beside its box: ${text.textContent}`);
    const below = isHeading ? 0 : Math.max(outer.top - inner.top, inner.bottom - outer.bottom);
    const room = /\p{Mn}{3}/u.test(text.textContent.normalize('NFD')) ? 4 : 0.5; // a third mark
    if (below > room) faults.push(`${below.toFixed(1)} above or below its box: ${text.textContent}`);
    const owner = text.closest('.docked, .card, .caption, .legend');
    for (const [other, lies] of rows.get(owner) ?? []) {
      const isBeside = near(other.getAttribute('y'), text.getAttribute('y'));
      if (isBeside && lies.left < inner.right && inner.left < lies.right) {
        faults.push(`“${text.textContent}” runs into “${other.textContent}”`);
      }
    }
    rows.set(owner, [...rows.get(owner) ?? [], [text, inner]]);
  }
  return faults;
}
