"""By Python itself, in a process of its own."""

import ast
import subprocess
import sys
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=64)
def printed(source: str) -> str:
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", source], capture_output=True, text=True, check=True, timeout=10
    )
    return done.stdout.strip()


def right(facts: Any, answer: str) -> bool:
    shown = printed(facts["source"])
    try:
        return repr(ast.literal_eval(answer)) == repr(ast.literal_eval(shown))
    except (SyntaxError, ValueError):
        return answer.strip() == shown
