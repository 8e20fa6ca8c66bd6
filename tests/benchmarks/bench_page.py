"""Measures the page of a map in a browser: first paint, and each interaction.

    python tests/benchmarks/bench_page.py [STATEMENTS] [RUNS]

Nothing here passes or fails, because machines differ. Times are medians in milliseconds. The first
paint is the browser's First Contentful Paint; "ready" is when the script has run. An interaction is
measured from the event until the second frame after it, when it has been painted.
"""

import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from shutil import which
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent))

from bench import make_map
from playwright.sync_api import sync_playwright

from argmap.rendering.html import to_html
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

MEASURE = """
(action) => new Promise((done) => {
  const before = performance.now();
  new Function("key", "type", action)(
    (key) => document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })),
    (text) => {
      const query = document.getElementById("page-query");
      query.value = text;
      query.dispatchEvent(new Event("input"));
    },
  );
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - before)));
})
"""
PAN = """
const stage = document.getElementById("page-stage");
const at = (type, x) => stage.dispatchEvent(new PointerEvent(type, {
  pointerId: 1, button: 0, clientX: x, clientY: 400, bubbles: true }));
at("pointerdown", 400); at("pointermove", 460); at("pointermove", 520); at("pointerup", 520);
"""
WHEEL = """
document.getElementById("page-stage").dispatchEvent(
  new WheelEvent("wheel", { deltaY: %d, clientX: 400, clientY: 400, cancelable: true }))
"""
BEGIN = "document.querySelector('svg [tabindex=\"0\"]').focus()"
INTERACTIONS = {
    "take the focus": BEGIN,
    "open the panel (Enter)": "key('Enter')",
    "back to the map": BEGIN,
    "walk a step, with the panel": "key('ArrowRight'); key('ArrowDown')",
    "zoom in (wheel)": WHEEL % -200,
    "zoom out (wheel)": WHEEL % 200,
    "pan": PAN,
    "fit": "key('0')",
    "zoom out of the whole (wheel)": WHEEL % 100,
    "home": "key('Home')",
    "fold the thesis": "key(' ')",
    "unfold all": "document.getElementById('page-unfold').click()",
    "one branch alone": "key('ArrowRight'); key('f')",
    "the whole again": "key('f')",
    "search, many hits": "type('a')",
    "search, few hits": "type('s99')",
    "next hit": "document.getElementById('page-next').click()",
    "end of the search": "type('')",
    "dark": "document.getElementById('page-dark').click()",
    "light": "document.getElementById('page-dark').click()",
}
PAINTED = """
() => new Promise((done) => {
  new PerformanceObserver((list) => {
    if (list.getEntriesByName("first-contentful-paint").length) done();
  }).observe({ type: "paint", buffered: true });
})
"""
READY = """
() => ({
  "first paint": performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
  "ready": performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
})
"""


def measure(page, address):
    """Yield the measurements of one visit, by name."""
    page.goto(address)
    page.evaluate(PAINTED)
    yield from page.evaluate(READY).items()
    for name, action in INTERACTIONS.items():
        yield name, page.evaluate(MEASURE, action)


def main(statements, runs):
    """Measure everything and print the table."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        source, target = Path(name, "map.argmap"), Path(name, "map.html")
        source.write_text(make_map(statements), encoding="utf-8")
        argument_map = load_resolution(source, FileCache()).map
        before = perf_counter()
        text = to_html(argument_map)
        seconds = perf_counter() - before
        target.write_text(text, encoding="utf-8")
        own = playwright.chromium.executable_path
        names = (own, "chromium-headless-shell", "chromium")
        program = next(filter(None, map(which, names)), None)
        if program is None:
            print(
                "the page: not measured, Chromium is not installed (`playwright install chromium`)"
            )
            return
        browser = playwright.chromium.launch(executable_path=program)
        times = defaultdict(list)
        for _ in range(runs):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            for action, duration in measure(page, target.as_uri()):
                times[action].append(duration)
            page.close()
        print(f"{statements:,} statements, median of {runs} runs, Chromium {browser.version}\n")
        browser.close()
    print(f"{'to_html':<32}{1000 * seconds:>8.0f} ms")
    print(f"{'size of the file':<32}{len(text.encode()) / 1e6:>8.1f} MB")
    for action, durations in times.items():
        print(f"{action:<32}{median(durations):>8.0f} ms")


if __name__ == "__main__":
    main(*(int(word) for word in (*sys.argv[1:], *("1000", "5")[len(sys.argv) - 1 :])))
