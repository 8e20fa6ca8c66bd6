"""Measures the language server, from a keystroke to the resulting diagnostics.

    make bench            or: python tests/benchmarks/bench_lsp.py [KEYSTROKES]

The benchmark talks to a server over standard input and output, as an editor does. It opens a map
from the generator of `bench.py` and types letters at many positions, each after the diagnostics for
the previous one have been published. It prints the 95th percentile of

1. the time until the diagnostics of the new version arrive,
2. the CPU time of the server meanwhile, all threads together (on Linux).

The same run measures a command that checks the same map without a cache, for comparison.

There are three kinds of keystrokes: one in a text, one that breaks the file (the first of a new
line), and one that fixes it again. The debounce time of the server (`delay`) is set to 0.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from bench import CHECK, make_map, run_measured

COMMAND = [sys.executable, "-m", "argmap", "lsp"]


class Server:
    """A server, with the parts of the protocol that typing needs."""

    def __init__(self, folder):
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, cwd=folder)
        self.ids = 0
        self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder.as_uri(),
                "capabilities": {},
                "initializationOptions": {"delay": 0},
            },
        )
        self.notify("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return json.loads(self.process.stdout.read(length))

    def request(self, method, params):
        self.ids += 1
        self.send({"id": self.ids, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.ids:
            pass
        return message["result"]

    def wait_for(self, version):
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                if message["params"].get("version") == version:
                    return message["params"]["diagnostics"]

    def cpu_seconds(self):
        """Return the CPU time of all threads so far, in seconds."""
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (OSError, ValueError):
                continue
        return total / 1e9

    def stop(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        self.process.wait(timeout=10)


class Typist:
    """Types into one open file; the text is ASCII, so columns are offsets."""

    def __init__(self, server, uri, text):
        self.server, self.uri, self.text, self.version = server, uri, text, 1
        document = {"uri": uri, "languageId": "argmap", "version": 1, "text": text}
        server.notify("textDocument/didOpen", {"textDocument": document})
        server.wait_for(1)

    def type(self, start, end, text):
        """Replace a range; return the elapsed and CPU seconds until diagnostics arrive."""
        self.version += 1
        change = {"range": {"start": self.position(start), "end": self.position(end)}, "text": text}
        self.text = self.text[:start] + text + self.text[end:]
        document = {"uri": self.uri, "version": self.version}
        params = {"textDocument": document, "contentChanges": [change]}
        before, cpu = time.perf_counter(), self.server.cpu_seconds()
        self.server.notify("textDocument/didChange", params)
        self.server.wait_for(self.version)
        return time.perf_counter() - before, self.server.cpu_seconds() - cpu

    def position(self, offset):
        line = self.text.count("\n", 0, offset)
        return {"line": line, "character": offset - (self.text.rfind("\n", 0, offset) + 1)}


def measure(size, keystrokes):
    """Return the times of each kind of keystroke, in a map of a given size."""
    rng = random.Random(size)
    times = {"in a text": [], "that breaks the file": [], "that fixes it": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        path = folder / "map.argmap"
        path.write_text(make_map(size), encoding="utf-8")
        server = Server(folder)
        typist = Typist(server, path.as_uri(), path.read_text(encoding="utf-8"))
        for _ in range(keystrokes):
            start = (
                typist.text.index(' "', rng.randrange(len(typist.text) // 2 ** rng.randrange(3)))
                + 5
            )
            times["in a text"].append(typist.type(start, start, "x"))
            line = typist.text.index("\n", start)
            times["that breaks the file"].append(typist.type(line, line, "\n c"))
            times["that fixes it"].append(typist.type(line, line + 3, ""))
        server.stop()
    return times


def check_seconds(size):
    """Return the user CPU of a command that checks the same map, in seconds."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "map.argmap"
        path.write_text(make_map(size), encoding="utf-8")
        return min(run_measured([*CHECK, str(path)], dict(os.environ))[0] for _ in range(3))


def percentile(values, share=0.95):
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def main(keystrokes):
    """Measure and print the table."""
    print(f"language server, p95 of {keystrokes} keystrokes, Python {sys.version.split()[0]}\n")
    print(f"{'':<42}{'target':>10}  {'processor':>10}  {'clock':>10}  {'÷ check':>8}")
    for size, target in ((1_000, "≤ 0.05 s"), (10_000, "≤ 0.4 s")):
        check = check_seconds(size)
        print(f"{f'{size:,} statements, checked without a cache':<42}{'':>10}  {check:>8.3f} s")
        for kind, times in measure(size, keystrokes).items():
            clock = percentile([elapsed for elapsed, _ in times])
            cpu = percentile([seconds for _, seconds in times])
            print(
                f"{f'{size:,} statements, {kind}':<42}{target:>10}  {cpu:>8.3f} s  {clock:>8.3f} s"
                f"  {cpu / check:>6.2f} ×"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 40)
