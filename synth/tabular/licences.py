"""Under which terms an engine's rows stand, beside those of the data that it learnt from."""

from __future__ import annotations

OWN = "Made with an engine of Provender (Apache-2.0)."
BUSINESS = "Business Source License 1.1, licensor DataCebo, Inc."
SDV = (
    f"Made with SDV ({BUSINESS}): free use, except in a commercial offering "
    "that lets third parties use its synthetic data functionality."
)


def terms(engine: str) -> str:
    """The terms of the engine of that name, in a sentence.

    >>> terms("cart")
    'Made with an engine of Provender (Apache-2.0).'
    """
    return SDV if engine.startswith("sdv:") else OWN
