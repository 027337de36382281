"""Policies: thresholds with reasons, and the three verdicts that follow from them."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy import policy
from privacy.core import FAIL, INSUFFICIENT, NOT_APPLICABLE, PASS, PrivacyError, Risk, silent
from privacy.gate import attacks, decide

RISK = Risk("exact copies", 0.0, 0.0, 0.01, 0.0, 1.0, PASS, "exact copies: none")
TEXT = "name: own\nother: {at_most: 0.1, surely_below: 0.2, why: because}\n"


def verdict(*risks: Risk, unsure: str = "release") -> str:
    return decide(risks, policy.parse(f"{TEXT}unsure: {unsure}\n", "own")).verdict


def test_a_risk_fails_where_it_is_proven_and_larger_than_the_policy_bears() -> None:
    """Neither a large risk that may be chance nor a proven one that is borne is a fail; a wide interval is no pass."""
    small = replace(RISK, value=0.05, low=0.01, high=0.09)
    large = replace(RISK, value=0.3, low=0.2, high=0.4)
    assert verdict(replace(small, p=0.001)) == PASS
    assert verdict(replace(large, p=0.001)) == FAIL
    assert verdict(replace(large, p=0.2)) == INSUFFICIENT
    assert verdict(replace(RISK, high=0.21)) == INSUFFICIENT
    assert verdict(replace(RISK, high=0.2)) == PASS


def test_what_does_not_apply_is_left_out_and_nothing_to_say_is_no_pass() -> None:
    """An attack without data makes the verdict insufficient; one that does not apply changes nothing."""
    assert verdict(RISK, silent("linkability", "one column", verdict=NOT_APPLICABLE)) == PASS
    assert verdict(RISK, silent("linkability", "few rows")) == INSUFFICIENT
    assert verdict(silent("linkability", "one column", verdict=NOT_APPLICABLE)) == INSUFFICIENT
    assert verdict() == INSUFFICIENT


def test_more_attacks_ask_for_stronger_proof() -> None:
    """Holm's correction: p = 0.03 is proof for one attack and none among three; ``json`` holds the corrected p."""
    proven = replace(RISK, value=0.3, low=0.2, high=0.4, p=0.03)
    assert verdict(proven) == FAIL
    assert verdict(proven, RISK, RISK) == INSUFFICIENT
    found = decide([proven, RISK, RISK], policy.parse(TEXT, "own"))
    assert found.json()["risks"][0]["p"] == pytest.approx(0.09)


def test_reasons_name_the_attack_and_say_what_to_do() -> None:
    """A sentence on each risk that does not pass; the thresholds stand beside them."""
    leak = replace(RISK, name="shop: exact copies", value=0.3, low=0.2, high=0.4, p=0.001)
    wide, few = replace(RISK, high=0.9, p=1.0), silent("linkability", "40 rows, expected 100")
    found = decide([leak, wide, few], policy.parse(TEXT, "own"), {"exact copies": "Drop them."})
    assert found.reasons[0].startswith("shop: exact copies is 30.0% (20.0% to 40.0%)")
    assert found.reasons[0].endswith("Drop them.")
    assert "More rows" in found.reasons[1]
    assert found.reasons[2] == "linkability: 40 rows, expected 100."
    assert found.json()["thresholds"]["shop: exact copies"] == {
        "at_most": 0.1, "surely_below": 0.2, "why": "because"
    }  # fmt: skip


def test_data_go_out_on_a_pass_and_without_a_verdict_where_the_policy_says_so() -> None:
    """``unsure`` is what is done without a verdict; a fail never goes out."""
    for unsure, released in (("release", True), ("quarantine", False)):
        allowed = policy.parse(f"{TEXT}unsure: {unsure}\n", "own")
        assert decide([RISK], allowed).released
        assert decide([silent("x", "few rows")], allowed).released is released
        assert not decide([replace(RISK, value=0.5, p=0.0)], allowed).released
    assert policy.parse(TEXT, "own").unsure == "quarantine"


def test_presets_know_every_attack_and_the_stricter_ones_bear_less() -> None:
    """Each attack has a threshold with a reason in each preset: public bears no more than partner, than internal."""
    public, partner, internal = (policy.read(name) for name in ("public", "partner", "internal"))
    assert policy.presets() == ["internal", "partner", "public"]
    for name in attacks():
        limits = [one.risks[name] for one in (public, partner, internal)]
        assert all(limit.why for limit in limits)
        assert limits[0].at_most <= limits[1].at_most <= limits[2].at_most
        assert limits[0].surely_below <= limits[1].surely_below <= limits[2].surely_below
    assert {one.unsure for one in (public, partner)} >= {"quarantine"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: x", "expected the fields name, why, alpha, unsure, other and risks"),
        ("[1]", "got list"),
        (TEXT + "extra: 1", "extra"),
        (TEXT + "alpha: 2.0", "alpha between 0 and 1, got 2.0"),
        (TEXT + "alpha: yes", "alpha between 0 and 1, got True"),
        (TEXT + "unsure: maybe", "release or quarantine, got 'maybe'"),
        (TEXT + "risks: [1]", "risks as a mapping"),
        (TEXT + "risks: {linkability: {at_most: 1}}", "own, linkability: expected at_most, surely_below and why"),
        ("name: x\nother: {at_most: 0.2, surely_below: 0.1, why: x}", "0 <= at_most <= surely_below <= 1"),
        ("name: x\nother: {at_most: a, surely_below: 0.1, why: x}", "expected numbers, got 'a'"),
        ("name: &a x\nother: *a", "no anchors"),
        ("name: [", "own: "),
    ],
)
def test_a_policy_that_is_none_is_refused_by_name(text: str, said: str) -> None:
    """One sentence that names the source and the field."""
    with pytest.raises(PrivacyError, match=re.escape(said)):
        policy.parse(text, "own")


@given(st.text(max_size=200))
def test_no_text_is_a_policy_by_accident(text: str) -> None:
    """Whatever stands in the file, it is a policy or one error of ours."""
    with contextlib.suppress(PrivacyError):
        policy.parse(text, "own")


def test_a_reason_may_hold_any_sign() -> None:
    """An ampersand and an asterisk in a sentence are no anchor and no alias."""
    assert policy.parse(TEXT.replace("because", "'R&D *only*'"), "own").other.why == "R&D *only*"


def test_policies_are_read_from_files(tmp_path: Path) -> None:
    """A YAML file is a policy; a name that is none says what there is; a huge file is refused unread."""
    path = tmp_path / "own.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert policy.read(str(path)).threshold("linkability").at_most == 0.1
    with pytest.raises(PrivacyError, match="no policy 'strict'; there are: internal, partner, public"):
        policy.read("strict")
    path.write_bytes(b"\xff\xfe name")
    with pytest.raises(PrivacyError, match="UTF-8"):
        policy.read(str(path))
    path.write_text("#" * 200_000, encoding="utf-8")
    with pytest.raises(PrivacyError, match="at most 100,000 bytes"):
        policy.read(str(path))
