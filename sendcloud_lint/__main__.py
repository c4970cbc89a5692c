"""`python -m sendcloud_lint` is the same program as `sendcloud-lint`."""

from sendcloud_lint.cli import main

if __name__ == "__main__":
    main()
