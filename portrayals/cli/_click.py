"""What the program needs of the Click inside Typer, which Typer keeps private.

A release of Typer may move any of it: this file is the only place to fix.
"""

from __future__ import annotations

from typer._click.exceptions import (
    BadOptionUsage,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.main import get_command

__all__ = [
    "BadOptionUsage",
    "ClickException",
    "MissingParameter",
    "NoArgsIsHelpError",
    "NoSuchOption",
    "TyperArgument",
    "TyperCommand",
    "TyperGroup",
    "UsageError",
    "get_command",
]
