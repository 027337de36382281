"""Microseconds an example of one of the peer's data sets: ``theirs.py NAME SETTINGS SECONDS``.

The example and the score of its own answer; run by the interpreter that has reasoning-gym.
"""

from __future__ import annotations

import json
import sys
import time

import reasoning_gym

WARM_UP = 5


def main(name: str, settings: dict[str, object], seconds: float) -> None:
    """Make examples until the time is over; the first ones warm up and do not count."""
    data = reasoning_gym.create_dataset(name, seed=1, size=1_000_000, **settings)
    for index in range(WARM_UP):
        data.score_answer(data[index]["answer"], data[index])
    done = 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        entry = data[WARM_UP + done]
        data.score_answer(entry["answer"], entry)
        done += 1
    print((time.perf_counter() - began) / done * 1e6)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), float(sys.argv[3]))
