"""Fitted models of our own engines: JSON and plain arrays, saved and loaded without pickle."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulators.core import ProvenderError
from synth import files
from synth.tabular import schema as schemas
from synth.tabular.schema import Schema

VERSION = 1


class ModelError(ProvenderError):
    """A folder that holds no model, or a damaged one; the text names it."""


class Fit(NamedTuple):
    """What an engine learnt of one table: ``notes`` are JSON, ``arrays`` hold numbers or text of fixed width."""

    notes: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]


class Model(NamedTuple):
    """What an engine learnt: ``notes`` are JSON, ``arrays`` hold numbers; ``schema`` is that of the rows it gives."""

    engine: str
    schema: Schema
    notes: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]


def save(model: Model, folder: Path) -> None:
    """Write a model into a folder: ``model.json``, ``schema.yaml`` and ``arrays.npz``, which holds no objects."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in model.arrays.items():
        if array.dtype.hasobject:
            raise TypeError(f"expected arrays of numbers or fixed text; {name} holds objects")
    files.write(folder / "arrays.npz", lambda path: _write_arrays(path, model.arrays))
    files.write_text(folder / "schema.yaml", schemas.dump(model.schema))
    head = {"version": VERSION, "engine": model.engine, "arrays": list(model.arrays), "notes": dict(model.notes)}
    files.write_json(folder / "model.json", head)


def _write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """As numpy.savez does, but without the time of day: the same model is the same bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for number, array in enumerate(arrays.values()):  # their names may hold what no archive takes
            with archive.open(zipfile.ZipInfo(f"{number}.npy"), "w", force_zip64=True) as entry:
                np.lib.format.write_array(entry, np.ascontiguousarray(array), allow_pickle=False)


def load(folder: Path) -> Model:
    """The model in a folder. Raises ModelError where there is none, or a damaged one."""
    try:
        head = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz", allow_pickle=False) as found:
            arrays = {name: found[str(number)] for number, name in enumerate(head["arrays"])}
        if head["version"] != VERSION:
            raise ModelError(f"{folder}: expected a model of version {VERSION}, got {head['version']!r}")
        return Model(str(head["engine"]), schemas.read(folder / "schema.yaml"), head["notes"], arrays)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: expected a saved model: {' '.join(str(error).split())[:200]}") from error
