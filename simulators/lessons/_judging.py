"""Judges a lesson: takes every claim out of its text and has the family of each problem judge it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from simulators.checks import lessons
from simulators.core import MALFORMED, RIGHT, ContractError, Facts, Family, Step, Verdict, load, no_verdict, wrong
from simulators.lessons import _reading
from simulators.lessons._work import Budget, ExhaustedError
from simulators.text import phrases

WORKED = ("example", "mistake")
LEAST, LITTLE = 3, 9  # signs that a rule's sentences have of their own: LITTLE more where a line is a sum by itself
_SECTIONS: Mapping[str, Mapping[str, str]] = {
    "textbook": {
        "a definition": r"definition|what it is|what .* (?:is|are)\b",
        "a summary": "summary|in short|remember",
    },
    "quiz": {"questions": "question"},
    "worked_solutions": {"a problem": "problem"},
}
_TASKS = re.compile("exercise|question|practice|your turn|try")
_KEY = re.compile("answer|key|solution")
_OPTION = re.compile(r"\**([A-F])[.)]?\**(?:[.)]?[ \t]+(.*))?")


def judged(facts: Facts, reply: str, style: str) -> Verdict:
    """The verdict on a lesson of that style; families that are unknown or of another version give no verdict."""
    items: Sequence[Mapping[str, Any]] = facts["items"]
    for item in items:
        version = load(item["family"]).version
        if version != item["version"]:
            return no_verdict(
                f"the lesson is of {item['family']} version {item['version']}; there is version {version}"
            )
    text, fault = lessons.lesson(reply)
    fault = fault or _fault(facts, text.split("\n"), style)
    return wrong(fault) if fault else RIGHT


def _fault(facts: Facts, lines: list[str], style: str) -> str:
    """What is wrong with the lesson; "" if nothing is."""
    items = facts["items"]
    titles = [
        line
        for number, line in lessons.headings(lines)
        if number == next((i for i, x in enumerate(lines) if x.strip()), 0)
    ]
    if not titles or facts["title"].lower() not in titles[0]:
        return f"expected a title with {facts['title']!r}"
    spans = lessons.spans(lines, [item["text"] for item in items])
    if spans is None:
        return "a problem is missing, is told otherwise or stands in another place"
    key = [number for number, heading in lessons.headings(lines) if number >= spans[-1][1] and _KEY.search(heading)]
    if len(key) != 1:
        return "expected one heading for the answers, behind the exercises"
    worked = [place for place, item in enumerate(items) if item["role"] in WORKED]
    budget = Budget()
    for place in worked:
        region = _region(lines, spans, place)
        fault = _worked_fault(items[place], region, budget)
        if fault:
            return f"problem {place + 1}: {fault}"
    fault = _key_fault(items, lines, spans, key[0]) or _prose_fault(lines, spans, items)
    return fault or _style_fault(facts, lines, spans, style)


def _region(lines: list[str], spans: list[tuple[int, int]], place: int) -> list[str]:
    """The lines that belong to a problem: up to the next heading or the next problem."""
    start = spans[place][1]
    ends = [number for number, _ in lessons.headings(lines) if number >= start]
    ends += [first for first, _ in spans[place + 1 :]]
    return lines[start : min(ends, default=len(lines))]


def _worked_fault(item: Mapping[str, Any], region: list[str], budget: Budget) -> str:
    """What is wrong with a problem that the lesson works out."""
    family, facts = load(item["family"]), item["facts"]
    given = lessons.answers(region)
    wanted = ["wrong", "right"] if item["role"] == "mistake" else [""]
    kinds = [kind for kind, _ in given]
    if kinds != wanted and not (wanted == [""] and kinds == ["right"]):
        return f"expected the lines {' and '.join(f'{kind} answer'.strip() for kind in wanted)}, got {kinds}"
    if item["role"] == "mistake":
        if lessons.squeezed(given[0][1]) != lessons.squeezed(item["said"]):
            return "the wrong answer is not the one that was given"
        if not _refused(family, facts, given[0][1]):
            return "the answer that is called wrong is not wrong"
        if other := lessons.misquoted(region, item["said"], {answer for _, answer in given}):
            return f"{other} is neither the wrong answer nor the right one"
    if not _accepted(family, facts, given[-1][1]):
        return f"the answer {given[-1][1][:40]!r} is wrong"
    lines = lessons.working(region)
    if not lines:
        return "expected lines of working, each after a dash"
    try:
        return next((fault for line in lines if (fault := _line_fault(family, facts, line, budget))), "")
    except ExhaustedError as error:
        return str(error)


def _line_fault(family: Family, facts: Facts, line: str, budget: Budget) -> str:
    """Why a line of working does not hold: it reads like a step and is none, or a sum does not come out."""
    if next(_reading.told(family, facts, line, budget), None) is not None:
        return ""
    false = lessons.false_equation(line)
    if false:
        return f"{false} does not hold"
    enough = LITTLE if lessons.equations(line) else LEAST
    rules = [rule for rule in phrases(family).steps if _distinct(family, rule) >= enough]
    if any(_reading.resembles(family, facts, rule, line, budget) for rule in rules):
        return f"the line {line[:60]!r} does not hold"
    return ""


@cache
def _distinct(family: Family, rule: str) -> int:
    """How much stands in a rule's sentences of its own, so that no other line reads like one by chance."""
    return len(_reading.literal(family, rule))


def _key_fault(items: Sequence[Mapping[str, Any]], lines: list[str], spans: list[tuple[int, int]], key: int) -> str:
    """What is wrong with the answers of the exercises."""
    tasks = [place for place, item in enumerate(items) if item["role"] not in WORKED]
    titles = [number for number, heading in lessons.headings(lines) if _TASKS.search(heading) and number < key]
    if not titles or titles[-1] > spans[tasks[0]][0]:
        return "expected a heading for the exercises above them"
    end = min((number for number, _ in lessons.headings(lines) if number > key), default=len(lines))
    found = lessons.numbered(lines[key + 1 : end])
    if len(found) != len(tasks):
        return f"expected {len(tasks)} numbered answers, got {len(found)}"
    for number, place in enumerate(tasks, 1):
        item, (said, *below) = items[place], found[number]
        if "options" in item:
            stop = spans[place + 1][0] if place + 1 < len(spans) else key
            fault = _choice_fault(item, lessons.options(lines[spans[place][1] : stop]), said, below)
        else:
            fault = "" if _accepted(load(item["family"]), item["facts"], _plain(said)) else f"{said[:40]!r} is wrong"
        if fault:
            return f"exercise {number}: {fault}"
    return ""


def _choice_fault(item: Mapping[str, Any], shown: Mapping[str, str], said: str, below: list[str]) -> str:
    """What is wrong with a question of many choices: options, the letter of the key, or reasons for the others."""
    wanted = dict(zip("ABCDEF", item["options"], strict=False))
    if {letter: lessons.squeezed(text) for letter, text in shown.items()} != {
        letter: lessons.squeezed(text) for letter, text in wanted.items()
    }:
        return "the options are not those that were given"
    match = _OPTION.fullmatch(said.strip())
    if match is None or match[1] not in wanted:
        return "expected the letter of an option"
    letter = match[1]
    if match[2] and lessons.squeezed(_plain(match[2])) != lessons.squeezed(wanted[letter]):
        return f"{letter} is not {match[2][:40]!r}"
    family, facts = load(item["family"]), item["facts"]
    if not _accepted(family, facts, wanted[letter]):
        return f"{letter} is wrong"
    reasons = lessons.options(below)
    for other, text in wanted.items():
        if other != letter and not _refused(family, facts, text):
            return f"{other} is right as well"
        if other != letter and not reasons.get(other, "").startswith(f"{text}: "):
            return f"expected a line that says why {other} is wrong"
    return ""


def _plain(said: str) -> str:
    """An answer without the bold marks around it."""
    bold = len(said) > 4 and said.startswith("**") and said.endswith("**")
    return said[2:-2].strip() if bold else said.strip()


def _prose_fault(lines: list[str], spans: list[tuple[int, int]], items: Sequence[Mapping[str, Any]]) -> str:
    """The first sum in the prose that does not come out; what is said of a mistake may show wrong ones."""
    left_out: set[int] = set()
    for place, (first, behind) in enumerate(spans):
        left_out |= set(range(first, behind))
        if items[place]["role"] == "mistake":
            left_out |= set(range(behind, behind + len(_region(lines, spans, place))))
    for number, line in enumerate(lines):
        if number not in left_out and not line.startswith("- ") and "=" in line and "**" not in line:
            false = lessons.false_equation(line)
            if false:
                return f"{false} does not hold"
    return ""


def _style_fault(facts: Facts, lines: list[str], spans: list[tuple[int, int]], style: str) -> str:
    """What the style asks for and the lesson lacks."""
    headings = [heading for _, heading in lessons.headings(lines)]
    for what, pattern in _SECTIONS.get(style, {}).items():
        if not any(re.search(pattern, heading) for heading in headings[1:]):
            return f"expected a heading for {what}"
    first, second, _ = facts["people"]
    if style == "dialogue":
        for name in (first, second):
            if sum(line.startswith(f"**{name}:**") for line in lines) < 3:
                return f"expected at least three turns of {name}"
    if style == "story" and any(sum(name in line for line in lines) < 2 for name in facts["people"]):
        return f"expected a story about {', '.join(facts['people'])}"
    if style == "worked_solutions":
        for place, item in enumerate(facts["items"]):
            region = _region(lines, spans, place) if item["role"] in WORKED else []
            if sum("Why:" in line for line in region) < len(lessons.working(region)):
                return f"problem {place + 1}: expected a reason for each line of working"
    return ""


def _accepted(family: Family, facts: Facts, said: str) -> bool:
    return family.check(facts, said).reward == 1


def _refused(family: Family, facts: Facts, said: str) -> bool:
    return family.check(facts, said).reward == 0


def step_holds(facts: Facts, step: Step) -> bool:
    """Whether a claim of the lesson holds: the family of its problem judges the step, or the answer."""
    claim = step.claim
    if claim["item"] < 1:
        return False
    item = facts["items"][claim["item"] - 1]
    if item["text"] != claim["problem"]:
        return False
    family, own = load(item["family"]), item["facts"]
    if step.rule == "solved":
        return _accepted(family, own, claim["found"])
    if step.rule != "line" or claim["rule"] not in phrases(family).steps:
        return False
    try:
        said = phrases(family).step(claim["rule"])([(claim["claim"], own)])[0]
        return said == claim["said"] and family.check_step(own, Step(claim["rule"], claim["claim"]))
    except (ContractError, *MALFORMED):
        return False


def canonical(facts: Facts) -> list[Any]:
    """The concept and the problems in canonical form, each with its family and its place in the lesson."""
    items = ((item, load(item["family"])) for item in facts["items"])
    return [
        facts["concept"],
        [[item["role"], family.name, family.canonical(item["facts"])] for item, family in items],
    ]
