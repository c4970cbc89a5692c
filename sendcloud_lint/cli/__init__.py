"""The command: options in, exit status out. The engine never prints."""


def main() -> None:
    """Run the command. What can be slow is brought in when a signal is heeded already."""
    from sendcloud_lint.cli.ending import heed  # noqa: PLC0415

    heed()
    from sendcloud_lint.cli.program import run  # noqa: PLC0415

    run()


__all__ = ["main"]
