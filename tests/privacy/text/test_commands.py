"""``provender privacy text`` and ``model``: verdicts, files and exit codes, and what is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from typer.testing import CliRunner

from privacy.text.language_model import NGram, fit
from simulators.core import ProvenderError
from synth.cli import app
from synth.disclosure import language_models

WORDS = [a + b + c for a in ("ba", "ke", "lo", "mi") for b in ("ran", "ston", "vel", "dur") for c in ("", "s", "ing")]


def documents(count: int, seed: int) -> list[str]:
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(WORDS, 30)) for _ in range(count)]


SIDES = {"train": documents(120, 1), "holdout": documents(120, 2), "safe": documents(120, 3)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A training set, a holdout, safe texts and leaky ones, in JSON Lines."""
    leaky = [text if i % 5 else SIDES["train"][i] for i, text in enumerate(SIDES["safe"])]
    for name, texts in {**SIDES, "leaky": leaky}.items():
        (tmp_path / f"{name}.jsonl").write_text(
            "".join(json.dumps({"text": t}) + "\n" for t in texts), encoding="utf-8"
        )
    return tmp_path


def run(*arguments: object, code: int = 0) -> str:
    """Run a command in this process, and demand its exit code."""
    done = CliRunner().invoke(app, ["privacy", *map(str, arguments)])
    assert done.exit_code == code, (done.output, done.exception)
    return done.output


def texts(folder: Path, synthetic: str) -> tuple[object, ...]:
    files = {"train": "train.jsonl", "holdout": "holdout.jsonl", "synthetic": synthetic}
    return ("text", *(part for name, file in files.items() for part in (f"--{name}", folder / file)))


def test_leaky_texts_fail_and_their_passages_are_named_not_told(folder: Path) -> None:
    """Exit code 1; JSON and page give place, length and hash of each passage, and no word of it."""
    found = json.loads(run(*texts(folder, "leaky.jsonl"), "--json", "--out", folder / "out", code=1))
    assert found["verdict"] == "fail" and {risk["verdict"] for risk in found["risks"]} == {"fail"}
    assert found == json.loads((folder / "out/privacy.json").read_text(encoding="utf-8"))
    assert found["passages"]["count"] == 24 and found["passages"]["longest"]["length"] > 150
    (first,) = [one for one in found["passages"]["listed"] if one["document"] == 5]
    assert (first["offset"], first["source"], first["source_offset"], first["whole"]) == (0, 5, 0, True)
    page = (folder / "out/privacy.html").read_text(encoding="utf-8")
    assert first["hash"] in page and "cannot see" in page
    assert not any(" ".join(t.split()[:3]) in page + json.dumps(found) for t in SIDES["train"])
    shown = json.loads(run(*texts(folder, "leaky.jsonl"), "--json", "--show", code=1))
    assert SIDES["train"][5] in [one["text"] for one in shown["passages"]["listed"]]


def test_safe_texts_pass_and_a_watch_list_is_absolute(folder: Path) -> None:
    """Exit code 0; one hit of the list is enough to fail; the same seed gives the same words."""
    told = run(*texts(folder, "safe.jsonl"))
    assert told.startswith("PASS") and told == run(*texts(folder, "safe.jsonl"))
    (folder / "watch.txt").write_text(SIDES["safe"][7][3:80].upper(), encoding="utf-8")
    found = json.loads(run(*texts(folder, "safe.jsonl"), "--watch", folder / "watch.txt", "--json", code=1))
    assert [(hit["entry"], hit["document"]) for hit in found["watch"]] == [(0, 7)]
    assert [risk["name"] for risk in found["risks"] if risk["verdict"] == "fail"] == ["watch list"]


def test_too_few_texts_are_no_pass(folder: Path) -> None:
    """Exit code 3: not enough to say."""
    (folder / "few.jsonl").write_text('{"text": "one document"}\n', encoding="utf-8")
    assert "insufficient" in run(*texts(folder, "few.jsonl"), code=3)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--holdout", "train.jsonl"), "120 of 120 holdout documents stand in the training set"),
        (("--field", "body"), "train.jsonl, line 1: no field 'body'; there are: text"),
        (("--window", "1"), "a window of 2 to 1,000"),
        (("--policy", "none"), "no policy 'none'"),
        (("--synthetic", "."), "is a folder"),
        (("--synthetic", "missing.txt"), "missing.txt: No such file"),
    ],
)
def test_bad_input_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    """An error that the command line turns into its sentence and exit code 2."""
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["privacy", *map(str, texts(Path(), "safe.jsonl")), *options])
    assert isinstance(done.exception, ProvenderError) and said in str(done.exception)


def test_canaries_are_planted_and_found_again(folder: Path) -> None:
    """What a model of the planted file learnt by heart fails; a model that never saw it gives nothing away."""
    planted = folder / "planted.jsonl"
    options = {"text": folder / "train.jsonl", "out": planted, "repeat": "1,64", "canaries": 6, "length": 3}
    told = run("model", "plant", *(part for name, value in options.items() for part in (f"--{name}", value)))
    assert "390 lines of 18 canaries among 120 documents" in told
    listed = ("--canaries", f"{planted}.canaries.json")
    sides = ("--train", folder / "train.jsonl", "--holdout", folder / "holdout.jsonl")
    found = json.loads(
        run("model", "test", *listed, *sides, "--model", f"ngram:{planted}", "--json", "--out", folder / "o", code=1)
    )
    risks = {risk["name"]: risk for risk in found["risks"]}
    assert risks["canaries planted 64 times"]["verdict"] == risks["membership by likelihood"]["verdict"] == "fail"
    assert [group["repeats"] for group in found["canaries"]] == [0, 1, 64]
    assert "Canaries" in (folder / "o/privacy.html").read_text(encoding="utf-8")
    unseen = json.loads(run("model", "test", *listed, "--model", f"ngram:{folder / 'holdout.jsonl'}", "--json"))
    assert all(risk["p"] > 0.05 for risk in unseen["risks"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--model", "ngram:train.jsonl"), "there is nothing to ask"),
        (("--model", "ngram:train.jsonl", "--train", "train.jsonl"), "--train and --holdout together"),
        (("--model", "no-such", "--canaries", "train.jsonl"), "no language model 'no-such'; expected a folder"),
        (("--model", "http://127.0.0.1/v1", "--canaries", "train.jsonl"), "the model's name after #"),
        (("--model", "python:math:nothing", "--canaries", "train.jsonl"), "cannot load python:math:nothing"),
        (("--model", "python:math:pi", "--canaries", "train.jsonl"), "has no generate and no logprob"),
        (("--model", "ngram:train.jsonl", "--canaries", "train.jsonl"), "train.jsonl is not JSON"),
    ],
)
def test_models_that_cannot_be_asked_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    """Each with what was expected."""
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["privacy", "model", "test", *options])
    assert isinstance(done.exception, ProvenderError) and said in str(done.exception)


def made() -> NGram:
    """A model for ``python:MODULE:NAME``."""
    return fit(SIDES["train"], order=3)


def test_any_python_object_is_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """An object, or a function that makes one."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    model = language_models.load("python:test_commands:made")
    assert model.logprob(SIDES["train"][:3]).tolist() == made().logprob(SIDES["train"][:3]).tolist()


class Completions(BaseHTTPRequestHandler):
    """A server that completes in OpenAI's form, a character a token, with an n-gram model behind it."""

    model: ClassVar[NGram] = made()
    broken: ClassVar[str] = ""

    def do_POST(self) -> None:
        """Answer a request for completions."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        choices = [self.choice(i, prompt, asked) for i, prompt in enumerate(asked["prompt"])]
        body = self.broken.encode() or json.dumps({"choices": choices[::-1]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def choice(self, index: int, prompt: str, asked: dict[str, Any]) -> dict[str, Any]:
        """One completion; a token after the prompt is made in any case."""
        made = self.model.generate([prompt], most=asked["max_tokens"], rng=np.random.default_rng(0))[0]
        if not asked.get("echo"):
            return {"index": index, "text": made}
        whole = prompt + made
        sums = self.model.logprob([whole[:i] for i in range(len(whole) + 1)])
        values = [None, *np.diff(sums)[1:].tolist()]
        return {
            "index": index,
            "text": whole,
            "logprobs": {"token_logprobs": values, "text_offset": [*range(len(whole))]},
        }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server of our own."""
    served = HTTPServer(("127.0.0.1", 0), Completions)
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}/v1#tiny"
    served.shutdown()
    thread.join()
    served.server_close()


def test_an_endpoint_is_a_model(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its numbers are those of the model behind it, less the first token, of which it tells nothing."""
    model, behind = language_models.load(server), made()
    asked = SIDES["train"][:40]
    expected = behind.logprob(asked) - behind.logprob([text[0] for text in asked])
    assert model.logprob(asked) == pytest.approx(expected)
    rng = np.random.default_rng(0)
    assert model.generate(asked[:3], most=5, rng=rng) == behind.generate(asked[:3], most=5, rng=rng)
    for broken, said in (("{}", "expected 1 choices"), ("<html>", "does not answer")):
        monkeypatch.setattr(Completions, "broken", broken)
        with pytest.raises(ProvenderError, match=said):
            model.logprob(["a"])
    monkeypatch.setattr(Completions, "broken", '{"choices": [{"text": "a"}]}')
    with pytest.raises(ProvenderError, match="tells no log-probabilities"):
        model.logprob(["a"])


def test_an_endpoint_that_is_not_there_is_one_sentence() -> None:
    """Nobody listens."""
    with pytest.raises(ProvenderError, match=r"does not answer: .*refused"):
        language_models.load("http://127.0.0.1:9/v1#none").logprob(["a"])
