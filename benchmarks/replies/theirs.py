"""What math-verify says of the lines of the corpus, in a process that is killed when it hangs.

It is given what it needs to do well: gold answers in LaTeX as its README writes them, all its ways to extract, and the
words on offer where the answer is a word. Each way of calling it in :data:`WAYS` is tried on all lines, and the one
with the fewest errors is reported.
"""

from __future__ import annotations

import logging
import multiprocessing
import re
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from readers import Line

WAYS = {
    "default": "as its README says",
    "box first": "a box is looked for before anything else",
    "wrapped": "box first, and replies of one line that are a bare formula are put between dollar signs",
}
PATIENCE = 30.0  # seconds before the process is killed; its own time-outs are 5 for reading and 5 for comparing
LARGEST = 8 << 30  # bytes of memory, so that a tower of powers does not take the machine along
WORDS = {"yes": ("yes", "true"), "no": ("no", "false")}

_LATEX = re.compile(r"\$|\\boxed|\\\(|\\\[")
_WORD = re.compile(r"[A-Za-z]{3,}")
_COMMAND = re.compile(r"\\[A-Za-z]+")


class Said(NamedTuple):
    """Accepted, refused or (None) neither, and the seconds that it took to read and compare the reply."""

    accepted: bool | None
    seconds: float


def gold(line: Line) -> list[str]:
    """The gold answer as math-verify should see it; a list where several are as good."""
    if line.kind in ("choice", "words", "yesno"):
        return list(WORDS.get(line.gold, (line.gold,)))
    return [f"${line.gold}$"]


def reply(line: Line, way: str) -> str:
    """The reply as math-verify should see it."""
    text = line.reply
    bare = text and not (_LATEX.search(text) or _WORD.search(_COMMAND.sub(" ", text)) or "\n" in text)
    return f"${text}$" if way == "wrapped" and bare else text


def extraction(line: Line, way: str) -> list[Any]:
    """All its ways to extract, and strings where the answer is one of several words."""
    from math_verify import ExprExtractionConfig, LatexExtractionConfig, StringExtractionConfig

    found: list[Any] = [
        LatexExtractionConfig(boxed_match_priority=50 if way == "default" else 0),
        ExprExtractionConfig(),
    ]
    if line.kind in ("choice", "words"):
        found.append(StringExtractionConfig(strings=tuple(line.asked("options").split(","))))
    if line.kind == "yesno":
        found.append(StringExtractionConfig(strings=WORDS["yes"] + WORDS["no"]))
    return found


def _serve(connection: Connection, way: str) -> None:
    """Judge the lines that come in until None does."""
    import resource

    from math_verify import parse, verify

    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST, LARGEST))
    while line := connection.recv():
        configs = extraction(line, way)
        golds = [part for text in gold(line) for part in parse(text, configs)]
        began = time.perf_counter()
        try:
            found = parse(reply(line, way), configs)
            accepted = bool(verify(golds, found, allow_set_relation_comp=line.kind == "interval"))
        except Exception:  # noqa: BLE001 - whatever it raises is what is counted here
            accepted = None
        connection.send(Said(accepted, time.perf_counter() - began))


def judged(lines: Sequence[Line], way: str) -> Iterator[Said]:
    """What it says of each line, in order."""
    context = multiprocessing.get_context("spawn")
    worker: Any = None
    warm = lines[0]
    for line in lines:
        if worker is None:
            ours, its = context.Pipe()
            worker = context.Process(target=_serve, args=(its, way), daemon=True)
            worker.start()
            ours.send(warm)  # imports and caches do not count
            ours.recv()
        ours.send(line)
        try:
            said = ours.recv() if ours.poll(PATIENCE) else None
        except EOFError:
            said = None
        if said is None:
            worker.kill()
            worker.join()
            worker, said = None, Said(None, PATIENCE)
        yield said
    if worker is not None:
        ours.send(None)
        worker.join()
