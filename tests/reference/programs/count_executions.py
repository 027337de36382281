"""By Python itself, in this process, with a tracing function that counts the line."""

import sys
from types import FrameType
from typing import Any


def right(facts: Any, answer: str) -> bool:
    count = 0

    def local(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line" and frame.f_lineno == facts["line"]
        return local

    code = compile(facts["source"], "<watched>", "exec")
    before = sys.gettrace()
    sys.settrace(lambda frame, *_: local if frame.f_code.co_filename == "<watched>" else None)
    try:
        exec(code, {})  # noqa: S102 - made by rules
    finally:
        sys.settrace(before)
    return int(answer) == count
