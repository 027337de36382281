"""Microseconds of CPU time an example of one of the peer's data sets: ``theirs.py NAME SETTINGS SECONDS``.

The example and the score of its own answer; run by the interpreter that has reasoning-gym. An index at which the data
set raises is left out, with its time.
"""

from __future__ import annotations

import gc
import json
import sys
from time import process_time
from typing import Any

import reasoning_gym

WARM_UP = 5


def made(data: Any, index: int) -> bool:
    """Make and score one example; whether the data set could."""
    try:
        entry = data[index]
        data.score_answer(entry["answer"], entry)
    except Exception:  # noqa: BLE001 - whatever the peer raises
        return False
    return True


def main(name: str, settings: dict[str, Any], seconds: float) -> None:
    """Make examples until the time is over; the first ones warm up and do not count."""
    data = reasoning_gym.create_dataset(name, **{"seed": 1, "size": 1_000_000, **settings})
    for index in range(WARM_UP):
        made(data, index)
    gc.collect()
    gc.freeze()
    done, spent, index = 0, 0.0, WARM_UP
    while spent < seconds:
        began = process_time()
        if made(data, index):
            spent += process_time() - began
            done += 1
        index += 1
    print(spent / done * 1e6)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), float(sys.argv[3]))
