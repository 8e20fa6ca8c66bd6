"""Measures how fast AIF maps are loaded, as ratios against baselines of the same run.

    python tests/benchmarks/bench_exchange.py [RUNS]

Nothing here passes or fails, because machines differ. A task and its baseline run alternately, in
one warm process; the printed times are medians of user CPU.

1. Generated maps in the proportions of the public AIFdb corpora (4,563 maps with 231,470 nodes, of
   which 83,230 are statements and relations; here an eighth of them): loading ÷ `json.loads`.
2. Real maps, if there are any in ``shared/data/aif/carneades`` beside the repository: loading ÷ arguebuf's `load.aif`,
   if it is installed. The goal is 0.6.
"""

import json
import random
import resource
import sys
from pathlib import Path
from statistics import median

from argmap import exchange
from argmap.exchange.foreign import ForeignFile

SEED = 20_261_201
PART = 8
CORPORA = {
    # name: maps, statements, support, attack, rephrase, locutions, illocutions, transitions, words
    "qt30": (1484, 23_656, 5_702, 1_240, 5_926, 49_897, 34_584, 23_225, 18),
    "us-2016": (499, 8_610, 2_830, 942, 764, 19_059, 13_360, 8_031, 17),
    "iac": (1808, 17_293, 2_167, 7_322, 0, 0, 0, 0, 75),
    "araucaria": (662, 3_993, 1_746, 38, 0, 42, 42, 0, 18),
    "microtexts": (110, 566, 268, 167, 0, 0, 0, 0, 13),
}
WORDS = (
    "the of and to in we should not that this people government schools is are would have been "
    "because money taxes health workers climate energy which they voters debate policy country "
    "think really public service costs future children companies prices rights question"
).split()
STAMP = "2020-05-28 19:24:34"
REAL_FOLDERS = [
    parent / "shared" / "data" / "aif" / "carneades" for parent in Path(__file__).resolve().parents
]


class MapWriter:
    """A writer of one random map in AIF."""

    def __init__(self, rng, words):
        self.rng, self.words = rng, words
        self.nodes, self.edges, self.locutions = [], [], []

    def text(self):
        count = self.rng.randint(self.words // 2, self.words * 3 // 2)
        return " ".join(self.rng.choices(WORDS, k=count))

    def node(self, type_, text, **others):
        id_ = str(400_000 + len(self.nodes))
        self.nodes.append(
            {"nodeID": id_, "text": text, "type": type_, "timestamp": STAMP, **others}
        )
        return id_

    def edge(self, source, target):
        id_ = str(900_000 + len(self.edges))
        self.edges.append({"edgeID": id_, "fromID": source, "toID": target, "formEdgeID": None})

    def write(self, statements, support, attack, rephrase, locutions, illocutions, transitions):
        ids = [self.node("I", self.text()) for _ in range(max(statements, 2))]
        schemes = (
            [("RA", "Default Inference", "72")] * support
            + [("CA", "Default Conflict", "71")] * attack
            + [("MA", "Default Rephrase", "144")] * rephrase
        )
        self.rng.shuffle(schemes)
        for type_, name, number in schemes:
            scheme = self.node(type_, name, scheme=name, schemeID=number)
            target = self.rng.randrange(len(ids) - 1)
            premises = 1 if self.rng.random() < 0.8 else 2
            for _ in range(premises):
                self.edge(ids[self.rng.randrange(target + 1, len(ids))], scheme)
            self.edge(scheme, ids[target])
        spoken = [self.node("L", f"Speaker {n % 5}: {self.text()}") for n in range(locutions)]
        for locution in spoken:
            self.locutions.append(
                {"nodeID": locution, "personID": "1", "timestamp": STAMP}
                | {"start": STAMP, "end": None, "source": None}
            )
        for number in range(illocutions if spoken else 0):
            illocution = self.node("YA", "Asserting", scheme="Asserting", schemeID="74")
            self.edge(spoken[number % len(spoken)], illocution)
            if number % 2:  # the others are about relations
                self.edge(illocution, ids[number % len(ids)])
        for _ in range(transitions if spoken else 0):
            transition = self.node("TA", "Default Transition", scheme="Default Transition")
            self.edge(self.rng.choice(spoken), transition)
            self.edge(transition, self.rng.choice(spoken))
        data = {"nodes": self.nodes, "edges": self.edges, "locutions": self.locutions}
        return json.dumps(data).encode()


def generated_maps():
    """Return an eighth of the corpora as files."""
    rng = random.Random(SEED)
    files = []
    for maps, *counts, words in CORPORA.values():
        for _ in range(maps // PART):
            sizes = [int(count / maps * rng.uniform(0.4, 1.6) + rng.random()) for count in counts]
            files.append(MapWriter(rng, words).write(*sizes))
    return files


def cpu(function, *arguments):
    """Return the seconds of user CPU that a call takes."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    function(*arguments)
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - before


def load_all(files):
    """Load files as AIF, one after the other."""
    for data in files:
        for _ in exchange.load(ForeignFile("map.json", data), "aif"):
            pass


def parse_all(files):
    """Parse files as JSON."""
    for data in files:
        json.loads(data)


def arguebuf_all(files):
    """Load files with arguebuf."""
    import arguebuf

    for data in files:
        arguebuf.load.aif(json.loads(data))


def compare(title, files, task, baseline, baseline_name, runs, scale=1):
    """Print the ratio of a task to its baseline."""
    times = [(cpu(task, files), cpu(baseline, files)) for _ in range(runs)]
    ours, theirs = (median(column) * scale for column in zip(*times, strict=True))
    ratios = median(first / second for first, second in times if second)
    print(f"{title}: {ours:.3f} s, {baseline_name} {theirs:.3f} s, ratio {ratios:.2f}")


def main():
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    files = generated_maps()
    nodes = sum(data.count(b'"nodeID"') - data.count(b'"personID"') for data in files)
    print(f"{len(files)} generated maps, {nodes:,} nodes, {sum(map(len, files)) / 1e6:.1f} MB")
    compare(
        f"AIF corpora, times of all {PART} eighths", files, load_all, parse_all, "json", runs, PART
    )
    real = [path.read_bytes() for folder in REAL_FOLDERS for path in sorted(folder.glob("*.json"))]
    if not real:
        print("no real maps beside the repository")
        return
    try:
        import arguebuf  # noqa: F401
    except ImportError:
        compare(f"{len(real)} real maps", real * 10, load_all, parse_all, "json", runs)
        print("arguebuf is not installed")
        return
    compare(f"{len(real)} real maps, 10 times", real * 10, load_all, arguebuf_all, "arguebuf", runs)


if __name__ == "__main__":
    main()
