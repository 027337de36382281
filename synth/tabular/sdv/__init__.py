"""SDV's synthesizers as engines: of one table, of several (``sdv:hma``), of sequences (``sdv:par``).

SDV is under the Business Source License 1.1 (licensor DataCebo, Inc.); what is made with it says so, and nothing here
imports it before one of its engines is asked for. Three things are done that plain SDV leaves to its user. Bounds are
the schema's: SDV's own are the real extremes, and would be released. The same seed gives the same rows in every
process. What a synthesizer keeps of the training rows for training alone is taken out before a model is kept.
"""

from __future__ import annotations

from synth.tabular.sdv.pickles import TrustError, trust
from synth.tabular.sdv.running import ExtraError, epochs_told
from synth.tabular.sdv.single import KINDS, Engine, engine

__all__ = ["KINDS", "Engine", "ExtraError", "TrustError", "engine", "epochs_told", "trust"]
