"""Our readers and math-verify judge the same replies in one run: ``python benchmarks/replies/compare.py [--write]``.

Needs the extra ``trainers``, which brings math-verify. ``--write`` puts the tables into RESULTS.md beside this file;
``--first`` puts those of the corpus into first.md instead, which RESULTS.md quotes from then on.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from typing import NamedTuple

import readers
import theirs
from readers import HERE, Line
from theirs import Said

# Outside what math-verify claims to read, and outside what our readers are for.
OURS_ALONE = ("wordlist", "date", "time", "assignment", "grid", "plan", "directions")
THEIRS_ALONE = ("interval", "equation")
FILES = {
    "held_out.tsv": (
        "Held out: nothing mended for it",
        "Written after the readers had been mended by the corpus: this is the table that measures.",
    ),
    "corpus.tsv": (
        "The corpus, after mending",
        "Our readers were mended by these very lines: their figures here watch for regressions and measure nothing.",
    ),
}


class Row(NamedTuple):
    """A line with what both said of it."""

    line: Line
    ours: Said
    theirs: Said


def ours(line: Line) -> Said:
    """What our reader says, with the time that it took."""
    began = time.perf_counter()
    reward = readers.judge(line).reward
    return Said(None if reward is None else reward == 1, time.perf_counter() - began)


def rows(lines: Sequence[Line], way: str) -> list[Row]:
    """Both on every line, in turn; the first line warms up ours, as it does theirs."""
    ours(lines[0])
    return [Row(line, ours(line), said) for line, said in zip(lines, theirs.judged(lines, way), strict=True)]


def fault(line: Line, said: Said) -> str:
    """The kind of error, if it is one."""
    if said.accepted is None:
        return "no verdict"
    return "" if said.accepted == line.right else ("false accept" if said.accepted else "false reject")


def counts(found: Iterable[Row], side: Callable[[Row], Said]) -> list[int]:
    """False accepts, false rejects, no verdict."""
    faults = [fault(row.line, side(row)) for row in found]
    return [faults.count(name) for name in ("false accept", "false reject", "no verdict")]


def _ours(row: Row) -> Said:
    return row.ours


def _theirs(row: Row) -> Said:
    return row.theirs


def table(found: Sequence[Row]) -> list[str]:
    """Errors by kind and in total, ours beside theirs."""
    out = [
        "| kind | right | wrong | ours: accepted wrongly | refused wrongly | no verdict | slowest, ms "
        "| math-verify: accepted wrongly | refused wrongly | no verdict | slowest, ms |",
        "|---|" + "---:|" * 10,
    ]
    kinds = list(dict.fromkeys(row.line.kind for row in found))
    groups = [(kind, [row for row in found if row.line.kind == kind]) for kind in kinds]
    for name, group in [*groups, ("**total**", found)] if len(groups) > 1 else groups:
        cells: list[object] = [name, sum(row.line.right for row in group), sum(not row.line.right for row in group)]
        for side in (_ours, _theirs):
            slowest = max(side(row).seconds for row in group) * 1e3
            cells += [*counts(group, side), f"{slowest:,.1f}" if slowest < 10 else f"{slowest:,.0f}"]
        out.append(f"| {' | '.join(map(str, cells))} |")
    return [*out, ""]


def rates(found: Sequence[Row]) -> list[str]:
    """The errors as shares, and the time a reply takes."""
    right = sum(row.line.right for row in found)
    out = []
    for name, side in (("Ours", _ours), ("math-verify", _theirs)):
        accepted, refused, none = counts(found, side)
        wrongly = accepted + refused + none
        out.append(
            f"- {name}: of {len(found)} lines {wrongly} judged wrongly or not at all ({wrongly / len(found):.1%}); "
            f"of {len(found) - right} wrong replies {accepted} accepted; "
            f"of {right} right ones {refused} refused; {none} without a verdict."
        )
    medians = [statistics.median(side(row).seconds for row in found) * 1e6 for side in (_ours, _theirs)]
    ratio = f"**{medians[1] / medians[0]:,.0f} times** as long"
    return [
        *out,
        f"- A reply takes {medians[0]:,.0f} µs with ours and {medians[1]:,.0f} µs with math-verify (medians), {ratio}.",
        "",
    ]


def shown(text: str) -> str:
    """A text within a cell of a table."""
    text = text if len(text) <= 90 else f"{text[:70]} … {text[-12:]}"
    text = "".join(char if char.isprintable() or char == "\n" else f"‹{ord(char):04X}›" for char in text)
    return text.replace("\n", "⏎").replace("`", "ˋ").replace("|", "\\|")


def errors(found: Sequence[Row]) -> list[str]:
    """Every line on which either errs."""
    out = ["| line | kind | gold | reply | truth | ours | math-verify |", "|---:|---|---|---|---|---|---|"]
    for row in found:
        line, faults = row.line, [fault(row.line, side(row)) for side in (_ours, _theirs)]
        if any(faults):
            truth = "right" if line.right else "wrong"
            gold, reply = f"`{shown(line.gold)}`", f"`{shown(line.reply) or ' '}`"
            out.append(f"| {line.number} | {line.kind} | {gold} | {reply} | {truth} | {faults[0]} | {faults[1]} |")
    return [*out, ""]


def best(lines: Sequence[Line]) -> tuple[list[Row], list[str]]:
    """The rows of the way of calling math-verify with the fewest errors, and what all ways came to."""
    tried = {way: rows(lines, way) for way in theirs.WAYS}
    totals = {way: counts(common(found), _theirs) for way, found in tried.items()}
    chosen = min(totals, key=lambda way: sum(totals[way]))
    out = [
        f"- {way} ({said}): {a} accepted wrongly, {b} refused wrongly, {c} without a verdict"
        for (way, said), (a, b, c) in zip(theirs.WAYS.items(), totals.values(), strict=True)
    ]
    return tried[chosen], [f"math-verify was called in three ways; its best, *{chosen}*, is reported:", "", *out, ""]


def common(found: Sequence[Row]) -> list[Row]:
    """What both claim to read."""
    return [row for row in found if row.line.kind not in OURS_ALONE + THEIRS_ALONE]


def section(title: str, note: str, found: Sequence[Row], ways: list[str]) -> list[str]:
    """All tables of one file."""
    out = [f"## {title}", "", note, "", *rates(common(found)), *table(common(found)), *ways]
    for heading, kinds in (
        ("Kinds that math-verify does not claim to read", OURS_ALONE),
        ("Kinds for which we have no reader", THEIRS_ALONE),
    ):
        rest = [row for row in found if row.line.kind in kinds]
        out += [f"### {heading}", "", *table(rest)] if rest else []
    return out


def first() -> str:
    """The tables of the corpus before anything is mended."""
    found, ways = best(readers.load("corpus.tsv"))
    note = "Before anything was mended: these figures of ours measure what the readers were worth."
    parts = [*section("The corpus as first written", note, found, ways), "### Every error", "", *errors(found)]
    return "\n".join(parts)


def results() -> str:
    """The whole page."""
    system = f"{platform.system()} {platform.machine()}"
    out = [
        "# Whose verdicts are right",
        "",
        f"`python benchmarks/replies/compare.py --write`, Python {platform.python_version()}, math-verify",
        f"{version('math-verify')}, on {system}. [README.md](README.md) says what the truth of a line is and how the",
        "lines came about: they are hard ones, chosen by hand, and the rates compare judges on them; they are no rates",
        "of what models write. That math-verify drops units is its design; so is that it searches running text, which",
        "serves it in the kind *prose*.",
        "",
    ]
    tail: list[str] = []
    for name, (title, note) in FILES.items():
        found, ways = best(readers.load(name))
        out += section(title, note, found, ways)
        tail += [f"## Every error: {name}", "", *errors(found)]
    before = (HERE / "first.md").read_text(encoding="utf-8")
    return "\n".join([*out, *before.split("### Every error")[0].splitlines(), *tail])


def main() -> None:
    """Judge and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write RESULTS.md")
    parser.add_argument("--first", action="store_true", help="write first.md")
    options = parser.parse_args()
    text = first() if options.first else results()
    print(text)
    if options.first or options.write:
        (HERE / ("first.md" if options.first else "RESULTS.md")).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
