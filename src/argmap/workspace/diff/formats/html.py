"""The difference as one HTML page, with a picture of each map and a slider between its versions.

The page needs nothing else: no network, no other file. Without scripts, the pictures show both
versions at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.errors import RenderError
from argmap.model.statement import display_name
from argmap.rendering.escaping import escape_xml, xml_id
from argmap.workspace.diff import wording
from argmap.workspace.diff.difference import Diff, MapDiff
from argmap.workspace.diff.formats.text import change_lines
from argmap.workspace.diff.picture import draw_versions

_STYLE = """
:root { color-scheme: light dark; --old: 1; --new: 1 }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2.5rem }
table { border-collapse: collapse } th, td { padding: .25rem .75rem; text-align: start }
th { border-bottom: 1px solid; font-weight: 600 } td { vertical-align: top }
pre { overflow-x: auto; white-space: pre-wrap; font-size: .875rem }
.picture { overflow-x: auto; border: 1px solid #8888; border-radius: .5rem; padding: .5rem }
.picture svg { max-width: 100%; height: auto }
.slider { display: flex; gap: .75rem; align-items: center; margin: 1rem 0 }
.slider input { flex: 1; max-width: 30rem }
"""
_SCRIPT = """
for (const slider of document.querySelectorAll('.slider input')) {
  const figure = slider.closest('figure');
  slider.addEventListener('input', () => {
    const share = slider.value / 100;
    figure.style.setProperty('--old', share <= .5 ? 1 : 2 - 2 * share);
    figure.style.setProperty('--new', share >= .5 ? 1 : 2 * share);
    slider.setAttribute('aria-valuetext',
      share < .5 ? slider.dataset.old : share > .5 ? slider.dataset.new : 'both versions');
  });
}
"""


def write(diff: Diff, *, color: bool) -> str:  # noqa: ARG001
    """Return the page."""
    title = escape_xml(f"{diff.old_label} → {diff.new_label}")
    return (
        "\n".join(
            [
                "<!doctype html>",
                '<html lang="en">',
                '<head><meta charset="utf-8">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{title}</title>",
                f"<style>{_STYLE}</style></head>",
                "<body><main>",
                f"<h1>{title}</h1>",
                *_body(diff),
                f"</main><script>{_SCRIPT}</script></body></html>",
            ]
        )
        + "\n"
    )


def _body(diff: Diff) -> Iterator[str]:
    if diff.is_same:
        yield "<p>Nothing changed in meaning.</p>"
        return
    names = [f"New map {name}" for name in diff.added]
    names += [f"Removed map {name}" for name in diff.removed]
    if names:
        yield "<ul>" + "".join(f"<li>{escape_xml(name)}</li>" for name in names) + "</ul>"
    changed = [map_diff for map_diff in diff.maps if not map_diff.is_same]
    for number, map_diff in enumerate(changed, 1):
        yield f"<h2>{escape_xml(map_diff.name)}</h2>"
        yield from _verdicts(map_diff)
        if not map_diff.is_part:
            yield from _figure(map_diff, (diff.old_label, diff.new_label), f"d{number}-")
        lines = escape_xml("\n".join(change_lines(map_diff)))
        yield f"<details open><summary>All changes</summary><pre>{lines}</pre></details>"


def _verdicts(diff: MapDiff) -> Iterator[str]:
    flips = diff.verdicts.flips
    if not flips:
        if diff.comparison.new.theses:
            yield "<p>The verdict on the thesis stays the same.</p>"
        return
    yield "<table><thead><tr><th>Statement</th><th>Before</th><th>Now</th><th>Because</th></tr>"
    yield "</thead><tbody>"
    for flip in flips:
        statement = diff.comparison.new.statements[flip.new_id]
        cause = diff.verdicts.cause(flip)
        sentences = wording.cause_sentences(cause, diff.comparison)
        name = display_name(statement)
        if flip.is_thesis:
            name = f"the thesis {name}: {statement.text}"
        name = " ".join(name.split())
        cells = (name, flip.old_status.value, flip.new_status.value, "; ".join(sentences))
        yield "<tr>" + "".join(f"<td>{escape_xml(cell)}</td>" for cell in cells) + "</tr>"
    yield "</tbody></table>"


def _figure(diff: MapDiff, labels: tuple[str, str], prefix: str) -> Iterator[str]:
    """Yield the picture of both versions, with a slider that fades one of them out."""
    try:
        svg = draw_versions(diff, labels, prefix)
    except RenderError as error:
        yield f"<p>{escape_xml(str(error))}</p>"
        return
    old, new = (escape_xml(label) for label in labels)
    yield f"<figure><style>{_fading(diff, prefix)}</style>"
    yield (
        f'<div class="slider"><span>{old}</span><input type="range" min="0" max="100" value="50" '
        f'aria-label="Version" data-old="{old}" data-new="{new}"><span>{new}</span></div>'
    )
    yield f'<div class="picture">{svg}</div></figure>'


def _fading(diff: MapDiff, prefix: str) -> str:
    """Return the rules that fade what only one version has, and the lines to it."""
    changes = [c for c in diff.comparison.changes if c.old is None or c.new is None]
    rules = []
    for change in changes:
        name = xml_id(change.id)
        kinds = ("s", "card", "line", "question", "context")
        selectors = ", ".join(f'[id="{prefix}{kind}-{name}"]' for kind in kinds)
        share = "--new" if change.old is None else "--old"
        rules.append(f"{selectors} {{ opacity: var({share}) }}")
    return "\n".join(rules)
