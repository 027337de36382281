"""Several tables: parents first, then the children of each row, given that row and the sibling before.

How many children a parent has is learnt from the parent's columns; a child's columns from its parent's, its place among
its siblings, their number and the sibling before it; so the same engine makes sequences, whose siblings are in order.
Of further parents each row finds one that fits it (:mod:`.matching`). The cost is linear in the rows of all tables; to
draw children it takes one batch for the first children of all parents, one for the second, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from synth.tabular import sequences
from synth.tabular.engines import cart
from synth.tabular.models import Model
from synth.tabular.protect import K
from synth.tabular.relational import drawing, learning
from synth.tabular.schema import Schema

NAME = learning.NAME
CAREFUL = cart.CAREFUL


def fit(
    frames: Mapping[str, pd.DataFrame], schema: Schema, *, seed: int, k: int = K, locale: str = "", **settings: Any
) -> Model:
    """A model of all tables by sequential trees (:mod:`..engines.cart`), which get the ``settings``.

    What fewer than ``k`` people share is withheld: a row is of the person whose row its first parents lead to. Raises
    ProvenderError for frames that do not hang together, or that the engine cannot be fitted to.
    """
    unfolded, whole = sequences.unfold(frames, schema)
    model = learning.fit(unfolded, whole, seed=seed, k=k, locale=locale, **settings)
    withheld: dict[str, list[Any]] = {}
    for name, told in model.notes["withheld"].items():
        withheld.setdefault(name.removeprefix(sequences.ENTITIES), []).extend(told)
    return model._replace(schema=schema, notes={**model.notes, "withheld": withheld})


def sample(model: Model, *, seed: int, scale: float = 1.0) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """All tables, ``scale`` times as large as the real ones; and how many rows were drawn again, by what they broke."""
    whole = Schema.model_validate(model.notes["unfolded"])
    drawn, rejected = drawing.sample(model._replace(schema=whole), seed=seed, scale=scale)
    told = {said.removeprefix(sequences.ENTITIES): count for said, count in rejected.items()}
    return sequences.fold(drawn, model.schema), told
