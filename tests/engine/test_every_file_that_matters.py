"""The prefilter and what closes over it leave out no file that would give a finding: runs with it and without.

What no cheap search can see is named at the end: it must stay that little.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.files import prefilter
from sendcloud_lint.knowledge.endpoints import near_miss
from tests import test_rule_examples as examples
from tests import test_secrecy as secrecy
from tests.conftest import write_project
from tests.rules import test_cases as cases

Program = Callable[..., Any]
Make = Callable[..., Path]
Files = Mapping[str, str | bytes]
KEY = "q7Zf2mX9bR4tLw8K"
# A file that nobody can read is told of where it matters: that it does is what the prefilter says.
UNREADABLE = "SCL001"


class AllThrough(prefilter.Traces):
    """Every text holds a trace."""

    def stand_in(self, data: bytes) -> bool | None:
        return None if super().stand_in(data) is None else True


def findings(program: Program, folder: Path, *options: str) -> list[str]:
    told = program("check", "--select", "ALL", "--output-format", "json", *options, cwd=folder).json["findings"]
    return sorted(json.dumps(each) for each in told if each["code"] != UNREADABLE)


def without(program: Program, folder: Path, *options: str) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prefilter, "Traces", AllThrough)
        return findings(program, folder, *options)


def told_projects() -> Iterator[tuple[str, Files]]:
    """The project's own cases, the examples in its manual, and one of each place where a key may stand."""
    for rule in all_rules():
        for case in cases.cases(rule):
            yield f"{rule.code} {case.title}", case.files
        for number, files in enumerate(examples.projects(examples.manual(rule), "Example")):
            yield f"{rule.code} {number}", files
    for place, template in secrecy.TEMPLATES.items():
        yield place, template.files(KEY)


def leaves_out(files: Files) -> bool:
    """Where every file holds a trace, a run without the prefilter is the same run."""
    traces = prefilter.Traces()
    contents = (data.encode() if isinstance(data, str) else data for data in files.values())
    return not all(map(traces.stand_in, contents))


@pytest.mark.parametrize("share", range(4))
def test_no_case_needs_it_off(program: Program, tmp_path: Path, share: int) -> None:
    """Each case is a project of its own: what one file says of hosts and names means something to all others."""
    differing = []
    telling = [(name, files) for name, files in told_projects() if leaves_out(files)]
    assert len(telling) > 50
    for number, (name, files) in enumerate(telling[share::4]):
        folder = write_project(tmp_path / str(number), {"pyproject.toml": "", **files})
        if findings(program, folder) != without(program, folder):
            differing.append(name)
    assert differing == []


def test_no_example_needs_it_off(program: Program) -> None:
    folder = Path(__file__).parents[2] / "examples/shop"
    assert findings(program, folder) == without(program, folder)


# The only trace of a file

NAMES = (
    "sendcloud{}api_key", "send{}cloud{}api{}key", "aurora{}send{}cloud{}key", "email{}api{}key", "sms{}api{}key",
    "sms{}key", "api{}key", "aurora{}key",
)  # fmt: skip
SIGNS = ("", "_", "__", "-", ".", " ", ":", "/")


def settings(sign: str) -> dict[str, Files]:
    """A project for each name in each format."""
    told: dict[str, Files] = {}
    for pattern in NAMES:
        name = pattern.replace("{}", sign)
        word = "".join(each if each.isalnum() else "_" for each in name) if sign != "__" else name
        told |= {
            f"{name}.ini": {"app.ini": f"[mail]\n{name} = {KEY}\n"},
            f"{name}.properties": {"app.properties": f"{name.replace(' ', '_')}={KEY}\n"},
            f"{name}.json": {"app.json": json.dumps({name: KEY})},
            f"{name}.txt": {"notes.txt": f"{name}: {KEY}\n"},
            f"{word}.env": {".env": f"{word.upper()}={KEY}\n"},
            f"{word}.py": {"a.py": f"import os\n{word} = os.getenv({name!r}, '{KEY}')\n"},
        }
    return told


@pytest.mark.parametrize("sign", SIGNS)
def test_a_name_alone_is_a_trace(program: Program, tmp_path: Path, sign: str) -> None:
    folders = {name: write_project(tmp_path / name.replace("/", "|"), files) for name, files in settings(sign).items()}
    assert [name for name, folder in folders.items() if findings(program, folder) != without(program, folder)] == []


def slips(name: str) -> Iterator[str]:
    for at in range(len(name)):
        yield from (name[:at] + name[at + 1 :], name[: at + 1] + name[at:], name[:at] + "x" + name[at + 1 :])
        if at:
            yield name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


@pytest.mark.parametrize("host", ["api.aurorasendcloud.com", "api.sendcloud.net"])
def test_every_slip_of_a_host_is_a_trace(host: str) -> None:
    first, name, end = host.split(".")
    once = set(slips(name))
    hosts = {f"{first}.{wrong}.{end}" for wrong in once.union(*map(slips, once))}
    near = [f"https://{wrong}/email/send" for wrong in sorted(hosts) if near_miss(f"https://{wrong}/email/send")]
    traces = prefilter.Traces()
    assert len(near) > 500
    assert [url for url in near if not traces.stand_in(url.encode())] == []


@pytest.mark.parametrize("host", ["api.launchpad.net", "api.pinboard.net", "api.softlayer.net", "api.cloudways.net"])
def test_another_host_is_no_slip(host: str) -> None:
    assert not prefilter.Traces().stand_in(f"see https://{host}/1.0".encode())


def test_a_slip_is_found(program: Program, project: Make) -> None:
    folder = project(
        {"a.py": 'import requests\nrequests.post("https://api.aurorasencluod.com/email/send", data=FORM)\n'}
    )
    assert any("SCL404" in each for each in findings(program, folder))


@pytest.mark.parametrize("host", ["api.digitalocean.com", "api.cloudflare.com", "api.github.com", "api.stripe.com"])
def test_hosts_of_others_are_no_traces(host: str) -> None:
    assert not prefilter.Traces().stand_in(f"https://{host}/email/send".encode())


@pytest.mark.parametrize("before", ["", "A", "AB"])
@pytest.mark.parametrize("name", ["SENDCLOUD_API_KEY", "sendcloud_api_key", "SendCloudKey", "SEND_CLOUD_KEY"])
def test_a_file_in_a_secret_of_a_cluster(program: Program, project: Make, name: str, before: str) -> None:
    inner = base64.b64encode(f"{before}=1\n{name}={KEY}\n".encode()).decode()
    folder = project({"s.yaml": f"kind: Secret\nmetadata: {{name: shop}}\ndata:\n  .env: {inner}\n"})
    assert findings(program, folder) == without(program, folder)
    assert findings(program, folder) != []


def test_a_comment_that_holds_back_nothing(program: Program, project: Make) -> None:
    folder = project({"a.py": "X = 1  # noqa: SCL101\n"})
    assert any("SCL002" in each for each in findings(program, folder))


# What only a reader of each file could see

UNSEEN = {
    "a URL in pieces": {"a.py": 'import requests\nrequests.post("https://api.aurorasend" "cloud.com/email/send")\n'},
    "a name in pieces": {"a.sh": "H=send; curl https://api.aurora${H}cloud.com/email/send -d a=1\n"},
    "escapes": {"a.json": '{"send\\u0063loud": {"apiKey": "' + KEY + '"}}'},
    "a key of another file's in an output": {
        "settings.py": f"SENDCLOUD_API_KEY = '{KEY}'\n",
        "x.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": "k", "outputs": [{"text": KEY}]}]}),
    },
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_it_does_not_see_is_known(program: Program, project: Make, name: str) -> None:
    """A file in which nothing names the API at all. Once seen, it leaves this list."""
    folder = project(UNSEEN[name])
    assert set(findings(program, folder)) < set(without(program, folder))
