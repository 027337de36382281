"""What a pipeline of shell commands prints, over small files that are shown."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

from simulators.checks import shell
from simulators.checks.fences import block
from simulators.core import RIGHT, Facts, Mistake, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.grammar import pipelines
from simulators.grammar.pipelines import COMMANDS, KINDS, Command, Lines

VERSION = 1
LEVELS = (
    {"commands": 1, "lines": 5, "files": 1},
    {"commands": 2, "lines": 6, "files": 1},
    {"commands": 3, "lines": 8, "files": 1},
    {"commands": 4, "lines": 6, "files": 2},
    {"commands": 5, "lines": 7, "files": 2},
)
TRIES = 500
LANGUAGES = frozenset({"text", "txt", "plaintext", "bash", "sh", "console", "shell", "output"})


def make(rng: Stream, *, commands: int, lines: int, files: int) -> Problem:
    for _ in range(TRIES):
        kind = rng.choice(KINDS)
        names = [kind.name] if files == 1 else [f"{day}-{kind.name}" for day in rng.sample(("mon", "tue", "wed"), 2)]
        held = {name: pipelines.file(rng, kind, lines) for name in names}
        chain = [rng.choice(COMMANDS)(rng, kind) for _ in range(commands)]
        if rng.chance(1, 4):
            chain[-1] = pipelines.count(rng, kind)
        shown = _shown(chain, [line for name in names for line in held[name]])
        if shown and _makes_sense(chain, shown):
            return _problem(held, chain, shown)
    raise RuntimeError(f"no pipeline of which every command does something came up in {TRIES} tries")


def _shown(chain: list[Command], lines: Lines) -> list[Lines]:
    """What goes into each command and comes out of the last; nothing where some command makes no difference."""
    shown = [lines]
    for command in chain:
        shown.append(command.run(shown[-1]))
    needed = all(_rest(chain[at:], before) != shown[-1] for at, before in enumerate(shown[:-1], 1))
    return shown if needed and all(shown) else []


def _makes_sense(chain: list[Command], shown: list[Lines]) -> bool:
    """Nobody does one thing twice in a row, counts a count, sorts words by their numbers, or cuts an indented line."""
    verbs = [command.text.split()[0] for command in chain]
    for command, lines in zip(chain, shown, strict=False):
        if command.text.startswith("sort -n") and not all(line.lstrip()[0].isdigit() for line in lines):
            return False
        if command.text.startswith("cut") and lines[0].startswith(" "):
            return False
    if verbs[-1] == "wc" and verbs[-2:][0] in ("head", "tail"):
        return False  # the number stands in the command
    return all(one not in (other, "wc") for one, other in pairwise(verbs)) and verbs.count("cut") < 2


def _problem(held: dict[str, Lines], chain: list[Command], shown: list[Lines]) -> Problem:
    names = " ".join(held)
    texts = [command.text for command in chain]
    # A command that reads its file itself needs no cat; tr reads none, and wc would name it.
    first = [f"cat {names}"] if texts[0].startswith(("tr ", "wc ")) or len(held) > 1 else []
    texts = [*first, *texts] if first else [f"{texts[0]} {names}", *texts[1:]]
    outputs = shown if first else shown[1:]
    answer = fenced(shown[-1])
    wrong_lines: dict[str, Lines] = {}
    for at, command in enumerate(chain):
        for name, slip in command.slips:
            wrong_lines.setdefault(name, _rest(chain[at + 1 :], slip(shown[at])))
    wrong_lines["last_command_skipped"] = shown[-2]
    return Problem(
        facts={"files": held, "command": " | ".join(texts)},
        answer=answer,
        steps=tuple(
            Step("command", {"number": number, "text": text, "lines": lines})
            for number, (text, lines) in enumerate(zip(texts, outputs, strict=True), 1)
        ),
        mistakes=_named(answer, wrong_lines),
    )


def _named(answer: str, wrong_lines: dict[str, Lines]) -> tuple[Mistake, ...]:
    return mistakes(answer, **{name: fenced(lines) for name, lines in wrong_lines.items() if lines})


def _rest(chain: list[Command], lines: Lines) -> Lines:
    for command in chain:
        lines = command.run(lines)
    return lines


def fenced(lines: Lines) -> str:
    return "\n".join(["```text", *lines, "```"])


def check(facts: Facts, reply: str) -> Verdict:
    """Each command is read from the text of the pipeline and done by a second meaning, line by line."""
    said = block(reply, LANGUAGES)
    if said is None:
        return wrong("expected the lines that are printed")
    printed = _outputs(facts)[-1]
    if _plain(said.strip().splitlines()) == _plain(printed):
        return RIGHT
    return wrong(f"{said.strip()[:60]!r} is not what is printed")


def _plain(lines: Lines) -> Lines:
    """Lines without the blanks at their ends: how far uniq indents its numbers is no question of ours."""
    return [line.strip() for line in lines]


def _outputs(facts: Facts) -> list[Lines]:
    return _run(tuple((name, tuple(lines)) for name, lines in facts["files"].items()), facts["command"])


@lru_cache(maxsize=16)
def _run(files: tuple[tuple[str, tuple[str, ...]], ...], command: str) -> list[Lines]:
    return shell.run(dict(files), command)


def check_step(facts: Facts, step: Step) -> bool:
    """The output of the command of that number, by the same second meanings."""
    claim = step.claim
    texts, outputs = facts["command"].split(" | "), _outputs(facts)
    at = claim["number"] - 1
    return 0 <= at < len(texts) and texts[at] == claim["text"] and outputs[at] == claim["lines"]


_NAMES = re.compile(r"\b(?:mon|tue|wed)-")


def canonical(facts: Facts) -> list[Any]:
    return [_NAMES.sub("", facts["command"]), list(facts["files"].values())]
