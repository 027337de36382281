"""Fitted synthesizers as pickles, which are run only if they were made in this process or are trusted by name."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from simulators.core import ProvenderError
from synth.tabular.models import Fit

_loaded: dict[str, Any] = {}  # synthesizers of this process by the hash of their pickle: what others pickled is not run


class TrustError(ProvenderError):
    """A model that would run somebody's code when it is loaded."""


def kept(kind: str, synthesizer: Any) -> Fit:
    """A fitted synthesizer as what a model keeps: its pickle, and the pickle's hash."""
    import cloudpickle

    out = io.BytesIO()
    cloudpickle.dump(synthesizer, out)
    pickle = out.getvalue()
    digest = hashlib.sha256(pickle).hexdigest()
    _loaded[digest] = synthesizer
    return Fit({"kind": kind, "pickle": digest}, {"pickle": np.frombuffer(pickle, np.uint8)})


def synthesizer(notes: Mapping[str, Any]) -> Any:
    """The synthesizer that a model keeps. Raises TrustError for a saved one that nobody trusted."""
    if notes["pickle"] not in _loaded:
        raise TrustError(
            f"the model is a pickle of SDV's (sha256 {notes['pickle'][:16]}…): loading it runs its maker's code; "
            "give --trust-pickle if you made it"
        )
    return _loaded[notes["pickle"]]


def trust(notes: Mapping[str, Any], arrays: Mapping[str, Any]) -> None:
    """Load the pickle of a model that was saved, which runs whatever its maker put into it.

    Raises TrustError where it is not what its notes say.
    """
    import cloudpickle

    pickle = np.asarray(arrays["pickle"], np.uint8).tobytes()
    digest = hashlib.sha256(pickle).hexdigest()
    if digest != notes["pickle"]:
        raise TrustError(f"expected a pickle with the hash {notes['pickle'][:16]}…, got {digest[:16]}…")
    _loaded[digest] = cloudpickle.loads(pickle)
