"""Invented keys in many places, and what this program and general scanners find of them.

`python benchmarks/placements.py [--each N]` makes a corpus in a temporary folder, runs each tool that is on the path
over it, and prints a table: keys found, and decoys told. A tool that is missing is named as such.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import random
import shutil
import string
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

URL = "https://api.aurorasendcloud.com/email/send"
SEND = f"""\
import os
import requests

def send(to):
    fields = {{"apiUser": os.environ["EMAIL_API_USER"], "apiKey": KEY, "from": "news@shop.example", "to": to}}
    return requests.post("{URL}", data=fields, timeout=10)
"""
Files = Mapping[str, str]


def sender(key: str, before: str = "") -> str:
    return before + SEND.replace("KEY", key, 1)


_READER = {"mailer.py": sender('os.environ["EMAIL_API_KEY"]')}
_PRIVATE = "RSA PRIVATE KEY"


def _base64(dice: random.Random) -> str:
    return base64.encodebytes(dice.randbytes(300)).decode()


def _compose(key: str) -> str:
    return f"services:\n  web:\n    environment:\n      EMAIL_API_KEY: {key}\n"


def _notebook(key: str) -> str:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": sender(f'"{key}"')}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1)


def _secret(key: str) -> str:
    value = base64.b64encode(key.encode()).decode()
    return f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: mail\ndata:\n  EMAIL_API_KEY: {value}\n"


# In each a key is written once, in the file that stands first.
PLACEMENTS: Mapping[str, Callable[[str], Files]] = {
    "beside the call": lambda key: {"mailer.py": sender(f'"{key}"')},
    "a constant in another module": lambda key: {
        "conf.py": f'MAIL_SECRET = "{key}"\n',
        "mailer.py": sender("conf.MAIL_SECRET", "import conf\n"),
    },
    "a constant with a plain name": lambda key: {"mailer.py": sender("LETTERS", f'LETTERS = "{key}"\n')},
    "two halves": lambda key: {"mailer.py": sender(f'"{key[:8]}" + "{key[8:]}"')},
    "a default": lambda key: {"mailer.py": sender(f'os.environ.get("EMAIL_API_KEY", "{key}")')},
    "an entry of a dict": lambda key: {"mailer.py": sender('MAIL["pass"]', f'MAIL = {{"pass": "{key}"}}\n')},
    ".env beside the code": lambda key: {".env": f"EMAIL_API_KEY={key}\n", **_READER},
    ".env by itself": lambda key: {".env": f"EMAIL_API_KEY={key}\n"},
    "YAML beside the code": lambda key: {"compose.yaml": _compose(key), **_READER},
    "YAML by itself": lambda key: {"compose.yaml": _compose(key)},
    "JSON": lambda key: {"config.json": json.dumps({"sendcloud": {"apiKey": key}}, indent=2)},
    "shell": lambda key: {
        "send.sh": f'curl -m 9 {URL} -d apiUser="$MAIL_USER" -d apiKey={key} -d from=a@shop.example\n'
    },
    "notebook": lambda key: {"mail.ipynb": _notebook(key)},
    "base64 in a Secret beside the code": lambda key: {"secret.yaml": _secret(key), **_READER},
}
# Keys of other services, which general scanners are for.
OTHERS: Mapping[str, Callable[[random.Random], Files]] = {
    "a cloud's access key": lambda dice: {
        "deploy.py": f'ACCESS = "AKIA{"".join(dice.choices(string.ascii_uppercase, k=16))}"\n'
    },
    "a private key": lambda dice: {
        "server.pem": f"-----BEGIN {_PRIVATE}-----\n{_base64(dice)}\n-----END {_PRIVATE}-----\n"
    },
    "a password": lambda dice: {"db.py": f'DB_PASSWORD = "{invented(dice)}"\n'},
}
# Nothing in these is a key of the API, or of anything.
DECOYS: Mapping[str, Callable[[random.Random], Files]] = {
    "placeholder": lambda _: {
        "mailer.py": sender('"your_email_key"'),
        ".env.example": "EMAIL_API_KEY=your_email_key\n",
    },
    "from the environment": lambda _: {"mailer.py": sender('os.environ["EMAIL_API_KEY"]')},
    "hash": lambda dice: {"sums.py": f'EXPECTED = "{hashlib.sha256(dice.randbytes(9)).hexdigest()}"\n'},
    "UUID": lambda dice: {"ids.py": f'TENANT_ID = "{uuid.UUID(bytes=dice.randbytes(16))}"\n'},
    "lockfile": lambda dice: {
        "poetry.lock": f'[[package]]\nname = "a"\nfiles = [{{hash = "sha256:{dice.randbytes(32).hex()}"}}]\n'
    },
    "name of a variable": lambda _: {"names.py": 'API_KEY_VARIABLE = "EMAIL_API_KEY"\nPASSWORD_FIELD = "password"\n'},
}


@dataclass(frozen=True)
class Tool:
    """`paths` tells from its output which files it names, relative to the corpus or from the root."""

    name: str
    version: tuple[str, ...]
    command: tuple[str, ...]
    paths: Callable[[str], list[str]]


TOOLS = (
    Tool(
        "sendcloud-lint",
        ("--version",),
        # Other rules are about requests; these are about written keys.
        ("check", ".", "--isolated", "--output-format", "json", "--select", "SCL101,SCL103"),
        lambda out: [each["path"] for each in json.loads(out)["findings"]],
    ),
    Tool(
        "detect-secrets",
        ("--version",),
        ("scan", "--all-files", "--no-verify", "."),
        lambda out: list(json.loads(out)["results"]),
    ),
    Tool(
        "bandit",
        ("--version",),
        ("-r", "-q", "-f", "json", "-t", "B105,B106,B107", "."),
        lambda out: [each["filename"] for each in json.loads(out)["results"]],
    ),
    Tool(
        "ruff",
        ("--version",),
        ("check", "--isolated", "--no-cache", "--output-format", "json", "--select", "S105,S106,S107", "."),
        lambda out: [each["filename"] for each in json.loads(out)],
    ),
    Tool(
        "gitleaks",
        ("version",),
        ("dir", ".", "--no-banner", "--redact", "--report-format", "json", "--report-path", "/dev/stdout"),
        lambda out: [each["File"] for each in json.loads(out)],
    ),
)


def invented(dice: random.Random) -> str:
    """16 letters and digits, at least two of these."""
    letters = dice.choices(string.ascii_letters, k=14) + dice.choices(string.digits, k=2)
    dice.shuffle(letters)
    return "".join(letters)


def write(folder: Path, files: Files) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def generate(root: Path, each: int, seed: int) -> None:
    """A folder, and so a project, for each placement: `key/beside-the-call/0`, `decoy/hash/1`."""
    dice = random.Random(seed)
    for number in range(each):
        for kind, place in PLACEMENTS.items():
            write(project_of(root, "key", kind, number), place(invented(dice)))
        for group, makers in (("other", OTHERS), ("decoy", DECOYS)):
            for kind, make in makers.items():
                write(project_of(root, group, kind, number), make(dice))


def project_of(root: Path, group: str, kind: str, number: int) -> Path:
    return root / group / kind.replace(" ", "-").lstrip(".") / str(number)


def told(tool: Tool, program: str, project: Path) -> bool:
    """Whether it names any file of this project. One run for each: projects must not explain one another."""
    done = subprocess.run([program, *tool.command], cwd=project, capture_output=True, encoding="utf-8", check=False)
    try:
        return bool(tool.paths(done.stdout))
    except (ValueError, KeyError) as error:
        raise SystemExit(f"{tool.name} ended with {done.returncode} and no report") from error


def find(name: str) -> str | None:
    """Beside this interpreter first."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.is_file() else shutil.which(name)


def measure(tool: Tool, root: Path, each: int) -> dict[str, int] | None:
    program = find(tool.name)
    if program is None:
        return None
    groups = {"key": PLACEMENTS, "other": OTHERS, "decoy": DECOYS}
    return {
        kind: sum(told(tool, program, project_of(root, group, kind, number)) for number in range(each))
        for group, kinds in groups.items()
        for kind in kinds
    }


def version(tool: Tool) -> str:
    program = find(tool.name)
    if program is None:
        return f"{tool.name}: not installed, left out"
    done = subprocess.run([program, *tool.version], capture_output=True, encoding="utf-8", check=False)
    said = (done.stdout or done.stderr).strip().splitlines()
    return f"{tool.name}: {said[0] if said else 'of no version'}; `{' '.join((tool.name, *tool.command))}`"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=3, help="how many of each placement and decoy")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        generate(root, chosen.each, chosen.seed)
        results = {tool.name: found for tool in TOOLS if (found := measure(tool, root, chosen.each)) is not None}
    for tool in TOOLS:
        print("-", version(tool))
    print()
    print(f"| of {chosen.each} each | {' | '.join(results)} |")
    print("|---" * (len(results) + 1) + "|")
    for group, kinds in (("found", PLACEMENTS), ("other services", OTHERS), ("false alarm", DECOYS)):
        for kind in kinds:
            print(f"| {group}: {kind} | {' | '.join(str(found[kind]) for found in results.values())} |")
        sums = [sum(found[kind] for kind in kinds) for found in results.values()]
        whole = chosen.each * len(kinds)
        print(f"| **{group}, all** | {' | '.join(f'{each} of {whole}' for each in sums)} |")


if __name__ == "__main__":
    main()
