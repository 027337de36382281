"""Sources beside our own detector: Presidio's patterns under a limit of time, and a user's own models."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from privacy.core import PrivacyError
from privacy.text.pii import models, presidio
from privacy.text.pii.spans import Span
from synth.disclosure.scan import scan


@pytest.mark.parametrize("name", ["spacy", "gliner", "presidio_analyzer"])
def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    """One sentence with the command that brings it."""
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(PrivacyError, match=f"`pip install {name.replace('_', '-')}`"):
        presidio.Presidio() if name == "presidio_analyzer" else models.Model(f"{name}:{tmp_path}")


@pytest.mark.parametrize("name", ["spacy", "spacy:", "word2vec:.", "gliner:/nowhere/at/all"])
def test_a_model_is_a_folder_of_a_known_kind(name: str) -> None:
    """What is none is told; nothing is downloaded."""
    with pytest.raises(PrivacyError, match="expected"):
        models.Model(name)


def test_labels_of_models_become_our_kinds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """People and addresses are kept under our names, in places of the whole text; places alone are nobody's address."""
    found = [SimpleNamespace(start_char=0, end_char=4, label_=label) for label in ("PER", "GPE", "STREET_ADDRESS")]
    pipeline = SimpleNamespace(load=lambda _: lambda _: SimpleNamespace(ents=found))
    monkeypatch.setitem(sys.modules, "spacy", pipeline)
    spans = list(models.Model(f"spacy:{tmp_path}").spans("x" * (models.WINDOW + 1)))
    second = models.WINDOW - models.OVERLAP
    assert [(span.start, span.kind) for span in spans] == [
        (0, "person"), (0, "address"), (second, "person"), (second, "address"),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_spacy_pipeline_finds_what_ours_cannot(tmp_path: Path) -> None:
    """A real pipeline, saved and loaded: its people are found, in a file, beside our own findings."""
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Zorblax"}])
    pipeline.to_disk(tmp_path / "model")
    (tmp_path / "a.txt").write_text("zebra Zorblax wrote to joe@example.com\n")
    done = scan(tmp_path / "a.txt", locales=["en_US"], others=[f"spacy:{tmp_path / 'model'}"])
    assert done["found"] == {"email": 1, "person": 1} and "looked for address, person" in done["sentence"]
    assert scan(tmp_path / "a.txt", locales=["en_US"])["found"] == {"email": 1}


@pytest.mark.slow
def test_presidio_finds_its_own_kinds() -> None:
    """A taxpayer number of the US, which ours lacks; mails are left to ours, and a line of dots takes no time."""
    pytest.importorskip("presidio_analyzer")
    source = presidio.Presidio(["en", "de", "it"])
    assert "us_itin" in source.kinds and "email_address" not in source.kinds
    text = "My ITIN is 911-70-1234, mail joe@example.com"
    assert Span(11, 22, "us_itin", 0.5) in list(source.spans(text))
    start = time.process_time()
    assert not list(source.spans("." * 20_000)) and not list(source.spans("@." * 10_000))
    assert time.process_time() - start < 5 and not source.left_out


@pytest.mark.slow
def test_a_pattern_that_stalls_is_cut_off_and_named() -> None:
    """Three windows at the limit of time are the last for a recogniser; the others go on."""
    library = pytest.importorskip("presidio_analyzer")
    source = presidio.Presidio()
    stalls = library.Pattern("stalls", r"(?:a|aa)+(?:a|aa)+(?:a|aa)+!", 0.9)
    source._recognisers.insert(0, library.PatternRecognizer("STALLS", name="stalls", patterns=[stalls]))  # type: ignore[attr-defined]
    start = time.process_time()
    found = list(source.spans("a" * 40_000 + " My ITIN is 911-70-1234"))
    assert [span.kind for span in found] == ["us_itin"]
    assert time.process_time() - start < 10
    assert source.left_out == [f"stalls ({presidio.MOST_STALLS} windows)"]
