"""Which bracket belongs to a given one, or which brackets are missing at the end of a row."""

from __future__ import annotations

from simulators.checks import numbers
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = ({"length": 11}, {"length": 15}, {"length": 20}, {"length": 28}, {"length": 40})
# Curly brackets are left out: they mean something else in a formula around an answer.
PAIRS = {"(": ")", "[": "]", "<": ">"}
LONGEST_ROW = 200
TRIES = 500


def make(rng: Stream, *, length: int) -> Problem:
    for _ in range(TRIES):
        row, partners, waiting = _row(rng, length)
        if rng.chance(1, 2):
            far = [at for at, partner in partners.items() if partner - at > length // 3]
            if far:
                return _partner_problem(row, partners, rng.choice(far))
        elif 3 <= len(waiting) <= 2 + length // 5 and len({row[at] for at in waiting}) > 1:
            return _missing_problem(row, waiting)
    raise RuntimeError(f"no row of {length} brackets came up in {TRIES} tries")


def _row(rng: Stream, length: int) -> tuple[str, dict[int, int], list[int]]:
    """A row in which every closing bracket has a partner, with the places of partners and of what stays open."""
    row, partners, waiting = "", {}, list[int]()
    for at in range(length):
        if waiting and rng.below(length) < length // 2 - (at < length // 3) * length // 8:
            opened = waiting.pop()
            partners[opened] = at
            row += PAIRS[row[opened]]
        else:
            waiting.append(at)
            row += rng.choice("([<")
    return row, partners, waiting


def _partner_problem(row: str, partners: dict[int, int], start: int) -> Problem:
    end = partners[start]
    answer = str(end + 1)
    closing = PAIRS[row[start]]
    return Problem(
        facts={"task": "partner", "row": row, "place": start + 1},
        answer=answer,
        steps=(
            *_open(row, start, end),
            Step("partner", {"place": end + 1}),
        ),
        mistakes=mistakes(
            answer,
            next_of_its_kind=row.index(closing, start) + 1,
            last_of_its_kind=row.rindex(closing) + 1,
            counted_from_0=end,
        ),
    )


def _open(row: str, start: int, end: int) -> list[Step]:
    """What is open after each bracket from one to another."""
    steps, stack = [], ""
    for at in range(start, end + 1):
        stack = stack + row[at] if row[at] in PAIRS else stack[:-1]
        steps.append(Step("open", {"read": row[start : at + 1], "open": stack}))
    return steps


def _missing_problem(row: str, waiting: list[int]) -> Problem:
    answer = "".join(PAIRS[row[at]] for at in reversed(waiting))
    return Problem(
        facts={"task": "missing", "row": row, "place": 0},
        answer=answer,
        steps=(*_open(row, 0, len(row) - 1), Step("missing", {"missing": answer})),
        mistakes=mistakes(
            answer,
            outermost_first=answer[::-1],
            all_closed_again="".join(PAIRS[one] for one in reversed(row) if one in PAIRS),
            innermost_alone=answer[:1],
        ),
    )


def _left(row: str) -> str:
    """What is left of a row when neighbours that fit are crossed out until there are none."""
    if len(row) > LONGEST_ROW:
        raise ValueError(f"expected at most {LONGEST_ROW} brackets")
    before = ""
    while before != row:
        before = row
        for opening, closing in PAIRS.items():
            row = row.replace(opening + closing, "")
    return row


def _partner(facts: Facts) -> int:
    """The first place up to which as many brackets open as close."""
    depth = 0
    for place, bracket in enumerate(facts["row"][facts["place"] - 1 :], facts["place"]):
        depth += 1 if bracket in PAIRS else -1
        if not depth:
            return place
    raise ValueError("expected a bracket that is closed")


def _missing(facts: Facts) -> str:
    return "".join(PAIRS[bracket] for bracket in reversed(_left(facts["row"])))


def check(facts: Facts, reply: str) -> Verdict:
    if facts["task"] == "partner":
        partner = _partner(facts)
        return numbers.judge(reply, lambda place: place == partner)
    text = final(reply)
    if text is None or len(text) > 2 * LONGEST_ROW:
        return wrong("expected a row of brackets as the final answer")
    fits = text.replace(",", "").replace(" ", "") == _missing(facts)
    return RIGHT if fits else wrong(f"{text[:60]!r} does not close the row")


def check_step(facts: Facts, step: Step) -> bool:
    claim, row = step.claim, facts["row"]
    if step.rule == "partner":
        return claim["place"] == _partner(facts)
    if step.rule == "missing":
        return claim["missing"] == _missing(facts)
    read = claim["read"]
    return row.startswith(read, max(0, facts["place"] - 1)) and claim["open"] == _left(read)
