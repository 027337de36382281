r"""Reads a lesson: the Markdown in a reply, where its problems stand, its lines of working, its answers, its equations.

>>> lines = ["# Sums", "What is 2 + 3?", "- 2 + 3 = 5.", "**Answer:** 5"]
>>> spans(lines, ["What is 2 + 3?"]), answers(lines[2:]), working(lines)
([(1, 2)], [('', '5')], ['2 + 3 = 5.'])
>>> false_equation("So 2 + 3 = 6 apples."), false_equation("2x + 3 = 7, hence 7 - 3 = 4")
('2 + 3 = 6', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from simulators.checks import expressions
from simulators.checks.final import denies

LONGEST = 60_000
LONGEST_SIDE = 200
SHORTEST_QUOTED, LONGEST_QUOTED = 4, 60  # shorter answers may be near others by chance
_FENCE = re.compile(r"```[ \t]*(?:markdown|md|text)?[ \t]*\n(.*?)\n[ \t]*```", re.DOTALL | re.IGNORECASE)
_HEDGE = re.compile(r"\?|\b(?:either|or|maybe|perhaps|possibly|guess|not)\b", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#*]*")
_LABEL = re.compile(
    r"(?:[-*>][ \t]+)?\*\*(?P<who>[^*:\n]{0,80}?)\b(?P<kind>wrong |right |)answer:?\*\*:?[ \t]*(?P<said>.+)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[ \t]{0,3}\**([0-9]{1,3})[.)]\**[ \t]+(.*)", re.ASCII)
_OPTION = re.compile(r"[ \t]*[-*][ \t]+\**\(?([A-F])[.)]\**[ \t]+(.*)")
_BLANKS = re.compile(r"\s+")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)*")
_SIDE = "0123456789+-*/().,^ "
_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "$": " "})
_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", re.ASCII)
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+", re.ASCII)
_POWER = re.compile(r"(\([^()]*\)|[0-9]+)\s*\^\s*(\(-?[0-9]{1,3}\)|[0-9]{1,3})", re.ASCII)
_UNARY = re.compile(r"(^|[(+*/-])\s*-\s*([0-9]+)", re.ASCII)
# A number before one of these words is not the whole of that side.
_NOT_ALONE = re.compile(r"\s+(?:r|rest|rem|remainder|mod|modulo|thousand|million|billion|times|of)\b")

# Words that make what follows them a part of something that is not written in numbers.
_JOINS = re.compile(r"\b(?:x|times|plus|minus|by|over|of|mod|modulo|less)$")


def lesson(reply: str) -> tuple[str, str]:
    """The lesson in a reply and, where there is none, why."""
    if len(reply) > LONGEST:
        return "", f"a lesson has at most {LONGEST} characters, got {len(reply)}"
    if not reply.isprintable() and any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in reply):
        return "", "the reply is no readable text"
    fenced = list(_FENCE.finditer(reply))
    if len(fenced) > 1:
        return "", "expected one lesson, got several blocks"
    if not fenced:
        return (
            (reply, "")
            if reply.lstrip().startswith("# ")
            else ("", "expected a Markdown block that begins with a title")
        )
    before, behind = reply[: fenced[0].start()], reply[fenced[0].end() :]
    if denies(before) or _HEDGE.search(before.rpartition("\n")[2]) or _HEDGE.search(behind.partition("\n")[0]):
        return "", "the reply takes the lesson back"
    return fenced[0][1], ""


def squeezed(text: str) -> str:
    """The text with its line breaks, marks of quotation and blanks as single blanks.

    >>> squeezed("  > a  b\\n> c")
    'a b c'
    """
    return _BLANKS.sub(" ", " ".join(_QUOTED.sub("", line, count=1) for line in text.split("\n"))).strip()


def headings(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The headings with the numbers of their lines, in small letters."""
    found = ((number, _HEADING.fullmatch(line)) for number, line in enumerate(lines))
    return [(number, match[2].lower()) for number, match in found if match]


def spans(lines: Sequence[str], statements: Iterable[str]) -> list[tuple[int, int]] | None:
    """For each statement, one after another, its first line and the one behind its last; None where one is missing."""
    joined, starts = "", []
    for line in lines:
        starts.append(len(joined))
        piece = squeezed(line)
        joined += piece + " " if piece else ""
    found, at = [], 0
    for statement in statements:
        wanted = squeezed(statement)
        at = joined.find(wanted, at)
        if at < 0:
            return None
        end = at + len(wanted)
        first = max(number for number, start in enumerate(starts) if start <= at)
        last = max(number for number, start in enumerate(starts) if start < end)
        # Blank lines share the start of the line behind them.
        found.append((first, last + 1))
        at = end
    return found


def answers(lines: Iterable[str]) -> list[tuple[str, str]]:
    """What lines such as "**Wrong answer:** 7" say: the kind ("wrong", "right" or "") and the answer."""
    found = [match for line in lines if (match := _LABEL.fullmatch(line.strip()))]
    return [(match["kind"].strip().lower(), match["said"].strip()) for match in found]


def working(lines: Iterable[str]) -> list[str]:
    """The lines of working: those with a dash, each with the indented lines that go on with it."""
    found: list[str] = []
    inside = False
    for line in lines:
        if line.startswith("- "):
            found.append(line[2:].strip())
            inside = True
        elif inside and line.startswith("  ") and not line.lstrip().startswith(("*", ">")):
            found[-1] += "\n" + line.strip()
        else:
            inside = False
    return found


def misquoted(lines: Iterable[str], quoted: str, known: set[str]) -> str:
    """What prose says that is the quoted answer but for one digit, and none of the known answers; "" if nothing is.

    >>> misquoted(["Somebody wrote 7145."], "7155", {"7155", "12"}), misquoted(["It is 7145."], "7155", {"7145"})
    ('7145', '')
    """
    if not SHORTEST_QUOTED <= len(quoted) <= LONGEST_QUOTED:
        return ""
    prose = "\n".join(
        line for line in lines if not line.startswith(("- ", "  ")) and not _LABEL.fullmatch(line.strip())
    )
    places = [at for at, letter in enumerate(quoted) if letter.isdigit()]
    for at in places:
        pattern = f"(?<![0-9]){re.escape(quoted[:at])}[0-9]{re.escape(quoted[at + 1 :])}(?![0-9])"
        for match in re.finditer(pattern, prose):
            if match[0] not in known:
                return match[0]
    return ""


def numbered(lines: Iterable[str]) -> dict[int, list[str]]:
    """The items of a numbered list: the rest of each numbered line, and the lines below it."""
    found: dict[int, list[str]] = {}
    current: list[str] = []
    for line in lines:
        match = _NUMBERED.fullmatch(line)
        if match and int(match[1]) == len(found) + 1:
            current = found[len(found) + 1] = [match[2].strip()]
        elif match:
            return {}
        else:
            current.append(line)
    return found


def options(lines: Iterable[str]) -> dict[str, str]:
    """The options "- A) …" of a question, by letter."""
    return {match[1]: match[2].strip() for line in lines if (match := _OPTION.fullmatch(line))}


def false_equation(line: str) -> str:
    """The first equation of numbers in a line that does not hold; "" where there is none."""
    return next((f"{left} = {right}" for left, right, holds in equations(line) if not holds), "")


def equations(line: str) -> list[tuple[str, str, bool]]:
    """The equations of numbers in a line, each with whether it holds."""
    if "=" not in line:
        return []
    parts = re.split(r"(?<![<>=!≠≡])=(?![=>])", _GROUPED.sub("", line.translate(_SIGNS)))
    found = []
    for before, behind in pairwise(parts):
        left, right = _left(before), _right(behind)
        values = [None if side is None else _value(side) for side in (left, right)]
        if left is not None and right is not None and None not in values:
            found.append((left.strip(), right.strip(), values[0] == values[1]))
    return found


def _left(text: str) -> str | None:
    """The numbers and signs with which a text ends, or None where they are part of something else."""
    start = len(text)
    while start and text[start - 1] in _SIDE and len(text) - start < LONGEST_SIDE:
        start -= 1
    side = text[start:]
    if start and (text[start - 1].isalnum() or text[start - 1] in "_^%!)]}|√π°<>≤≥≡") and not side.startswith(" "):
        return None
    if _JOINS.search(text, max(0, start - 12), start):
        return None
    side = re.sub(r"^.*[.,](?=\s)", "", side).strip(" ,.")
    # What begins with a sign goes on from something that is no number, as in 2x + 3.
    return None if not side or side[0] in "+*/)^" or (side[0] == "-" and side[1:2] == " ") else side


def _right(text: str) -> str | None:
    """The numbers and signs with which a text begins, or None where they are part of something else."""
    end = 0
    while end < len(text) and text[end] in _SIDE and end < LONGEST_SIDE:
        end += 1
    side = text[:end]
    if (stop := re.search(r"[.,](?=\s|$)", side)) is not None:
        side = side[: stop.start()]
    behind = text[len(side.rstrip()) :]
    if behind[:1] not in ("", *" .,;:)!?") or _NOT_ALONE.match(behind):
        return None
    side = side.strip()
    return None if not side or side[-1] in "+-*/(^" else side


def _value(side: str) -> Fraction | int | None:
    """The exact value of numbers and signs, with decimals, powers and minus signs in front."""
    text = _DECIMAL.sub(lambda found: f"({Fraction(found[0])})", side)
    for _ in range(4):
        powered = _POWER.sub(_raised, text)
        if powered == text:
            break
        text = powered
    for _ in range(2):
        text = _UNARY.sub(r"\1(0-\2)", text)
    return expressions.evaluate(text)


def _raised(found: re.Match[str]) -> str:
    base = expressions.evaluate(_UNARY.sub(r"\1(0-\2)", found[1]))
    exponent = int(found[2].strip("()"))
    if base is None or abs(exponent) > 64 or not -(10**12) < base < 10**12 or (not base and exponent < 0):
        return "?"
    return f"({Fraction(base) ** exponent})".replace("(-", "(0-")
