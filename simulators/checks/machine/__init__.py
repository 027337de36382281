"""A small machine that runs a subset of Python, statement by statement, with fuel: the checkers' own engine.

Makers run their programs by CPython; checkers run the same text here, so that an answer stands on two engines. Nothing
in a program can reach beyond the machine: names, functions and methods are those of :mod:`.library`, and every step
costs fuel.
"""
