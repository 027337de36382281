"""Small text files as people keep them, and pipelines of shell commands over them that make sense: for makers only.

Each command is a line of the shell beside a function over lines, so that a pipeline is run as it is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from simulators.core import Stream
from simulators.vocabulary import PEOPLE

Lines = list[str]


class Command(NamedTuple):
    """A command of a pipeline; ``slips`` are what a learner may take it for, by the name of the error."""

    text: str
    run: Callable[[Lines], Lines]
    slips: tuple[tuple[str, Callable[[Lines], Lines]], ...] = ()


class Kind(NamedTuple):
    """A kind of file: what parts the fields of its lines, and what each field may hold (None: a number)."""

    name: str
    by: str
    fields: tuple[tuple[str, ...] | None, ...]


_PEOPLE = tuple(name.lower() for name in PEOPLE[:12])
KINDS = (
    Kind("app.log", " ", (("ERROR", "INFO", "WARN"), ("api", "cache", "mail", "store"), None)),
    Kind("people.txt", ":", (_PEOPLE, ("Bath", "Ely", "Hull", "Leeds", "Truro"), None)),
    Kind("stock.csv", ",", (("bolt", "hinge", "nail", "nut", "screw", "washer"), ("A", "B", "C"), None)),
    Kind("access.log", " ", (("GET", "POST", "PUT"), ("/cart", "/help", "/home", "/login"), None)),
)


def file(rng: Stream, kind: Kind, lines: int) -> Lines:
    """So many lines of a kind of file; some of them twice, as in life."""
    drawn: Lines = []
    while len(drawn) < lines:
        if drawn and rng.chance(1, 4):
            drawn.append(rng.choice(drawn))
            continue
        drawn.append(kind.by.join(rng.choice(words) if words else str(rng.integer(2, 140)) for words in kind.fields))
    return drawn


def grep(rng: Stream, kind: Kind) -> Command:
    """Lines with a word, or without it."""
    word = rng.choice(rng.choice([words for words in kind.fields if words]))
    if rng.chance(1, 3):
        kept = _filter(lambda line: word not in line)
        return Command(f"grep -v {word}", kept, (("inversion_overlooked", _filter(lambda line: word in line)),))
    if rng.chance(1, 4) and word.lower() != word.upper():
        other = word.upper() if word.islower() else word.lower()
        kept = _filter(lambda line: word.lower() in line.lower())
        return Command(f"grep -i {other}", kept, (("case_insisted_on", _filter(lambda line: other in line)),))
    return Command(
        f"grep {word}", _filter(lambda line: word in line), (("inverted", _filter(lambda line: word not in line)),)
    )


def _filter(keep: Callable[[str], bool]) -> Callable[[Lines], Lines]:
    return lambda lines: [line for line in lines if keep(line)]


def cut(rng: Stream, kind: Kind) -> Command:
    """One field of every line."""
    place = rng.integer(1, len(kind.fields))
    by = f'"{kind.by}"' if kind.by == " " else kind.by

    def field(at: int) -> Callable[[Lines], Lines]:
        return lambda lines: [line.split(kind.by)[at] if kind.by in line else line for line in lines]

    slip = ("fields_counted_from_zero", field(place)) if place < len(kind.fields) else ("first_field_taken", field(0))
    return Command(f"cut -d{by} -f{place}", field(place - 1), (slip,))


def head(rng: Stream, kind: Kind) -> Command:
    """The first lines, or the last."""
    count = rng.integer(1, 4)
    first: Callable[[Lines], Lines] = lambda lines: lines[:count]  # noqa: E731 - the pair reads best side by side
    last: Callable[[Lines], Lines] = lambda lines: lines[-count:]  # noqa: E731
    if rng.chance(1, 2):
        return Command(f"head -n {count}", first, (("other_end_taken", last),))
    return Command(f"tail -n {count}", last, (("other_end_taken", first),))


def order(rng: Stream, kind: Kind) -> Command:
    """Lines in the order of their characters."""
    if rng.chance(1, 3):
        return Command("sort -r", lambda lines: sorted(lines, reverse=True), (("sorted_upwards", sorted),))
    if rng.chance(1, 3):
        return Command("sort -u", lambda lines: sorted(set(lines)), (("repetitions_kept", sorted),))
    return Command("sort", sorted, (("left_in_order", list),))


def numeric_order(rng: Stream, kind: Kind) -> Command:
    """Lines by the number that each begins with; those with equal numbers by their characters."""
    down = rng.chance(1, 2)
    run: Callable[[Lines], Lines] = lambda lines: sorted(  # noqa: E731
        lines, key=lambda line: (_leading(line), line.encode()), reverse=down
    )
    return Command(
        "sort -nr" if down else "sort -n",
        run,
        (
            ("numbers_sorted_as_text", lambda lines: sorted(lines, reverse=down)),
            ("sorted_the_other_way", lambda lines: run(lines)[::-1]),
        ),
    )


def _leading(line: str) -> int:
    digits = ""
    for char in line.lstrip():
        if not char.isdigit():
            break
        digits += char
    return int(digits or 0)


def uniq(rng: Stream, kind: Kind) -> Command:
    """Neighbouring equal lines as one, with or without their number."""
    if rng.chance(1, 2):
        return Command(
            "uniq -c",
            lambda lines: [f"{len(list(run)):7} {line}" for line, run in groupby(lines)],
            (("equal_lines_merged_from_afar", lambda lines: [f"{n:7} {line}" for line, n in Counter(lines).items()]),),
        )
    return Command(
        "uniq",
        lambda lines: [line for line, _ in groupby(lines)],
        (("equal_lines_merged_from_afar", lambda lines: list(dict.fromkeys(lines))), ("repetitions_kept", list)),
    )


def count(rng: Stream, kind: Kind) -> Command:
    """How many lines there are."""
    return Command(
        "wc -l",
        lambda lines: [str(len(lines))],
        (
            ("equal_lines_counted_once", lambda lines: [str(len(set(lines)))]),
            ("one_too_few", lambda lines: [str(len(lines) - 1)]),
        ),
    )


def letters(rng: Stream, kind: Kind) -> Command:
    """One character for another, all letters large, or one kind of character gone."""
    if rng.chance(1, 3):
        return Command("tr a-z A-Z", lambda lines: [line.upper() for line in lines], (("letters_left_small", list),))
    if rng.chance(1, 2) and kind.by != " ":
        by = kind.by
        return Command(
            f"tr {by} -", lambda lines: [line.replace(by, "-") for line in lines],
            (("first_of_each_line_only", lambda lines: [line.replace(by, "-", 1) for line in lines]),),
        )  # fmt: skip
    old, new = rng.sample("aeiost", 2)
    return Command(
        f"sed s/{old}/{new}/", lambda lines: [line.replace(old, new, 1) for line in lines],
        (("every_one_replaced", lambda lines: [line.replace(old, new) for line in lines]),),
    )  # fmt: skip


def turned(rng: Stream, kind: Kind) -> Command:
    """The lines from the last to the first."""
    return Command(
        "tac",
        lambda lines: lines[::-1],
        (
            ("order_kept", list),
            ("characters_turned", lambda lines: [line[::-1] for line in lines]),
        ),
    )


COMMANDS = (grep, grep, cut, head, order, numeric_order, uniq, uniq, letters, turned)
