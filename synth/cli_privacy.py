"""The commands about privacy: ``provender privacy table | text | model | scan``."""

from __future__ import annotations

import typer

privacy = typer.Typer(help="What a released table, text or model gives away.", no_args_is_help=True)
