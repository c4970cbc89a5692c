"""What a second process is worth: a generated monorepo whose modules all matter and import each other.

It is checked by one process and by two, in turn, and the findings must be the same bytes. The services of a monorepo do
not bear on each other, so each is understood whole by one process or the other; of a single service the files are read
by both and understood by one.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CLIENT = """\
import requests
from {name} import settings


class Mailer:
    def __init__(self, user, key, url=settings.URL):
        self.user, self.key, self.url = user, key, url

    def data(self, **more):
        data = {{"apiUser": self.user, "apiKey": self.key, "from": "a@example.com"}}
        data.update(more)
        return data

    def send(self, to, subject, html):
        response = requests.post(self.url, data=self.data(to=to, subject=subject, html=html), timeout=10)
        response.raise_for_status()
        return response.json()
"""
SETTINGS = """\
import os

API_USER = os.environ["SENDCLOUD_API_USER"]
API_KEY = "q7Rm2Zk9Wb4Xt6Lp{name}"
URL = "https://api.aurorasendcloud.com/email/send"
"""
MODULE = """\
import logging

import requests
from {name} import m{other}, settings
from {name}.client import Mailer

log = logging.getLogger(__name__)


def rows(path):
    with open(path) as file:
        return [line.strip().split(",") for line in file if line]


def welcome(user, name, lang="en"):
    mailer = Mailer(settings.API_USER, settings.API_KEY)
    parts = []
    for part in (name, lang, "kind {number}"):
        if part:
            parts.append(part.title())
    body = " ".join(parts)
    if lang == "de":
        body = f"<p>Hallo {{body}}</p>"
    else:
        body = "<p>Hello {{}}</p>".format(body)
    try:
        return mailer.send(user, "Welcome {number}", body)
    except requests.RequestException:
        log.exception("not sent")
        raise


def direct_{number}(to):
    params = {{"apiUser": settings.API_USER, "apiKey": settings.API_KEY}}
    params["to"] = to
    params["from"] = "b@example.com"
    params["subject"] = "Direct {number}"
    return requests.post(settings.URL, data=params, timeout=5).json()


def all_of(users):
    for user in users:
        welcome(user, user.split("@")[0])
    return m{other}.direct_{other}(users[0])
"""


def monorepo(folder: Path, modules: int, services: int) -> None:
    for service in range(services):
        name = f"service{service}"
        package = folder / name / name
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("", "utf-8")
        (package / "settings.py").write_text(SETTINGS.format(name=name), "utf-8")
        (package / "client.py").write_text(CLIENT.format(name=name), "utf-8")
        count = modules // services
        for number in range(count):
            text = MODULE.format(name=name, number=number, other=(7 * number + 1) % count)
            (package / f"m{number}.py").write_text(text, "utf-8")


def checked(folder: Path, jobs: int) -> tuple[float, str]:
    """Seconds, and what was said."""
    command = [sys.executable, "-m", "sendcloud_lint", "check", ".", "--jobs", str(jobs), "--output-format", "json"]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    elapsed = time.perf_counter() - start
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["problems"] == []
    return elapsed, done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--modules", type=int, nargs="+", default=[20, 100, 400, 2_000])
    parser.add_argument("--services", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for services in given.services:
        for modules in given.modules:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                monorepo(folder, modules, min(services, modules))
                runs = [(checked(folder, 1), checked(folder, 2)) for _ in range(given.rounds)]
            assert len({said for pair in runs for _, said in pair}) == 1
            one, two = (statistics.median(pair[at][0] for pair in runs) for at in (0, 1))
            ratio = f"{one / two:.2f} times as fast"
            print(f"{modules:>6,} modules, {services:>2} services: {one:6.2f} s, {two:6.2f} s, {ratio}")


if __name__ == "__main__":
    main()
