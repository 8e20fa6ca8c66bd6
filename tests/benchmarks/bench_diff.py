"""Measures the comparison of two versions: user CPU in one warm process, as a share of loading both.

    make bench            or: python tests/benchmarks/bench_diff.py

Goals for 5,000 statements on a quiet machine: 0.3 s beyond loading both versions.
"""

import random
import sys

from bench_evaluate import min_seconds, resolved_text

from argmap.comparison import compare_maps, compare_verdicts

SIZE = 5_000
GOAL_SECONDS = 0.3


def cross_linked(size, *, is_edited=False, is_renamed=False):
    """Return a map whose statements support or attack earlier ones, perhaps with 21 edits."""
    rng = random.Random(5)
    words = [f"word{number}" for number in range(800)]
    prefix = "d" if is_renamed else "c"
    lines = [f'map "M" {{ thesis: {prefix}0 }}', f'claim {prefix}0 "Thesis"']
    for number in range(1, size):
        text = " ".join(rng.choices(words, k=9))
        kind = rng.choice(("claim", "evidence", "counterpoint"))
        parent = rng.randrange(number // 3, number)
        if is_edited and number % 250 == 7:
            text = text.replace("word", "term", 3)
        relation = "opposes" if kind == "counterpoint" else "supports"
        lines.append(f'{kind} {prefix}{number} "{text}" {{ {relation}: {prefix}{parent} }}')
    if is_edited:
        lines.append(f'counterpoint extra "Extra" {{ opposes: {prefix}0 }}')
    return "\n".join(lines)


def main(runs):
    texts = {
        "nothing": cross_linked(SIZE),
        "21 edits": cross_linked(SIZE, is_edited=True),
        "21 edits, all ids": cross_linked(SIZE, is_edited=True, is_renamed=True),
    }
    old_text = cross_linked(SIZE)
    loading = min_seconds(lambda: [resolved_text(old_text), resolved_text(old_text)], runs)
    old = resolved_text(old_text)
    print(f"argmap diff, {SIZE:,} statements; loading both: {loading:.2f} s")
    for name, text in texts.items():
        new = resolved_text(text)

        def compare(new=new):
            verdicts = compare_verdicts(compare_maps(old, new))
            for flip in verdicts.flips[:1]:
                verdicts.cause(flip)
            return verdicts.strengths

        seconds = min_seconds(compare, runs)
        print(
            f"  changed: {name:<20} {seconds:6.2f} s, {seconds / loading:5.2f} of loading both "
            f"(goal on a quiet machine: {GOAL_SECONDS} s)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
