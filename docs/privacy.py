"""Writes ``docs/PRIVACY.md``: every test of privacy, what it asks, what it cannot see, what policies bear.

``python docs/privacy.py`` writes, ``--check`` says whether the page is out of date and ends with 1. All of it comes
from the modules' docstrings, their constants, and the policies.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from privacy import gate, policy  # noqa: E402 - found through the line above
from privacy.policy import Policy  # noqa: E402
from privacy.text import canaries, extraction, membership, near_duplicates, verbatim, watch  # noqa: E402
from synth.report.privacy import about_of  # noqa: E402

PAGE = ROOT / "docs" / "PRIVACY.md"
POLICIES = ("public", "partner", "internal")
OF_TEXTS = {"verbatim": verbatim, "near duplicates": near_duplicates, "watch list": watch}
OF_MODELS = {"canaries": canaries, "extraction by prefix": extraction, "membership by likelihood": membership}
PARTS: dict[str, tuple[str, Mapping[str, ModuleType]]] = {
    "Tables": ("`provender privacy table`, and the gate of every recipe with a table", gate.attacks()),
    "Texts": ("`provender privacy text`", OF_TEXTS),
    "Language models": ("`provender privacy model test`", OF_MODELS),
}
HEAD = """\
# What the tests of privacy ask, and what they cannot see

Written by `docs/privacy.py` from the code. Every test compares what the generator saw with a holdout of the same
population that it never saw; its *risk* is what it finds beyond the holdout, as a share of all that there was to find.
A policy *fails* a release where a risk is proven (p below 5% after Holm's correction over all tests) and larger than it
bears; it *passes* one where every risk's upper limit lies below what it has to be sure of; else there is not enough
data to say, which is never a pass. What each test finds of planted leaks, and how often it cries for nothing, is
measured in [PRIVACY_POWER.md](../benchmarks/PRIVACY_POWER.md) and [POWER_TEXT.md](../benchmarks/POWER_TEXT.md).

A pass is no proof of anonymity: these attacks found nothing beyond their controls, by these rows, at this power.
"""


def page() -> str:
    """The whole page."""
    known = [policy.read(name) for name in POLICIES]
    lines = [HEAD, "## Policies", ""]
    lines += [f"- `{one.name}`: {one.why}. Without a verdict: {one.unsure}." for one in known]
    for title, (command, modules) in PARTS.items():
        lines += [
            "",
            f"## {title}",
            "",
            f"{command}.",
            "",
            f"| | {' | '.join(POLICIES)} | why |",
            "|---|---|---|---|---|",
        ]
        lines += [_row(name, known) for name in modules]
        for name, module in modules.items():
            lines += _told(name, module)
    return "\n".join(lines) + "\n"


def _row(name: str, known: list[Policy]) -> str:
    limits = [one.threshold("verbatim characters" if name == "verbatim" else name) for one in known]
    borne = " | ".join(f"{100 * one.at_most:g}%, sure below {100 * one.surely_below:g}%" for one in limits)
    return f"| {name} | {borne} | {limits[0].why} |"


def _told(name: str, module: ModuleType) -> Iterator[str]:
    summary = (module.__doc__ or "").partition("\n")[0]
    yield from ("", f"### {name[0].upper()}{name[1:]}", "", summary, "", about_of(module), "")
    yield from (f"*Cannot see:* {module.BLIND}", "", f"*Where it finds a leak:* {module.ADVICE}")


def main() -> int:
    """Write the page, or say whether it is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    text = page()
    if not parser.parse_args().check:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
        print(f"{PAGE.relative_to(ROOT)} is out of date: python docs/privacy.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
