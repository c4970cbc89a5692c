"""The command: options in, exit status out. The engine never prints."""

from sendcloud_lint.cli.program import main

__all__ = ["main"]
