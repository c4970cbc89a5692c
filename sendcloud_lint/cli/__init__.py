"""The command: options in, exit status out. The engine never prints."""

import gc


def main() -> None:
    """Run the command. What can be slow is brought in when a signal is heeded already."""
    # `program.guarded` puts it on again: nothing of what modules are made of is garbage, and to look for some takes a
    # tenth of the time that they take.
    gc.disable()
    from sendcloud_lint.cli.ending import heed  # noqa: PLC0415

    heed()
    from sendcloud_lint.cli.program import run  # noqa: PLC0415

    run()


__all__ = ["main"]
