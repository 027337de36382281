"""Runs programs of strangers where they can reach nothing: a security boundary.

``server`` is a clean process that forks one guest a job; ``kernel`` and ``filters`` take its rights away; ``guest``
runs the program; ``values`` is the only language that the two sides speak; ``client`` and ``jobs`` are the judge's end.
"""
