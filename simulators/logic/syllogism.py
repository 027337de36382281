"""Whether, or which, conclusion follows from premises of the forms all, no, some and some … not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from simulators.checks import shapes, words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import GROUPS

VERSION = 2
LEVELS = (
    {"premises": 2, "extra": 0, "choices": 1},
    {"premises": 3, "extra": 2, "choices": 1},
    {"premises": 3, "extra": 2, "choices": 4},
    {"premises": 4, "extra": 2, "choices": 4},
    {"premises": 6, "extra": 3, "choices": 5},
)
SPACES = {1: 228}
FORMS = ("all", "no", "some", "some_not")
DENIED = {"all": "some_not", "no": "some", "some": "no", "some_not": "all"}
LETTERS = "ABCDE"
TRIES = 500

# A form, the number of its subject and that of its predicate; a literal is a group's number and whether one is in it.
Statement = tuple[str, int, int]
Literal = tuple[int, bool]


def make(rng: Stream, *, premises: int, extra: int, choices: int) -> Problem:
    groups = premises + extra + 1
    wanted = choices > 1 or rng.chance(1, 2)
    for _ in range(TRIES):
        exists = rng.chance(1, 2)
        if choices == 1 and rng.chance(1, 2):
            given = [_either_way(rng, rng.choice(FORMS), i, i + 1) for i in range(premises)]
            right = _either_way(rng, rng.choice(FORMS), 0, premises)
        else:
            given, right = _argument(rng, premises, exists)
        if not wanted and rng.chance(1, 2):
            at = rng.below(premises)
            given[at] = _either_way(rng, rng.choice(FORMS), at, at + 1)
        # What leads nowhere hangs a new group on a former one, and changes nothing for these.
        given += [_either_way(rng, rng.choice(FORMS), rng.below(i), i) for i in range(premises + 1, groups)]
        if _fits(tuple(given), right, groups, exists, wanted=wanted):
            options = [right]
            if choices > 1:
                options += islice(_others(rng, given, right, groups, exists), choices - 1)
            if len(options) == choices:
                options = rng.shuffled(options)
                return _problem(rng, rng.shuffled(given), options, groups, exists, right if wanted else None)
    raise RuntimeError(f"no argument of {premises} premises came up in {TRIES} tries")


def _either_way(rng: Stream, form: str, one: int, other: int) -> Statement:
    return (form, one, other) if rng.chance(1, 2) else (form, other, one)


def _argument(rng: Stream, premises: int, exists: bool) -> tuple[list[Statement], Statement]:
    """A chain of premises from group 0 to the last, with a conclusion about these that follows."""
    form = rng.choice(FORMS)
    # From the source both ways along the chain: always in the groups of the left, on the right until it turns.
    source = 0 if form in {"all", "no"} else rng.below(premises) + 1
    turn = rng.integer(source + 1, premises) if form == "no" else premises + 1
    link = source > 0 and not (exists and rng.chance(1, 2))
    if form == "some_not":
        turn = rng.integer(source if link else min(source + 1, premises), premises)
    given: list[Statement] = [("all", i + 1, i) for i in range(source - 1)]
    if link:  # someone is both in the group before the source and in (or not in) the source
        given.append(
            ("some_not", source - 1, source) if turn == source else _either_way(rng, "some", source - 1, source)
        )
    elif source:
        given.append(("all", source, source - 1))
    for i in range(source, premises):
        if i + 1 < turn:
            given.append(("all", i, i + 1))
        else:
            given.append(_either_way(rng, "no", i, i + 1) if i + 1 == turn else ("all", i + 1, i))
    return given, (form, 0, premises) if form in {"all", "some_not"} else _either_way(rng, form, 0, premises)


@cache
def _columns(groups: int) -> list[int]:
    """For each group the kinds of member that are in it, as bits: kind k is in group g if bit g of k is set."""
    return [sum(1 << kind for kind in range(2**groups) if kind >> group & 1) for group in range(groups)]


def _possible(statements: list[Statement], groups: int, exists: bool) -> bool:
    """Whether some population fits, judged on the largest that the universal statements allow."""
    columns = _columns(groups)
    kinds = (1 << 2**groups) - 1
    needed = list(columns) if exists else []
    for form, subject, predicate in statements:
        both, alone = columns[subject] & columns[predicate], columns[subject] & ~columns[predicate]
        if form in {"all", "no"}:
            kinds &= ~(alone if form == "all" else both)
        else:
            needed.append(both if form == "some" else alone)
    return all(kinds & some for some in needed)


@lru_cache(maxsize=2048)  # which holds all of level 1
def _fits(given: tuple[Statement, ...], conclusion: Statement, groups: int, exists: bool, *, wanted: bool) -> bool:
    """Whether the premises do not contradict each other, and the conclusion follows if this is wanted."""
    told = list(given)
    return _possible(told, groups, exists) and _follows(told, conclusion, groups, exists) is wanted


def _follows(given: list[Statement], conclusion: Statement, groups: int, exists: bool) -> bool:
    form, subject, predicate = conclusion
    return not _possible([*given, (DENIED[form], subject, predicate)], groups, exists)


def _others(rng: Stream, given: list[Statement], right: Statement, groups: int, exists: bool) -> Iterator[Statement]:
    """Conclusions about the same groups that do not follow, no two of which say the same."""
    _, one, other = right
    ways = ((one, other), (other, one))
    said = [("no", *ways[0]), ("some", *ways[0]), *((form, *way) for form in ("all", "some_not") for way in ways)]
    return (option for option in rng.shuffled(said) if not _follows(given, option, groups, exists))


def _problem(
    rng: Stream, given: list[Statement], options: list[Statement], groups: int, exists: bool, right: Statement | None
) -> Problem:
    names = rng.sample(GROUPS, groups)
    several = len(options) > 1
    told, steps = tuple(given), []
    for option in options:
        conclusion = _worded(option, names)
        if option == right:
            start, reached = _chain(told, option, groups, exists)
            claim = {"conclusion": conclusion, "start": _named(start, names), "reached": _named(reached, names)}
            steps.append(Step("chain", claim))
        else:
            members = _population(told, option, groups, exists)
            named = [[names[group] for group in member] for member in members]
            steps.append(Step("counterexample", {"conclusion": conclusion, "members": named}))
    if several and right is not None:
        answer = LETTERS[options.index(right)]
        wrong = {f"{form}_believed": LETTERS[at] for at, (form, _, _) in enumerate(options)}
    else:
        answer = "no" if right is None else "yes"
        wrong = {"fallacy_believed": "yes"} if right is None else {"chain_missed": "no"}
    return Problem(
        facts={
            "premises": [_worded(statement, names) for statement in given],
            "conclusions": [_worded(option, names) for option in options],
            "exists": exists,
        },
        answer=answer,
        steps=(*steps, Step("choose" if several else "decide", {"verdict": answer})),
        mistakes=mistakes(answer, **wrong),
    )


def _worded(statement: Statement, names: list[str]) -> list[str]:
    form, subject, predicate = statement
    return [form, names[subject], names[predicate]]


def _named(literals: list[Literal], names: list[str]) -> list[list[Any]]:
    return [[names[group], inside] for group, inside in literals]


def _closure(statements: Sequence[Statement], start: list[Literal]) -> list[Literal]:
    """What the universal statements say of someone of whom the start holds, in the order in which it is found."""
    reached = list(start)
    for group, inside in reached:
        for form, subject, predicate in statements:
            if form == "all" and group == (subject if inside else predicate):
                new = (predicate, True) if inside else (subject, False)
            elif form == "no" and inside and group in {subject, predicate}:
                new = (predicate if group == subject else subject, False)
            else:
                continue
            if new not in reached:
                reached.append(new)
    return reached


@lru_cache(maxsize=2048)
def _chain(
    given: tuple[Statement, ...], conclusion: Statement, groups: int, exists: bool
) -> tuple[list[Literal], list[Literal]]:
    """Of whom to think first, and what the premises say of them, up to the conclusion and beyond."""
    start = _start(given, conclusion, groups, exists)
    return start, [literal for literal in _closure(given, start) if literal not in start]


def _start(given: tuple[Statement, ...], conclusion: Statement, groups: int, exists: bool) -> list[Literal]:
    form, subject, predicate = conclusion
    if form in {"all", "no"}:
        return [(subject, True)]
    witnesses: list[list[Literal]] = [[(s, True), (p, f == "some")] for f, s, p in given if f in {"some", "some_not"}]
    if exists:
        witnesses += [[(group, True)] for group in range(groups)]
    goal = {(subject, True), (predicate, form == "some")}
    return next(start for start in witnesses if goal <= set(_closure(given, start)))


@lru_cache(maxsize=2048)
def _population(given: tuple[Statement, ...], conclusion: Statement, groups: int, exists: bool) -> list[list[int]]:
    """A population that fits the premises and not the conclusion: for each member the groups that hold it."""
    form, subject, predicate = conclusion
    told = [*given, (DENIED[form], subject, predicate)]
    starts: list[list[Literal]] = [[(s, True), (p, f == "some")] for f, s, p in told if f in {"some", "some_not"}]
    if exists:
        starts += [[(group, True)] for group in range(groups)]
    members: list[list[int]] = []
    # The largest first: whoever is needed may already be there.
    for start in sorted(starts, key=lambda start: -len(_closure(told, start))):
        if not any(all((group in member) is inside for group, inside in start) for member in members):
            members.append(sorted([group for group, inside in _closure(told, start) if inside]))
    return members


def _consequences(premises: Iterable[Sequence[Any]], known: set[tuple[Any, bool]]) -> set[tuple[Any, bool]]:
    """All that holds of someone of whom the known holds: rules and their contrapositives, until nothing is new."""
    rules = []
    for form, subject, predicate in premises:
        if form in {"all", "no"}:
            rules.append(((subject, True), (predicate, form == "all")))
            rules.append(((predicate, form != "all"), (subject, False)))
    known = set(known)
    for _ in range(len(rules) + 1):
        new = {then for first, then in rules if first in known} - known
        if not new:
            break
        known |= new
    return known


@lru_cache(maxsize=1024)  # which holds all of level 1
def _entailed(told: tuple[Statement, ...], options: tuple[Statement, ...], exists: bool) -> list[bool]:
    """For each conclusion whether denying it makes one of those who must exist contradict themselves."""
    everyone = {group for statement in (*told, *options) for group in statement[1:]}
    verdicts = []
    for form, subject, predicate in options:
        assumed = [*told, (DENIED[form], subject, predicate)]
        people = [{(s, True), (p, f == "some")} for f, s, p in assumed if f in {"some", "some_not"}]
        people += [{(group, True)} for group in everyone] if exists else []
        known = [_consequences(assumed, person) for person in people]
        verdicts.append(any((group, not inside) in one for one in known for group, inside in one))
    return verdicts


def _numbered(facts: Facts) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The premises and the conclusions with numbers for the groups, in the order in which they are named."""
    numbers: dict[str, int] = {}
    place = numbers.setdefault
    premises, conclusions = (
        tuple([(form, place(one, len(numbers)), place(other, len(numbers))) for form, one, other in facts[part]])
        for part in ("premises", "conclusions")
    )
    return premises, conclusions


def _verdict(facts: Facts) -> str:
    entailed = _entailed(*_numbered(facts), facts["exists"])
    if len(entailed) == 1:
        return "yes" if entailed[0] else "no"
    if entailed.count(True) != 1:
        raise ValueError("expected exactly one conclusion that follows")
    return LETTERS[entailed.index(True)]


def check(facts: Facts, reply: str) -> Verdict:
    verdict = _verdict(facts)
    if verdict in words.YES_OR_NO:
        return words.yes_or_no(reply, verdict == "yes")
    letters = LETTERS[: len(facts["conclusions"])].lower()
    same = {dress % letter: letter for letter in letters for dress in ("(%s)", "%s)", "option %s")}
    return words.judge(reply, verdict, options=letters, same=same)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule in {"choose", "decide"}:
        return claim["verdict"] == _verdict(facts)
    conclusion = list(claim["conclusion"])
    if conclusion not in map(list, facts["conclusions"]):
        return False
    if step.rule == "chain":
        start, reached = ({tuple(one) for one in claim[part]} for part in ("start", "reached"))
        return _leads(facts, conclusion, start, reached)
    members = [set(member) for member in claim["members"]]
    groups = {group for _, *pair in (*facts["premises"], *facts["conclusions"]) for group in pair}
    if not all(member <= groups for member in members):
        return False
    met = not facts["exists"] or groups <= {group for member in members for group in member}
    return met and all(_true(one, members) for one in facts["premises"]) and not _true(conclusion, members)


def _leads(facts: Facts, conclusion: list[str], start: set[Any], reached: set[Any]) -> bool:
    """Whether the premises lead from someone who exists, or the subject, to just this and so to the conclusion."""
    form, subject, predicate = conclusion
    goal = {(subject, True), (predicate, form in {"all", "some"})}
    if form in {"all", "no"}:
        begun = start == {(subject, True)}
    else:
        told = [{(s, True), (p, f == "some")} for f, s, p in facts["premises"] if f in {"some", "some_not"}]
        begun = start in told or (facts["exists"] and len(start) == 1 and all(inside for _, inside in start))
    known = _consequences(facts["premises"], start)
    return begun and reached == known - start and goal <= known


def _true(statement: list[str], members: list[set[str]]) -> bool:
    """The truth of a statement about a population."""
    form, subject, predicate = statement
    insiders = [predicate in member for member in members if subject in member]
    if form in {"all", "some_not"}:
        return all(insiders) is (form == "all")
    return any(insiders) is (form == "some")


def canonical(facts: Facts) -> list[Any]:
    def row(kind: str, statement: list[str]) -> tuple[str, list[tuple[int, str]]]:
        form, subject, predicate = statement
        return f"{kind} {form}", [(0, subject), (int(form in {"all", "some_not"}), predicate)]

    rows = [row("given", statement) for statement in facts["premises"]]
    rows += [row("asked", statement) for statement in facts["conclusions"]]
    return [shapes.renamed(rows), facts["exists"]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    premises = facts["premises"]
    at = rng.integer(1, len(premises) - 1)
    return {**facts, "premises": [*premises[at:], *premises[:at]]}
