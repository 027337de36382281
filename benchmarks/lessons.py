"""Measures lessons: how diverse they are, how many planted errors are found, and how fast they are made and judged.

``python benchmarks/lessons.py [--count 1000] [--planted 2000]``. Beside the diversity of each style stands that of
a yardstick: what people wrote, the docstrings of Python's standard library, cut into pieces as long as lessons.
"""

from __future__ import annotations

import argparse
import ast
import random
import re
import sys
import sysconfig
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from simulators.checks import lessons
from simulators.core import Family, load
from simulators.examples import Example, examples, fault
from simulators.lessons._graph import CONCEPTS
from synth import diversity

STYLES = ("textbook", "dialogue", "worked_solutions", "quiz", "story")
LEVELS = (1, 2, 3, 4, 5)
_FENCE = len("```markdown\n")


class Planted(NamedTuple):
    """A digit of a lesson that was changed: where, in what kind of part, and whether the checker noticed."""

    part: str
    found: bool
    line: str
    concept: str


def made(style: str, count: int, seed: int = 1) -> list[Example]:
    """Lessons of a style, as many of each level."""
    share = count // len(LEVELS)
    return [
        one for level in LEVELS for one in examples(f"lessons.{style}", level=level, seed=seed, indices=range(share))
    ]


def text_of(example: Example) -> str:
    """The lesson without its fence."""
    return example.problem.answer[_FENCE:-4]


def one_a_concept(style: str) -> list[str]:
    """Of each concept the first lesson that is met: how alike lessons on different things are."""
    found: dict[str, str] = {}
    for one in made(style, 1000, seed=9):
        found.setdefault(one.problem.facts["concept"], text_of(one))
    return [found[name] for name in sorted(found)]


def docstrings(count: int, words: int) -> list[str]:
    """What people wrote: the docstrings of the standard library, joined and cut into pieces of so many words."""
    folder = Path(sysconfig.get_paths()["stdlib"])
    said: list[str] = []
    for path in sorted(folder.glob("*.py")) + sorted(folder.glob("*/*.py")):
        if "site-packages" in path.parts or "test" in path.parts[-2]:
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        found = (ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, kinds))
        said += [text for text in found if text]
    flat = " ".join(said).split()
    pieces = [" ".join(flat[at : at + words]) for at in range(0, len(flat) - words, words)]
    return pieces[:count]


def digits(example: Example) -> Iterator[tuple[int, str]]:
    """The places of digits in computed parts of a lesson, with the kind of part: what is judged must notice each."""
    lines = text_of(example).split("\n")
    items = example.problem.facts["items"]
    spans = lessons.spans(lines, [item["text"] for item in items]) or []
    stated = {number for first, behind in spans for number in range(first, behind)}
    key = max(number for number, heading in lessons.headings(lines) if heading in ("answers", "key"))
    after = next((number for number, _ in lessons.headings(lines) if number > key), len(lines))
    first, at = spans[0][0], _FENCE
    for number, line in enumerate(lines):
        part = _part(line, number, stated, key, after) if number >= first and number < after else ""
        start = re.match(r"\s*(?:[0-9]+\. )?", line)
        skipped = start.end() if start and part in ("problem", "key") else 0
        if part:
            yield from (
                (at + place, part) for place, letter in enumerate(line) if letter.isdigit() and place >= skipped
            )
        at += len(line) + 1


def _part(line: str, number: int, stated: set[int], key: int, after: int) -> str:
    """The kind of part that a line belongs to; "" for prose that holds no result."""
    if number in stated:
        return "problem"
    if key < number < after:
        return "key"
    if line.startswith("**") and "nswer:**" in line:
        return "answer"
    if re.match(r"   - [A-F]\) ", line):
        return "option"
    return "working" if line.startswith("- ") or (line.startswith("  ") and "*Why:*" not in line) else ""


def planted(style: str, count: int, seed: int = 2) -> list[Planted]:
    """Single digits changed in so many lessons, one in each, and what the checker said."""
    rng = random.Random(f"{style}/{seed}")
    found = []
    family: Family = load(f"lessons.{style}")
    for example in made(style, count, seed):
        answer = example.problem.answer
        places = list(digits(example))
        if not places:
            continue
        at, part = rng.choice(places)
        other = rng.choice([digit for digit in "0123456789" if digit != answer[at]])
        changed = answer[:at] + other + answer[at + 1 :]
        noticed = family.check(example.problem.facts, changed).reward == 0
        line = changed[changed.rfind("\n", 0, at) + 1 : changed.find("\n", at)]
        found.append(Planted(part, noticed, line, example.problem.facts["concept"]))
    return found


def speeds(style: str, count: int) -> tuple[float, float]:
    """Lessons a second of processor time: made with all their parts, and judged in full with claims and mistakes."""
    began = time.process_time()
    batch = made(style, count, seed=3)
    between = time.process_time()
    faults = [said for example in batch if (said := fault(example))]
    if faults:
        raise SystemExit(faults[0])
    return len(batch) / (between - began), len(batch) / (time.process_time() - between)


def show(name: str, texts: list[str]) -> None:
    """A line of the table."""
    measures = diversity.measured(texts)
    words = sum(len(text.split()) for text in texts) // len(texts)
    print(f"{name:30} {len(texts):6} {words:6} " + " ".join(f"{value:10.3f}" for value in measures), flush=True)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--planted", type=int, default=2000)
    asked = parser.parse_args()
    print(
        f"{'texts':30} {'how many':>6} {'words':>6} " + " ".join(f"{name:>10}" for name in diversity.Measures._fields)
    )
    batches = {style: [text_of(one) for one in made(style, asked.count)] for style in STYLES}
    for style, texts in batches.items():
        show(style, texts)
    for style in STYLES:
        show(f"{style}, one a concept", one_a_concept(style))
    mixed = [text for texts in batches.values() for text in texts[:: len(STYLES)]]
    show("all styles mixed", mixed)
    words = sum(len(text.split()) for text in mixed) // len(mixed)
    written = docstrings(asked.count, words)
    show("docstrings of Python", written)
    show("as many as concepts", written[:: max(1, len(written) // len(CONCEPTS))][: len(CONCEPTS)])
    report_planted(asked.planted)
    for style in STYLES:
        making, judging = speeds(style, min(asked.count, 250))
        print(f"{style:24} {making:8.0f} made a second, {judging:8.0f} judged in full a second")


def report_planted(count: int) -> None:
    """How many planted digits were found, by part, and some that were not."""
    found = [one for style in STYLES for one in planted(style, count // len(STYLES))]
    missed = [one for one in found if not one.found]
    print(f"\nplanted digits: {len(found)}, found {len(found) - len(missed)} ({1 - len(missed) / len(found):.2%})")
    for part, whole in sorted(Counter(one.part for one in found).items()):
        print(f"  {part:10} {whole:5}, missed {sum(one.part == part for one in missed)}")
    for one in missed[:20]:
        print(f"  missed in {one.part} of {one.concept}: {one.line[:150]}")


if __name__ == "__main__":
    main()
