"""Measures every family for its card in the gallery: distinct problems, speed, the checker's errors, the third way.

``python benchmarks/cards.py --write [FAMILY …]`` updates ``docs/measures.json``; without names, the families that have
no measures of their present version. ``docs/gallery.py`` turns them into pages.

A checker's errors are counted over replies whose truth is known another way: rephrasings of the answer, which it must
accept, and changed answers, named mistakes and other problems' answers, which it must refuse unless the family's
third way (``tests/reference``) finds them right.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from simulators import core  # noqa: E402 - found through the line above
from simulators.core import Stream, canonical_key, stream  # noqa: E402
from simulators.examples import Example, examples, fault  # noqa: E402

MEASURES = ROOT / "docs" / "measures.json"
DISTINCT_OF = 10_000
TIMED = 1000  # examples a level, in batches
BATCH = 250
DEAR = 0.001  # seconds an example, beyond which a tenth of all is measured: programs are run in a sandbox
DEAR_TWICE = 0.005  # seconds an example with its third way, beyond which it is held against that a fifth as often
SIZED = 200  # examples a level whose size is measured
JUDGED = 40  # examples a level whose replies are rephrased and changed
CROSSED = 200  # examples a level whose answers and mistakes are held against the third way

DRESS = (
    "{0}", " {0} ", "{0}.", "**{0}**", "`{0}`", "${0}$", r"\boxed{{{0}}}", r"$\boxed{{{0}}}$", "The answer is {0}.",
    "Answer: {0}", "**Answer:** {0}", "Final answer: {0}", "#### {0}", "the answer: {0}",
    "So we get this.\n\nThe final answer is **{0}**.", "First 2 + 2 = 4, then 4 * 3 = 12.\nAnswer: {0}",
    "Let me think. It is not 17, is it?\n\nMy answer is {0}",
)  # fmt: skip
# Families whose answers are signs, labels or what a program prints: 1010 is no number there that could be 1,010.
WRITTEN = frozenset(
    {
        "arithmetic.base_conversion",
        "arithmetic.bitwise",
        "automata.cellular_automaton",
        "automata.turing_machine",
        "logic.circuit",
        "logic.self_reference",
        "programs.find_input",
        "programs.infer_type",
        "programs.objects",
        "programs.output",
        "programs.recursion",
        "programs.slices",
    }
)
_INTEGER = re.compile(r"-?\d+")
_FRACTION = re.compile(r"(-?)(\d+)/(\d+)")
_LIST = re.compile(r"-?\d+(?:/\d+)?(?:, -?\d+(?:/\d+)?)+")


def rephrased(answer: str, *, written: bool) -> Iterator[str]:
    """The answer in other forms that mean the same; of digits that are signs on a tape, there is no other form."""
    if written:
        return
    if _INTEGER.fullmatch(answer):
        yield f"{answer}.0"
        if answer[0] != "-":
            yield f"+{answer}"
        if len(answer.lstrip("-")) > 4:
            yield f"{int(answer):,}"
        yield answer.replace("-", "\u2212")
    elif found := _FRACTION.fullmatch(answer):
        sign, top, bottom = found.groups()
        yield rf"{sign}\frac{{{top}}}{{{bottom}}}"
        yield rf"{sign}\dfrac{{{top}}}{{{bottom}}}"
        yield f"{sign}{int(top) * 3}/{int(bottom) * 3}"
        yield f"{sign}{top} / {bottom}"
    elif _LIST.fullmatch(answer):
        yield f"({answer})"
        yield f"[{answer}]"
        yield answer.replace(", ", ",")
        yield " and ".join(answer.rsplit(", ", 1))
    elif answer.isalpha():
        yield answer.upper()
        yield answer.lower()
        yield rf"\text{{{answer}}}"


def changed(answer: str, rng: Stream) -> Iterator[str]:
    """Other answers that look like it, denials and hedges."""
    digits = [place for place, char in enumerate(answer) if char.isdigit()]
    for place in digits[:1] + digits[-1:]:
        yield answer[:place] + str((int(answer[place]) + 1 + rng.below(9)) % 10) + answer[place + 1 :]
    yield from _changed_lines(answer) if answer.startswith("```") else _changed_items(answer)
    yield f"not {answer}"
    yield f"either {answer} or something else"
    yield f"The answer is not {answer}."
    yield f"I do not know, maybe {answer}?"


def _changed_lines(answer: str) -> Iterator[str]:
    """A program without one of its lines, and with two of them changed in order."""
    lines = answer.split("\n")
    for place in range(2, len(lines) - 1):
        yield "\n".join(lines[:place] + lines[place + 1 :])
    for place in range(2, len(lines) - 2):
        yield "\n".join([*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]])


def _changed_items(answer: str) -> Iterator[str]:
    if _INTEGER.fullmatch(answer):
        value = int(answer)
        yield from map(str, (value + 1, value - 1, -value, 10 * value, value + 100))
        yield f"{answer}.5"
        if value:
            yield f"{answer}/7"
    if _FRACTION.fullmatch(answer):
        value = Fraction(answer)
        yield from map(str, (-value, 1 / value if value else 1, value + 1))
        yield f"{float(value):.3f}"
    items = answer.split(", ")
    if len(items) > 1:
        yield ", ".join(items[:-1])
        yield ", ".join([*items, items[0]])
        yield ", ".join([*items, "1"])
        yield ", ".join(reversed(items))
    words = answer.split()
    if len(words) > 1 and len(items) == 1:
        yield " ".join(words[:-1])
        yield " ".join([*words, words[0]])


def third_way(name: str) -> Callable[[Any, str], bool]:
    """The family's reference from the tests."""
    path = ROOT / "tests" / "reference" / f"{name.replace('.', '/')}.py"
    spec = importlib.util.spec_from_file_location(f"reference.{name}", path)
    if not path.exists() or spec is None or spec.loader is None:
        raise FileNotFoundError(f"{name} has no third way; expected {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.right


def is_right(right: Callable[[Any, str], bool], facts: Any, reply: str) -> bool:
    """What the third way says of a changed answer; what it cannot even read is wrong."""
    try:
        return bool(right(facts, reply))
    except Exception:  # noqa: BLE001 - references read canonical text only, and fail in their own ways on other text
        return False


def checker_errors(name: str) -> dict[str, int]:
    """How many right replies the checker refused and how many wrong ones it accepted, of how many."""
    right = third_way(name)
    family = core.load(name)
    judged = JUDGED // 10 if is_dear(name) or takes(name, right) > DEAR_TWICE else JUDGED
    counts = dict.fromkeys(("right", "refused", "wrong", "accepted"), 0)
    for level in range(1, len(family.levels) + 1):
        batch = examples(name, level=level, seed=404, indices=range(judged))
        for number, example in enumerate(batch):
            facts = json.loads(json.dumps(example.problem.facts))
            answer = example.problem.answer
            kind = [dress.format(answer) for dress in DRESS] + list(rephrased(answer, written=name in WRITTEN))
            kind.append(example.reply())
            counts["right"] += len(kind)
            counts["refused"] += sum(family.check(facts, reply).reward != 1 for reply in kind)
            for reply in wrong_replies(example, batch[number - 1], right, facts):
                counts["wrong"] += 1
                counts["accepted"] += family.check(facts, reply).reward != 0
    return counts


def cross_check(name: str) -> dict[str, int]:
    """Answers of which the third way says that they are wrong, and named mistakes that it finds right, of how many."""
    right = third_way(name)
    counts = dict.fromkeys(("answers", "denied", "mistakes", "passed"), 0)
    crossed = CROSSED // 5 if takes(name, right) > DEAR_TWICE else CROSSED
    for level in range(1, len(core.load(name).levels) + 1):
        for example in examples(name, level=level, seed=31, indices=range(crossed)):
            facts = json.loads(json.dumps(example.problem.facts))
            counts["answers"] += 1
            counts["denied"] += not right(facts, example.problem.answer)
            counts["mistakes"] += len(example.problem.mistakes)
            counts["passed"] += sum(bool(right(facts, mistake.answer)) for mistake in example.problem.mistakes)
    return counts


def wrong_replies(example: Example, other: Example, right: Callable[[Any, str], bool], facts: Any) -> Iterator[str]:
    """Named mistakes, changed answers and another problem's answer, without those that happen to be right."""
    answer = example.problem.answer
    rng = stream(1, "cards", example.place)
    said = (
        [mistake.answer for mistake in example.problem.mistakes] + list(changed(answer, rng)) + [other.problem.answer]
    )
    for reply in dict.fromkeys(said):
        if reply != answer and not is_right(right, facts, reply):
            yield reply


def distinct(name: str, level: int, count: int) -> int:
    """How many of the first problems differ in canonical form."""
    family = core.load(name)
    settings = family.settings(level)
    where = f"{name}/{level}"
    return len({canonical_key(family, family.make(stream(1, where, i), **settings).facts) for i in range(count)})


def is_dear(name: str) -> bool:
    """Whether an example takes so long that fewer are measured."""
    return takes(name) > DEAR


def takes(name: str, right: Callable[[Any, str], bool] | None = None) -> float:
    """Seconds that an example takes, and its answer and mistakes in the third way if there is one."""
    began = time.perf_counter()
    for example in examples(name, level=3, seed=5, indices=range(10)):
        fault(example)
        for reply in (example.problem.answer, *(mistake.answer for mistake in example.problem.mistakes)):
            if right is not None:
                is_right(right, example.problem.facts, reply)
    return (time.perf_counter() - began) / 10


def speed(name: str, level: int, count: int) -> dict[str, float]:
    """Whole examples a second (drawn, worded, traced, judged), and the slowest in milliseconds.

    Of processor time; by the wall's clock where a sandbox, another process, has a part in it.
    """
    clock = time.process_time if count == TIMED else time.perf_counter
    started = clock()
    batch = min(count, BATCH)
    for first in range(0, count, batch):
        for example in examples(name, level=level, seed=2, indices=range(first, first + batch)):
            if found := fault(example):
                raise RuntimeError(f"{name} level {level} place {example.place}: {found}")
    rate = count / (clock() - started)
    slowest = 0.0
    for place in range(count):
        before = clock()
        fault(examples(name, level=level, seed=3, indices=[place])[0])
        slowest = max(slowest, clock() - before)
    return {"rate": round(rate, -1 if rate > 100 else 0), "slowest_ms": round(1000 * slowest, 2)}


def size(name: str, level: int) -> dict[str, float]:
    """What grows from level to level: mean numbers of steps, of words in the question and in the worked reply."""
    made = examples(name, level=level, seed=4, indices=range(SIZED))
    return {
        "steps": round(sum(len(example.told) for example in made) / SIZED, 1),
        "asked": round(sum(len(example.prompt.split()) for example in made) / SIZED),
        "worked": round(sum(len(example.reply().split()) for example in made) / SIZED),
    }


def measure(name: str) -> dict[str, Any]:
    """Everything of one card."""
    levels = range(1, len(core.load(name).levels) + 1)
    count = DISTINCT_OF // 10 if is_dear(name) else DISTINCT_OF
    found = [
        {**size(name, level), **timed, "distinct": distinct(name, level, count), "of": count}
        for level, timed in zip(levels, speeds(name), strict=True)
    ]
    own = {"checker": checker_errors(name), "third_way": cross_check(name)}
    return {"version": core.load(name).version, "levels": found, **own}


def speeds(name: str) -> list[dict[str, float]]:
    """The speed at each level."""
    count = TIMED // 10 if is_dear(name) else TIMED
    levels = range(1, len(core.load(name).levels) + 1)
    for level in levels:
        examples(name, level=level, seed=1, indices=range(50))  # templates and caches are made before the clock starts
    gc.collect()
    gc.freeze()  # what the third ways of other families have imported is not collected on this one's time
    return [speed(name, level, count) for level in levels]


def of_speed(name: str) -> dict[str, Any]:
    """The part of a card that a faster program changes."""
    return {"levels": speeds(name)}


def of_checker(name: str) -> dict[str, Any]:
    """The part of a card that other readers of replies change."""
    return {"checker": checker_errors(name)}


def of_third_way(name: str) -> dict[str, Any]:
    """The part of a card that another reference changes."""
    return {"third_way": cross_check(name)}


PARTS = {"all": measure, "speed": of_speed, "checker": of_checker, "third_way": of_third_way}


def main() -> None:
    """Measure what is asked for, two families at a time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*")
    parser.add_argument("--write", action="store_true", help="update docs/measures.json")
    parser.add_argument("--part", choices=PARTS, default="all", help="only one part of the card")
    wanted = parser.parse_args()
    known = json.loads(MEASURES.read_text(encoding="utf-8")) if MEASURES.exists() else {}
    stale = [name for name in core.names() if known.get(name, {}).get("version") != core.load(name).version]
    names = wanted.families or (stale if wanted.part == "all" else [name for name in known if name not in stale])
    with ProcessPoolExecutor(2) as pool:
        started = {pool.submit(PARTS[wanted.part], name): name for name in names}
        for done in as_completed(started):
            name, found = started[done], done.result()
            print(name, json.dumps(found), flush=True)
            known[name] = joined(known.get(name, {}), found)
            if wanted.write:
                present = {key: known[key] for key in core.names() if key in known}
                MEASURES.write_text(json.dumps(present, indent=1) + "\n", encoding="utf-8")


def joined(known: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """A family's measures with what was found anew; of its levels too."""
    both = {**known, **found}
    if "levels" in known and "levels" in found and "distinct" not in found["levels"][0]:
        both["levels"] = [{**old, **new} for old, new in zip(known["levels"], found["levels"], strict=True)]
    return both


if __name__ == "__main__":
    main()
