"""Personal data: told by values (:mod:`.kinds`), kept only as styles (:mod:`.styles`), replaced (:mod:`.fakes`)."""

from synth.tabular.pii.fakes import FakeError, Fakes, Given, fakes
from synth.tabular.pii.kinds import KINDS, Kind, recognise
from synth.tabular.pii.styles import Seen, Style, filters, seen, styles

__all__ = [
    "KINDS",
    "FakeError",
    "Fakes",
    "Given",
    "Kind",
    "Seen",
    "Style",
    "fakes",
    "filters",
    "recognise",
    "seen",
    "styles",
]
