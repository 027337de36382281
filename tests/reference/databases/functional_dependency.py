"""By pandas: in each group of the columns given, a determined column has one value."""

from typing import Any

import pandas as pd


def right(facts: Any, answer: str) -> bool:
    frame = pd.DataFrame(facts["rows"], columns=facts["columns"])
    counts = frame.groupby(facts["determining"]).nunique(dropna=False)
    found = {name for name in counts.columns if (counts[name] == 1).all()}
    return ({*answer.split(", ")} if answer != "none" else set()) == found and answer.count(",") == max(
        0, len(found) - 1
    )
