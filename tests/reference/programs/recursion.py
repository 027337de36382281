"""By Python itself, in a process of its own, which counts calls where they are asked for."""

import ast
import subprocess
import sys
from functools import lru_cache
from typing import Any

COUNTED = """
import sys
calls = 0
def count(frame, event, _):
    global calls
    calls += event == "call" and frame.f_code.co_name not in ("<module>", "count")
sys.setprofile(count)
{}
sys.setprofile(None)
print(calls)
"""


@lru_cache(maxsize=64)
def printed(source: str) -> str:
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", source], capture_output=True, text=True, check=True, timeout=10
    )
    return done.stdout.strip()


def right(facts: Any, answer: str) -> bool:
    if facts["asked"] == "calls":
        return answer == printed(COUNTED.format(facts["source"])).splitlines()[-1]
    shown = printed(facts["source"])
    try:
        return repr(ast.literal_eval(answer)) == repr(ast.literal_eval(shown))
    except (SyntaxError, ValueError):
        return answer.strip() == shown
