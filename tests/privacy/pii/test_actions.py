"""Masking, dropping and replacing; and reports, which never hold what they found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.core import PrivacyError
from privacy.text.pii import checksums
from privacy.text.pii.actions import act, told
from privacy.text.pii.detector import detect
from privacy.text.pii.pseudonyms import Pseudonyms
from privacy.text.pii.spans import Span

KEY = b"sixteen bytes or more of a secret"
TEXT = "Frau Berg (Anna Berg, anna@web.de) pays 4111 1111 1111 1111 from DE89 3704 0044 0532 0130 00."


def test_a_mask_names_the_kind() -> None:
    """What was found is replaced by its kind, and nothing else changes."""
    assert act("a joe@x.de b", [Span(2, 10, "email", 1.0)], "mask") == "a [EMAIL] b"
    assert act("a joe@x.de b", [Span(2, 10, "email", 1.0)], "drop") is None
    assert act("a b", [], "drop") == "a b"


def test_the_same_person_is_the_same_fake() -> None:
    """A name becomes one fake in every text, in every process; with another key another one."""
    one, again, other = Pseudonyms(KEY), Pseudonyms(KEY), Pseudonyms(b"another secret of some length")
    full = one.fake("person", "Anna Berg")
    assert full == again.fake("person", "Anna Berg") != other.fake("person", "Anna Berg")
    assert one.fake("person", "Berg") == full.split()[1] and one.fake("person", "BERG") == full.split()[1].upper()


def test_two_people_never_share_a_fake() -> None:
    """Two thousand last names, more than the pool of fakes holds, become two thousand."""
    names = Pseudonyms(KEY)
    real = [f"Muster{chr(97 + at % 26)}{chr(97 + at // 26 % 26)}{chr(97 + at // 676)}" for at in range(2_000)]
    fakes = [names.fake("person", name) for name in real]
    assert len(set(fakes)) == len(real) and not set(fakes) & set(real)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iban", "DE89 3704 0044 0532 0130 00"), ("card", "4111-1111-1111-1111"), ("us_ssn", "219-09-9999"),
        ("de_tax_id", "86 095 742 719"), ("pl_pesel", "44051401359"), ("it_cf", "RSSMRA85T10A562S"),
        ("es_dni", "12345678Z"),
        ("nl_bsn", "111222333"), ("br_cpf", "529.982.247-25"), ("email", "joe@web.de"), ("ip", "93.184.216.34"),
        ("ip", "2606:2800:220:1::1"), ("mac", "a0:b1:c2:d3:e4:f5"), ("wallet", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
    ],
)  # fmt: skip
def test_fakes_are_of_the_same_kind(kind: str, value: str) -> None:
    """The detector takes a fake for the kind that it stands for: a fake IBAN is valid, a fake email an email."""
    made = Pseudonyms(KEY).fake(kind, value)
    assert made != value
    found = detect(f"card ssn steuer-id pesel dni bsn cpf: {made}", kinds=[kind])
    assert [(span.kind, span.end - span.start) for span in found] == [(kind, len(made))]


def test_numbers_keep_their_form() -> None:
    """Separators stay where they were, the country and the card's first digit too."""
    names = Pseudonyms(KEY)
    made = names.fake("iban", "DE89 3704 0044 0532 0130 00")
    assert re.fullmatch(r"DE\d\d \d{4} \d{4} \d{4} \d{4} \d\d", made) and checksums.iban(made.replace(" ", ""))
    assert names.fake("card", "4111-1111-1111-1111")[0] == "4"
    assert re.fullmatch(r"\+\d\d \d{3} \d{6}", names.fake("phone", "+49 171 234567"))


def test_a_disguised_value_has_the_fake_of_the_plain_one() -> None:
    """Zero-width signs and full-width digits do not make another person."""
    names = Pseudonyms(KEY)
    assert names.fake("email", "j\u200boe@web.de") == names.fake("email", "joe@web.de")
    assert (
        told("j\u200boe@web.de", Span(0, 11, "email", 1.0), KEY)["hash"]
        == told("joe@web.de", Span(0, 10, "email", 1.0), KEY)["hash"]
    )


def test_a_text_is_replaced_whole() -> None:
    """Nothing of what was found is left, and both mentions of a person agree."""
    spans = detect(TEXT, locales=["de_DE"])
    made = act(TEXT, spans, "pseudonymise", Pseudonyms(KEY, "de_DE"))
    assert made is not None
    assert not any(TEXT[span.start : span.end] in made for span in spans)
    last, first_last = re.match(r"Frau (\w+) \((\w+ \w+),", made).groups()  # type: ignore[union-attr]
    assert first_last.endswith(last)


@given(st.text(max_size=60), st.binary(min_size=16, max_size=64))
@settings(max_examples=60, deadline=None)
def test_reports_hold_no_value(value: str, key: bytes) -> None:
    """A finding is a place, a kind, a score and a keyed hash, and nothing of the text."""
    text = f"before {value} after"
    found = told(text, Span(7, 7 + len(value), "person", 0.9), key)
    assert set(found) == {"start", "end", "kind", "score", "hash"} and re.fullmatch("[0-9a-f]{16}", found["hash"])


def test_hashes_are_keyed() -> None:
    """Without the key nobody can try values against a hash."""
    span = Span(0, 4, "person", 0.9)
    assert told("Anna", span, KEY)["hash"] != told("Anna", span, b"")["hash"]


def test_what_cannot_be_done_is_told() -> None:
    """An unknown action and a short key are one sentence each."""
    with pytest.raises(PrivacyError, match="report, mask, drop, pseudonymise"):
        act("x", [], "burn")
    with pytest.raises(PrivacyError, match="at least 16 bytes"):
        Pseudonyms(b"short")
