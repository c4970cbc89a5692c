"""`python -m sendcloud_lint` is the same program as `sendcloud-lint`."""

import os
import sys

if __name__ == "__main__":
    # Python would look for modules in the current folder first, which may be the one that is scanned.
    if sys.path[0] in ("", os.getcwd()):
        del sys.path[0]
    from sendcloud_lint.cli import main

    main()
