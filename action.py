"""What the GitHub Action runs: it installs its own checkout aside, checks, and leaves a report and a status.

What a workflow gives comes by the environment and is handed on as words: no shell reads it. Python runs isolated
(`-I`), as the checked repository is the current folder and may have modules of any name.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

MISUSE = 2


def main() -> None:
    """Leave `status` and, if there is a report, `sarif` as the step's outputs: a later step fails the job."""
    place = Path(tempfile.mkdtemp(prefix="sendcloud-lint-", dir=os.environ["RUNNER_TEMP"]))
    report = place / "sendcloud-lint.sarif"
    status = check(install(place / "python"), report)
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as outputs:
        outputs.write(f"status={status}\n")
        if report.exists():
            outputs.write(f"sarif={report}\n")


def install(place: Path) -> str:
    """A Python that has the checker; what the job has installed stays as it is."""
    python = str(place / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    subprocess.run([sys.executable, "-I", "-m", "venv", str(place)], check=True)
    pip = [python, "-I", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, str(Path(__file__).parent)], check=True)
    return python


def check(python: str, report: Path) -> int:
    """The checker's status."""
    try:
        words = arguments(report)
    except ValueError as error:
        print(f"sendcloud-lint: error: paths or args: {error}", file=sys.stderr)
        return MISUSE
    command = [python, "-I", "-m", "sendcloud_lint", "check", *words]
    return abs(subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode)


def arguments(report: Path) -> list[str]:
    """What the inputs come to. Behind `--` nothing is an option. Raises ValueError for a quote that is not closed."""
    given = {name: os.environ.get(f"SENDCLOUD_LINT_{name}", "") for name in ("FAIL_ON", "CATEGORY", "ARGS", "PATHS")}
    options = ["--output-format=github", f"--output-format=sarif={report}"]
    options += [f"--fail-on={given['FAIL_ON']}"] if given["FAIL_ON"] else []
    options += [f"--category={given['CATEGORY']}"] if given["CATEGORY"] else []
    return [*options, *shlex.split(given["ARGS"]), "--", *(shlex.split(given["PATHS"]) or ["."])]


if __name__ == "__main__":
    main()
