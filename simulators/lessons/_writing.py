"""Writes a lesson: the prose of its concept, the frames of its style, its problems with their worked lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from simulators.core import TEMPLATES
from simulators.lessons._graph import CONCEPTS
from simulators.text import blocks, listing

if TYPE_CHECKING:
    from simulators.core import Facts
    from simulators.lessons._making import Drawn

CHOICES = 10  # numbers by which a lesson chooses among wordings
_FOLDER = TEMPLATES / "lessons"
_OWNER = {concept.family: name for name, concept in CONCEPTS.items()}

Lines = list[str]


class Pen:
    """What one lesson is written with: its facts, its problems, and which wording comes next."""

    def __init__(self, style: str, facts: Facts, drawn: Sequence[Drawn]) -> None:
        self.style, self.facts = style, facts
        self.worked = [one for one in drawn if one.item["role"] == "example"]
        self.mistake = next(one for one in drawn if one.item["role"] == "mistake")
        self.tasks = [one for one in drawn if one.item["role"] in ("exercise", "review")]
        first, second, third = facts["people"]
        self.values = {"first": first, "second": second, "third": third, "hero": first, "friend": second}
        self.values |= {"title": facts["title"], "topic": facts["title"][0].lower() + facts["title"][1:]}
        self.used, self.said = 0, set[str]()

    def prose(self, part: str, name: str = "", **values: object) -> str:
        """A block of the concept's prose; of several numbered ones, the one that the lesson chose."""
        there = _concept(name or self.facts["concept"])
        numbered = sorted(block for block in there if block.startswith(f"{part}_") and block[len(part) + 1 :].isdigit())
        return _told(there[self._chosen(numbered) if numbered else part], {**self.values, **values})

    def wrong(self) -> str:
        """Why the common mistake is one, of the wrong answer that was given."""
        return self.prose("mistake", wrong=f"‘{self.mistake.item['said']}’")

    def frame(self, part: str, **values: object) -> str:
        """A sentence of the style's frame, in one of its wordings."""
        there = _frames(self.style)
        numbered = sorted(block for block in there if block.startswith(f"{part}_") and block[len(part) + 1 :].isdigit())
        fresh = [name for name in numbered if name not in self.said] or numbered
        name = self._chosen(fresh)
        self.said.add(name)
        return _told(there[name], {**self.values, **values})

    def reading(self, part: str) -> str:
        """A block that differs with the reader; the definition may be, by error, that of another concept."""
        return self.prose(
            f"{part}_{self.facts['reader']}", self.facts.get("defined", "") if part == "definition" else ""
        )

    def _chosen(self, names: Sequence[str]) -> str:
        choice = self.facts["choices"][self.used % CHOICES] + self.used // CHOICES
        self.used += 1
        return names[choice % len(names)]

    def long(self) -> bool:
        return self.facts["length"] == "long"

    def short(self) -> bool:
        return self.facts["length"] == "short"


def _told(render: Callable[..., list[str]], values: Mapping[str, object]) -> str:
    return render([(values,)])[0]


@cache
def _concept(name: str) -> Mapping[str, Callable[..., list[str]]]:
    return blocks(_FOLDER / "concepts" / f"{name}.j2")


@cache
def _frames(style: str) -> Mapping[str, Callable[..., list[str]]]:
    return blocks(_FOLDER / "frames" / f"{style}.j2")


def written(style: str, facts: Facts, drawn: Sequence[Drawn]) -> str:
    """The lesson in Markdown."""
    return "\n".join(_STYLES[style](Pen(style, facts, drawn))).replace("\n\n\n", "\n\n")


def quoted(text: str) -> Lines:
    """A problem as a quotation, line by line."""
    return ["", *[f"> {line}".rstrip() for line in text.split("\n")], ""]


def lines_of(one: Drawn) -> Lines:
    """The lines of working, each after a dash; what goes on in further lines is indented."""
    return ["", *["- " + told.replace("\n", "\n  ") for told in one.told], ""]


def reasoned(pen: Pen, one: Drawn) -> Lines:
    """The lines of working, each with the reason for it; where it is that of an earlier line, that line is named."""
    there = _concept(_OWNER[one.item["family"]])
    found, first = [""], dict[str, int]()
    for number, (told, step) in enumerate(zip(one.told, one.problem.steps, strict=True), 1):
        known = first.setdefault(step.rule, number)
        reason = _told(there[f"why_{step.rule}"], {}) if known == number else pen.frame("same", line=known)
        found += ["- " + told.replace("\n", "\n  "), f"  *Why:* {reason}"]
    return [*found, ""]


def numbered(text: str, number: int) -> Lines:
    """A problem as an item of a numbered list."""
    first, *others = text.split("\n")
    return [f"{number}. {first}", *[f"   {line}".rstrip() for line in others]]


def exercises(pen: Pen) -> Lines:
    return [line for number, one in enumerate(pen.tasks, 1) for line in numbered(one.item["text"], number)]


def key(pen: Pen) -> Lines:
    return [f"{number}. {one.problem.answer}" for number, one in enumerate(pen.tasks, 1)]


def looking_back(pen: Pen) -> Lines:
    """A word on the exercises that come from what the concept builds on."""
    owners = dict.fromkeys(_OWNER[one.item["family"]] for one in pen.tasks if one.item["role"] == "review")
    topics = [CONCEPTS[name].title for name in owners if name != pen.facts["concept"]]
    if not topics:
        return []
    return [pen.frame("review", topics=listing(topic[0].lower() + topic[1:] for topic in topics)), ""]


def _textbook(pen: Pen) -> Lines:
    found = [f"# {pen.facts['title']}", "", pen.reading("motivation"), "", "## What it is", ""]
    found += [f"> **Definition.** {pen.reading('definition')}", ""]
    if not pen.short():
        found += [pen.prose("intuition"), ""]
    for number, one in enumerate(pen.worked, 1):
        found += [f"## Example {number}", "", pen.frame("before"), *quoted(one.item["text"]), pen.frame("work")]
        found += [*lines_of(one), f"**Answer:** {one.problem.answer}", ""]
    one = pen.mistake
    found += ["## A common mistake", "", pen.frame("pitfall"), *quoted(one.item["text"])]
    found += [pen.frame("wrong"), "", f"**Wrong answer:** {one.item['said']}", ""]
    found += [pen.wrong(), "", pen.frame("mend"), *lines_of(one)]
    found += [f"**Right answer:** {one.problem.answer}", ""]
    if not pen.short():
        found += [f"## {pen.frame('uses')}", "", pen.prose("use"), ""]
    found += ["## Exercises", "", pen.frame("tasks"), "", *looking_back(pen), *exercises(pen), ""]
    found += ["## Answers", "", *key(pen), "", "## Summary", "", pen.prose("summary")]
    return found


def _dialogue(pen: Pen) -> Lines:
    tutor, pupil = pen.values["first"], pen.values["second"]

    def says(name: object, words: str) -> Lines:
        return [f"**{name}:** {words}", ""]

    found = [f"# {pen.facts['title']}: {pen.frame('heading')}", ""]
    found += says(tutor, pen.reading("motivation")) + says(pupil, pen.frame("curious"))
    found += says(tutor, pen.reading("definition")) + says(pupil, pen.frame("unsure"))
    found += says(tutor, pen.prose("intuition"))
    for one in pen.worked:
        found += [*says(pupil, pen.frame("ready")), f"**{tutor}:** {pen.frame('pose')}", *quoted(one.item["text"])]
        found += [f"**{pupil}:** {pen.frame('board')}", *lines_of(one)]
        found += [f"**{pupil}'s answer:** {one.problem.answer}", ""]
        if one is not pen.worked[-1]:
            found += says(tutor, pen.frame("praise"))
    one = pen.mistake
    found += [f"**{tutor}:** {pen.frame('praise')} {pen.frame('alone')}", *quoted(one.item["text"])]
    found += [*says(pupil, pen.frame("hasty")), f"**{pupil}'s wrong answer:** {one.item['said']}", ""]
    found += [*says(tutor, pen.prose("ask")), *says(pupil, pen.prose("insight"))]
    found += [*says(tutor, pen.wrong()), f"**{pupil}:** {pen.frame('again')}"]
    found += [*lines_of(one), f"**The right answer:** {one.problem.answer}", ""]
    if not pen.short():
        found += [*says(pupil, pen.frame("worth")), *says(tutor, pen.prose("use"))]
    found += [*says(pupil, pen.frame("sum_up")), *says(tutor, pen.prose("summary")), *looking_back(pen)]
    found += ["## Exercises", "", *says(tutor, pen.frame("home")), *exercises(pen), "", "## Answers", "", *key(pen)]
    return found


def _worked_solutions(pen: Pen) -> Lines:
    found = [f"# {pen.facts['title']}: {pen.frame('heading')}", "", pen.reading("motivation"), ""]
    found += [f"**{pen.frame('recall')}** {pen.reading('definition')}", ""]
    if pen.long():
        found += [pen.prose("intuition"), ""]
    for number, one in enumerate(pen.worked, 1):
        found += [f"## Problem {number}", *quoted(one.item["text"]), pen.frame("solve"), *reasoned(pen, one)]
        found += [f"**Answer:** {one.problem.answer}", "", pen.frame("after"), ""]
    one = pen.mistake
    found += [f"## Problem {len(pen.worked) + 1}, {pen.frame('marked')}", *quoted(one.item["text"])]
    found += [pen.frame("handed"), "", f"**Wrong answer:** {one.item['said']}", ""]
    found += [pen.wrong(), "", pen.frame("corrected"), *reasoned(pen, one)]
    found += [f"**Right answer:** {one.problem.answer}", "", "## Exercises", "", pen.frame("tasks"), ""]
    found += [
        *looking_back(pen),
        *exercises(pen),
        "",
        "## Answers",
        "",
        *key(pen),
        "",
        f"## {pen.frame('closing')}",
        "",
    ]
    found += [pen.prose("summary")] + ([] if pen.short() else ["", pen.prose("use")])
    return found


def _quiz(pen: Pen) -> Lines:
    found = [f"# {pen.facts['title']}: {pen.frame('heading')}", "", pen.reading("motivation"), ""]
    found += [f"**{pen.frame('recall')}** {pen.reading('definition')}", ""]
    if not pen.short():
        found += [pen.prose("intuition"), ""]
    for number, one in enumerate(pen.worked, 1):
        found += [f"## Warm-up {number}", "", pen.frame("warm"), *quoted(one.item["text"]), pen.frame("work")]
        found += [*lines_of(one), f"**Answer:** {one.problem.answer}", ""]
    one = pen.mistake
    found += ["## Spot the mistake", "", pen.frame("spot"), *quoted(one.item["text"])]
    found += [f"**Wrong answer:** {one.item['said']}", "", pen.wrong(), ""]
    found += [pen.frame("mend"), *lines_of(one), f"**Right answer:** {one.problem.answer}", ""]
    found += ["## Questions", "", pen.frame("rules"), "", *looking_back(pen)]
    for number, task in enumerate(pen.tasks, 1):
        found += numbered(task.item["text"], number)
        found += [f"   - {letter}) {text}" for letter, text in zip("ABCDEF", task.item["options"], strict=False)]
    found += ["", "## Key", ""]
    for number, task in enumerate(pen.tasks, 1):
        found += _key_with_reasons(task, number)
    return [*found, "", f"## {pen.frame('closing')}", "", pen.prose("summary")]


def _key_with_reasons(task: Drawn, number: int) -> Lines:
    """The right option of a question, and for each other one the slip that leads to it."""
    there = _concept(_OWNER[task.item["family"]])
    slips = {answer: name for name, answer in task.problem.mistakes}
    lettered = list(zip("ABCDEF", task.item["options"], strict=False))
    found = [f"{number}. {letter}) {text}" for letter, text in lettered if text == task.problem.answer]
    for letter, text in lettered:
        if text != task.problem.answer:
            reason = _told(there[f"slip_{slips[text]}"], {}) if text in slips else "This does not fit the question."
            found.append(f"   - {letter}) {text}: {reason}")
    return found


def _story(pen: Pen) -> Lines:
    hero, friend = pen.values["first"], pen.values["second"]
    found = [f"# {pen.facts['title']}: {pen.frame('heading')}", "", pen.prose("need"), ""]
    found += [pen.frame("meeting"), "", f"{pen.frame('teaches')} “{pen.reading('definition')}”", ""]
    found += [pen.frame("doubt"), "", f"“{pen.prose('intuition')}”", ""]
    for one in pen.worked:
        found += [pen.frame("paper"), *quoted(one.item["text"]), pen.frame("pencil"), *lines_of(one)]
        found += [f"**{hero}'s answer:** {one.problem.answer}", "", pen.frame("nod"), ""]
    one = pen.mistake
    found += [pen.frame("friend"), *quoted(one.item["text"]), pen.frame("quick"), ""]
    found += [f"**{friend}'s wrong answer:** {one.item['said']}", "", pen.frame("frown"), ""]
    found += [f"“{pen.prose('ask')}” {pen.frame('asked')}", "", f"“{pen.prose('insight')}” {pen.frame('saw')}", ""]
    found += [f"“{pen.wrong()}” {pen.frame('explained')}", "", pen.frame("redo"), *lines_of(one)]
    found += [f"**The right answer:** {one.problem.answer}", ""]
    if not pen.short():
        found += [f"{pen.frame('wonder')} “{pen.prose('use')}”", ""]
    found += [f"{pen.frame('evening')} “{pen.prose('summary')}”", "", "## Exercises", "", pen.frame("left"), ""]
    return [*found, *looking_back(pen), *exercises(pen), "", "## Answers", "", *key(pen)]


_STYLES: Mapping[str, Callable[[Pen], Lines]] = {
    "textbook": _textbook,
    "dialogue": _dialogue,
    "worked_solutions": _worked_solutions,
    "quiz": _quiz,
    "story": _story,
}
