"""Measures the playground in a browser: its download, the first picture, and a change.

    python tests/benchmarks/bench_playground.py [FOLDER] [RUNS]

FOLDER is the built playground (default: ``site/playground``, see ``make playground``). Nothing here
passes or fails, because machines differ; the goals of the design are printed beside the figures. A
first visit has an empty cache. A change is measured from the message to the worker until the frame
with the new picture is painted, without debouncing.
"""

import gzip
import os
import sys
from pathlib import Path
from shutil import which
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT)]

from bench import make_map
from playwright.sync_api import sync_playwright
from tests.playground.conftest import serving
from tests.playground.test_page import PASTE

PICTURE = "#page-stage .card"
GOALS = {50: 60, 200: 150}
STAGES = "performance.getEntriesByType('mark').map(({ name, startTime }) => [name, startTime])"
LAST = "performance.getEntriesByName('change').map((entry) => entry.duration)"


def load() -> str:
    return f"load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores"


def download(folder: Path) -> None:
    """Print the sizes of the files that a visit loads, without the licenses."""
    sizes = {
        path.name: (path.stat().st_size, len(gzip.compress(path.read_bytes(), 9)))
        for path in sorted(folder.iterdir())
        if path.name != "licenses.txt"
    }
    for name, (raw, packed) in sorted(sizes.items(), key=lambda item: -item[1][1]):
        print(f"  {name:20} {raw:12,} {packed:12,}")
    raw, packed = map(sum, zip(*sizes.values()))
    print(f"download: {packed / 1e6:.2f} MB gzipped (goal 7.5), {raw / 1e6:.2f} MB as it is")


def first_picture(browser, address: str, runs: int) -> None:
    """Print the time from the navigation to the first picture, for new and later visits."""
    times = {"first visit": [], "later visits": []}
    stages = []
    for _ in range(runs):
        context = browser.new_context()
        for name in times:
            page = context.new_page()
            start = perf_counter()
            page.goto(address)
            page.wait_for_selector(PICTURE)
            times[name].append(perf_counter() - start)
            marks = dict(page.evaluate(STAGES))
            stages.append([marks["argmap"], marks["ready"] - marks["argmap"]])
            page.close()
        context.close()
    for name, seconds in times.items():
        goal = " (goal 2.5)" if name == "first visit" else ""
        worst = max(seconds)
        print(
            f"first picture, {name}: {median(seconds):.2f} s{goal}, at worst {worst:.2f} s; {load()}"
        )
    python, argmap = (median(parts) for parts in zip(*stages))
    print(f"  of these: Python is ready after {python:.0f} ms, argmap {argmap:.0f} ms later")


def change(browser, address: str, statements: int, runs: int) -> None:
    """Print the time of a change of a map."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(PICTURE)
    page.locator(".cm-content").focus()
    text = make_map(statements)
    for run in range(runs + 5):  # the first ones warm up
        before = len(page.evaluate(LAST))
        page.keyboard.press("ControlOrMeta+a")
        page.evaluate(PASTE, [text.replace('"', f'"{run} ', 1)])
        page.wait_for_function(f"() => {LAST}.length > {before}", polling=200)
    times = page.evaluate(LAST)[-runs:]
    count = page.inner_text("#page-counts").partition(":")[0]
    goal = f" (goal {GOALS[statements]})" if statements in GOALS else ""
    print(f"change, {count}: {median(times):.0f} ms{goal}, at worst {max(times):.0f} ms; {load()}")
    context.close()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site/playground"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    if not (folder / "index.html").exists():
        print(f"`{folder}` contains no playground; run `make playground`")
        return
    download(folder)
    with sync_playwright() as playwright, serving(folder) as address:
        bundled = playwright.chromium.executable_path
        program = (
            bundled
            if Path(bundled).exists()
            else which("chromium-headless-shell") or which("chromium")
        )
        browser = playwright.chromium.launch(executable_path=program)
        first_picture(browser, address, runs)
        for statements in (50, 200, 500):
            change(browser, address, statements, runs)
        browser.close()


if __name__ == "__main__":
    main()
