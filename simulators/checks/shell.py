"""A shell's pipelines over small text files, read from their text and run line by line: each command's second meaning.

The characters' order is that of their codes, as in the locale C.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence

Lines = list[str]
_NUMBER = re.compile(r"\s*(\d+)")


def run(files: Mapping[str, Sequence[str]], command: str) -> list[Lines]:
    """What comes out of each command of a pipeline, in order; the last is what is printed.

    Raises ValueError for what is no pipeline of the commands below, and LookupError for a file that is not there.

    >>> run({"a.txt": ["b", "a", "b"]}, "sort a.txt | uniq -c")
    [['a', 'b', 'b'], ['      1 a', '      2 b']]
    """
    outputs: list[Lines] = []
    for part in command.split(" | "):
        name, *words = shlex.split(part)
        options = [word for word in words if word.startswith("-") and word != "-"]
        others = [word for word in words if word not in options]
        if name not in _COMMANDS:
            raise ValueError(f"no command {name!r}; there are: {', '.join(_COMMANDS)}")
        taken = _COMMANDS[name][1]
        if name in ("head", "tail"):
            others.remove(str(int(others[0])))
            options.append(words[words.index("-n") + 1])
        named = others[taken:]
        lines = [line for file in named for line in files[file]] if named else list(outputs[-1])
        outputs.append(_COMMANDS[name][0](lines, options, others[:taken]))
    return outputs


def _cat(lines: Lines, options: list[str], words: list[str]) -> Lines:
    return lines


def _grep(lines: Lines, options: list[str], words: list[str]) -> Lines:
    (word,) = words
    kept = []
    for line in lines:
        there = line.lower().find(word.lower()) >= 0 if "-i" in options else line.find(word) >= 0
        if there != ("-v" in options):
            kept.append(line)
    return kept


def _cut(lines: Lines, options: list[str], words: list[str]) -> Lines:
    by = next(option[2:] for option in options if option.startswith("-d"))
    place = int(next(option[2:] for option in options if option.startswith("-f")))
    out = []
    for line in lines:
        rest, found = line, by in line
        for _ in range(place - 1):
            rest = rest.partition(by)[2]
        out.append(rest.partition(by)[0] if found else line)
    return out


def _head(lines: Lines, options: list[str], words: list[str]) -> Lines:
    return [line for number, line in enumerate(lines, 1) if number <= int(options[-1])]


def _tail(lines: Lines, options: list[str], words: list[str]) -> Lines:
    return [line for left, line in zip(range(len(lines), 0, -1), lines, strict=True) if left <= int(options[-1])]


def _sort(lines: Lines, options: list[str], words: list[str]) -> Lines:
    """By insertion, each line before the first that is greater."""
    flags = "".join(options)

    def key(line: str) -> tuple[int, bytes]:
        found = _NUMBER.match(line) if "n" in flags else None
        return int(found[1]) if found else 0, line.encode()

    out: Lines = []
    for line in lines:
        if "u" in flags and line in out:
            continue
        at = 0
        while at < len(out) and key(out[at]) <= key(line):
            at += 1
        out.insert(at, line)
    if "r" in flags:
        out.reverse()
    return out


def _uniq(lines: Lines, options: list[str], words: list[str]) -> Lines:
    out: list[tuple[int, str]] = []
    for line in lines:
        if out and out[-1][1] == line:
            out[-1] = (out[-1][0] + 1, line)
        else:
            out.append((1, line))
    return [f"{count:7} {line}" if "-c" in options else line for count, line in out]


def _wc(lines: Lines, options: list[str], words: list[str]) -> Lines:
    if options != ["-l"]:
        raise ValueError("expected wc -l, and no file, whose name it would print")
    return [str(sum(1 for _ in lines))]


def _tr(lines: Lines, options: list[str], words: list[str]) -> Lines:
    table = {ord(old): new for old, new in zip(*map(_letters, words), strict=True)}
    return [line.translate(table) for line in lines]


def _letters(word: str) -> str:
    if len(word) == 3 and word[1] == "-":
        return "".join(map(chr, range(ord(word[0]), ord(word[2]) + 1)))
    return word


def _sed(lines: Lines, options: list[str], words: list[str]) -> Lines:
    verb, old, new, rest = words[0].split("/")
    if verb != "s" or rest or len(old) != 1:
        raise ValueError("expected sed s/a/b/")
    out = []
    for line in lines:
        at = line.find(old)
        out.append(line if at < 0 else line[:at] + new + line[at + 1 :])
    return out


def _tac(lines: Lines, options: list[str], words: list[str]) -> Lines:
    return list(reversed(lines))


# Each command, and how many words it takes before the names of files.
_COMMANDS = {
    "cat": (_cat, 0), "cut": (_cut, 0), "grep": (_grep, 1), "head": (_head, 0), "sed": (_sed, 1), "sort": (_sort, 0),
    "tac": (_tac, 0), "tail": (_tail, 0), "tr": (_tr, 2), "uniq": (_uniq, 0), "wc": (_wc, 0),
}  # fmt: skip
