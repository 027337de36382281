"""By Python itself, in this process: the loop's body is made to note the variable at its end."""

import ast
from typing import Any


def right(facts: Any, answer: str) -> bool:
    tree = ast.parse(facts["source"])
    loop = tree.body[-1]
    assert isinstance(loop, ast.For | ast.While)
    loop.body += ast.parse(f"noted.append({facts['variable']})").body
    noted: list[int] = []
    exec(compile(ast.fix_missing_locations(tree), "", "exec"), {"noted": noted})  # noqa: S102 - made by rules
    return int(answer) == noted[facts["number"] - 1]
