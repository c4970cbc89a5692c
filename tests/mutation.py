"""The tests that may kill a mutant. cosmic-ray runs this in a clone in which it has changed one module.

No rule sees another, so a rule meets its own tests; what they know meets its own first, then those of all rules.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

RULES = ("tests/rules", "tests/test_rule_examples.py")
# Plug-ins and rewritten assertions take longer than the tests of a rule.
ENVIRONMENT = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
OPTIONS = ("-x", "-q", "--tb=no", "--assert=plain", "-o", "addopts=", "-p", "no:cacheprovider")


def changed_module() -> Path:
    command = ["git", "diff", "--name-only", "--", "sendcloud_lint"]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


def stages(module: Path) -> list[tuple[str, ...]]:
    name = module.stem
    if module.parent.name == "rules":
        return [(*RULES, "-k", f"{name} or {name.replace('_', '-')}")]
    files = sorted(Path("tests/knowledge").glob("test_*.py"), key=lambda path: path.stem != f"test_{name}")
    # On a busy machine a test that measures time would kill what lives.
    return [(*map(str, files), "-k", "not grows"), RULES]


def passes(tests: tuple[str, ...]) -> bool:
    command = [sys.executable, "-m", "pytest", *OPTIONS, *tests]
    return subprocess.run(command, env=ENVIRONMENT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(not all(passes(tests) for tests in stages(changed_module())))
