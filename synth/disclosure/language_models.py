"""Language models to attack: a local folder, an endpoint, any Python object, or an n-gram model of a file."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib import error, request

import numpy as np
from numpy.typing import NDArray

from privacy.text import language_model, reading
from privacy.text.language_model import LanguageModel
from simulators.core import NotFoundError, ProvenderError

KEY = "PROVENDER_API_KEY"  # the environment's variable that holds an endpoint's key, where it asks for one
SECONDS = 120.0  # that an endpoint may take for a batch
LONGEST = 1 << 28  # bytes of a reply
BATCH = 32  # texts a request, or a pass through a local model
FORMS = (
    "a folder that transformers can load, http(s)://HOST/v1#MODEL (an endpoint with completions, echo and logprobs),"
    " python:MODULE:NAME (an object with generate and logprob, or a function that returns one), ngram:FILE (characters"
    " learnt from a file of texts)"
)


def load(name: str, *, field: str = "text") -> LanguageModel:
    """The model that a name on the command line means. Raises ProvenderError where there is none."""
    kind, _, rest = name.partition(":")
    if kind in ("http", "https"):
        url, _, model = name.partition("#")
        if not model:
            raise ProvenderError(f"expected the model's name after #, as http://HOST/v1#MODEL, got {name!r}")
        return Endpoint(url.rstrip("/"), model)
    if kind == "python":
        return _object(rest)
    if kind == "ngram":
        texts, _ = reading.read(Path(rest), field=field, rng=np.random.default_rng(0))
        return language_model.fit(texts)
    if name and Path(name).is_dir():
        return _local(Path(name))
    raise NotFoundError(f"no language model {name!r}; expected {FORMS}")


def _object(name: str) -> LanguageModel:
    module, _, attribute = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError, TypeError) as failure:
        raise NotFoundError(f"cannot load python:{name}: {failure}; expected python:MODULE:NAME") from failure
    if not hasattr(found, "logprob") and callable(found):
        try:
            found = found()
        except TypeError as failure:
            raise ProvenderError(f"python:{name}: expected a function without arguments, got {failure}") from failure
    lacking = [method for method in ("generate", "logprob") if not callable(getattr(found, method, None))]
    if lacking:
        raise ProvenderError(f"python:{name} has no {' and no '.join(lacking)}; expected a language model")
    model: LanguageModel = found
    return model


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that completes texts in OpenAI's form, and with ``echo`` tells the log-probabilities of a prompt."""

    url: str
    model: str

    def generate(self, prompts: Sequence[str], *, most: int, rng: np.random.Generator) -> list[str]:  # noqa: ARG002
        """Continuations of prompts, the likeliest tokens; a token has a character or more, so ``most`` tokens do."""
        asked = {"max_tokens": most, "temperature": 0}
        return [choice["text"][:most] for choice in self._choices(prompts, asked)]

    def logprob(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The sum over tokens; of the first one most servers tell nothing."""
        # Some servers want to make a token: what lies behind the prompt is left out by its offset.
        choices = self._choices(texts, {"max_tokens": 1, "temperature": 0, "echo": True, "logprobs": 1})
        return np.array([self._sum(choice, len(text)) for choice, text in zip(choices, texts, strict=True)], np.float64)

    def _sum(self, choice: dict[str, Any], length: int) -> float:
        told = choice.get("logprobs")
        told = told if isinstance(told, dict) else {}
        values, offsets = (_numbers(told.get(name)) for name in ("token_logprobs", "text_offset"))
        if not offsets or None in offsets or len(values) != len(offsets):
            raise ProvenderError(f"{self.url} tells no log-probabilities of a prompt; expected echo and logprobs")
        return float(sum(v for v, at in zip(values, offsets, strict=True) if v is not None and at < length))

    def _choices(self, prompts: Sequence[str], asked: dict[str, Any]) -> list[dict[str, Any]]:
        found = []
        for start in range(0, len(prompts), BATCH):
            batch = list(prompts[start : start + BATCH])
            reply = self._ask({"model": self.model, "prompt": batch, **asked})
            choices = reply.get("choices") if isinstance(reply, dict) else None
            if not isinstance(choices, list) or sorted(map(_place, choices)) != list(range(len(batch))):
                got = f"{str(reply)[:80]!r}"
                raise ProvenderError(f"{self.url}/completions: expected {len(batch)} choices with a text, got {got}")
            found += sorted(choices, key=_place)
        return found

    def _ask(self, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {key}"
        try:  # http(s), see load
            asked = request.Request(f"{self.url}/completions", json.dumps(body).encode(), headers)  # noqa: S310
            with request.urlopen(asked, timeout=SECONDS) as reply:  # noqa: S310
                return json.loads(reply.read(LONGEST))
        except (OSError, ValueError, HTTPException, RecursionError) as failure:
            reason = failure.reason if isinstance(failure, error.URLError) else failure
            raise ProvenderError(f"{self.url}/completions does not answer: {reason}") from failure


def _numbers(values: Any) -> list[Any]:
    """A list of numbers and nulls; an empty one where it is none."""
    whole = isinstance(values, list) and all(one is None or isinstance(one, int | float) for one in values)
    return values if whole else []


def _place(choice: Any) -> int:
    """Which prompt a choice completes; -1 where it is none."""
    whole = isinstance(choice, dict) and isinstance(choice.get("text"), str)
    place = choice.get("index", 0) if whole else -1
    return place if isinstance(place, int) else -1


def _local(folder: Path) -> LanguageModel:
    try:
        import torch
        import transformers
    except ImportError as failure:
        raise ProvenderError(
            f"a folder needs transformers and torch: pip install 'provender[trainers]' ({failure})"
        ) from failure
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
        network = transformers.AutoModelForCausalLM.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError) as failure:
        raise ProvenderError(
            f"{folder} holds no causal language model: {' '.join(str(failure).split())[:200]}"
        ) from failure
    network.train(False)
    return Local(torch, tokenizer, network)


@dataclass(frozen=True, slots=True)
class Local:
    """A causal language model of transformers, with its tokenizer; ``torch`` is the module, imported late."""

    torch: Any
    tokenizer: Any
    network: Any

    def generate(self, prompts: Sequence[str], *, most: int, rng: np.random.Generator) -> list[str]:  # noqa: ARG002
        """Continuations of prompts, the likeliest tokens, one prompt at a time."""
        found = []
        for prompt in prompts:
            tokens = self.tokenizer(prompt, return_tensors="pt", add_special_tokens=False)["input_ids"]
            tokens = tokens[:, -max(1, self._longest() - most) :]
            new = min(most, self._longest() - tokens.shape[1])
            with self.torch.no_grad():
                made = self.network.generate(tokens, max_new_tokens=new, do_sample=False, pad_token_id=0)
            found.append(self.tokenizer.decode(made[0, tokens.shape[1] :], skip_special_tokens=True)[:most])
        return found

    def logprob(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The sum over tokens; the first one counts where the tokenizer has a mark of the beginning.

        A text of more tokens than the model takes at once is scored in parts, each as if nothing stood before it.
        """
        begin = [] if self.tokenizer.bos_token_id is None else [self.tokenizer.bos_token_id]
        step = self._longest() - len(begin)
        rows: list[list[int]] = []
        whose: list[int] = []
        for number, text in enumerate(texts):
            tokens = self.tokenizer(text, add_special_tokens=False)["input_ids"]
            rows += [begin + tokens[start : start + step] for start in range(0, len(tokens), step)]
            whose += [number] * (len(rows) - len(whose))
        found = [total for start in range(0, len(rows), BATCH) for total in self._batch(rows[start : start + BATCH])]
        return np.bincount(np.array(whose, np.int64), found, minlength=len(texts)).astype(np.float64)

    def _longest(self) -> int:
        """Tokens that the model takes at once."""
        return getattr(self.network.config, "max_position_embeddings", None) or sys.maxsize

    def _batch(self, rows: Sequence[list[int]]) -> list[float]:
        torch = self.torch
        longest = max([2, *map(len, rows)])
        tokens = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        real = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        with torch.no_grad():
            logits = self.network(input_ids=tokens, attention_mask=real).logits[:, :-1]
        of_each = torch.log_softmax(logits.double(), -1).gather(2, tokens[:, 1:, None])[..., 0]
        return [float(total) for total in (of_each * real[:, 1:]).sum(1)]
