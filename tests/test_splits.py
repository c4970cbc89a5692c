"""Whatever share of a project a run is given, in whatever order and over however many processes, it says the same."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.engine import evidence
from sendcloud_lint.engine.files import prefilter
from tests.conftest import run_program, write_project
from tests.test_baseline import git, repository
from tests.thoroughness import trying

KEY, OTHER_KEY, SMS_KEY, OLD_KEY = "q7Zf2mX9bR4tLw8K", "t4Rw8Kq7Zf2mX9bL", "b9Xm4Kw7Tz2Rq8Lf", "w2Lf9Rq7Xm4Tz8Kb"
URL = "https://api.aurorasendcloud.com/email/send"
HEAD = "import os\nimport requests\n"


def call(key: str, user: str = 'os.environ["EMAIL_API_USER"]', more: str = "") -> str:
    return f'requests.post("{URL}", data={{"apiUser": {user}, "apiKey": {key}, "to": 1}}{more})\n'


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def notebook(*sources: str, printed: str = "") -> str:
    cells = [{"cell_type": "code", "source": source, "outputs": [{"text": printed}]} for source in sources]
    return json.dumps({"cells": cells}, indent=1)


# Each of them bears on what is said of others.
TIES = {
    "pyproject.toml": '[tool.sendcloud-lint]\nextend-select = ["ALL"]\nhosts = ["mail.proxy.example"]\n',
    # Imports: constants, a function that sends, a class, a loop of modules, a package's own names.
    "settings.py": f'import os\nUSER = os.environ["EMAIL_API_USER"]\nKEY = "{KEY}"\nTIMEOUT = None\n',
    "sender.py": HEAD + "import settings\n" + call("settings.KEY", "settings.USER", ", timeout=settings.TIMEOUT"),
    "store/__init__.py": "from .api import post\n",
    "store/api.py": HEAD + f"def post(fields):\n    return requests.post('{URL}', data=fields)\n",
    "store/orders.py": "from store import post\nfrom settings import KEY\npost({'apiUser': 'shop', 'apiKey': KEY})\n",
    "store/texts.py": "from . import api\nimport settings as s\napi.post(dict(smsUser=s.USER, smsKey=s.KEY))\n",
    "loop/one.py": f"from loop import two\nKEY = '{SMS_KEY}'\n",
    "loop/two.py": HEAD + "from loop import one\ndef send():\n    " + call("one.KEY"),
    # Settings that code and scripts load.
    ".env": f"SENDCLOUD_API_USER=shop_mail\nSENDCLOUD_API_KEY={OTHER_KEY}\n",
    "ops/.env": f"SENDCLOUD_API_KEY={OTHER_KEY}\n",
    "app.json": json.dumps({"mail": {"pass": SMS_KEY}}, indent=1),
    "loader.py": HEAD + "import json\nCONF = json.load(open('app.json'))\n" + call("CONF['mail']['pass']"),
    "lib.sh": f"WORD={OLD_KEY}\n",
    "send.sh": f'. ./lib.sh\ncurl {URL} -d "apiUser=shop&apiKey=$WORD"\n',
    "body.txt": f"apiUser=shop&apiKey={OLD_KEY}&to=a\n",
    "post.sh": f"curl {URL} -d @body.txt\n",
    "send.http": f"POST {URL}\n\napiUser=u&apiKey={{{{word}}}}\n",
    "http-client.env.json": json.dumps({"live": {"word": OTHER_KEY}}),
    # The same key in other forms: whole, in pieces, backwards, in base64, in what was printed.
    "ops/secret.yaml": f"kind: Secret\ndata:\n  SENDCLOUD_API_KEY: {coded(OTHER_KEY)}\n",
    "ops/files.yaml": f"kind: Secret\nmetadata: {{name: s}}\ndata:\n  .env: {coded(f'SENDCLOUD_SMS_KEY={SMS_KEY}')}\n",
    "tests/test_parts.py": HEAD + f"KEY = '{OTHER_KEY[:9]}' + '{OTHER_KEY[9:]}'\n" + call("KEY"),
    "tests/test_whole.py": HEAD + call(repr(KEY)),
    "report.ipynb": notebook("import sendcloud", printed=f"it is {OTHER_KEY}"),
    "backwards.ipynb": notebook("import sendcloud", printed=f"it is {SMS_KEY[::-1]}"),
    "used.ipynb": notebook(HEAD + "from settings import KEY", call("KEY"), "print(KEY)", printed=KEY),
    "README.md": f"# sendcloud\n\n```python\n{HEAD}{call(repr(OLD_KEY))}```\n\n```sh\nexport SMS_API_KEY={KEY}\n```\n",
    # Variables that live tests read.
    "jobs/mail.py": HEAD + "def send():\n    " + call('os.environ["JOB_KEY"]'),
    "mails/send.py": HEAD + "def send():\n    " + call('os.environ["JOB_KEY"]'),
    "tests/test_jobs.py": HEAD + "def test_it():\n    " + call('os.environ["JOB_KEY"]'),
    "compose.yaml": "services:\n  app:\n    environment:\n      JOB_KEY: ${JOB_KEY}\n      EMAIL_API_KEY: x\n",
    ".github/workflows/ci.yml": "jobs:\n  test:\n    env:\n      JOB_KEY: ${{ secrets.JOB_KEY }}\n",
    # Hosts, comments, what can't be read, what has nothing to do with any of it.
    "proxy.py": HEAD + 'requests.post("https://mail.proxy.example/email/send", data={"apiKey": "' + KEY + '"})\n',
    "held.py": f'SENDCLOUD_API_KEY = "{OLD_KEY}"  # sendcloud-lint: ignore[SCL101] old\nX = 1  # noqa: SCL101\n',
    "copy_a.py": f'SENDCLOUD_SMS_KEY = "{OLD_KEY}"\n',
    "copy_b.py": f'SENDCLOUD_SMS_KEY = "{OLD_KEY}"\n',
    "broken.py": HEAD + call(repr(SMS_KEY)) + "if sent = True:\n    pass\n",
    "broken.json": f'{{"sendcloud": {{"apiKey": "{KEY}" oops\n',
    "plain.py": "import settings\nprint(settings.TIMEOUT)\n",
}  # fmt: skip
GIVEN = sorted(set(TIES) - {"pyproject.toml"})
BASELINE = "known.json"
WAYS = {
    "as it is": (),
    "a baseline": ("--baseline", BASELINE),
    "what was changed": ("--diff-base", "HEAD~1"),
    "the index": ("--staged",),
    "what is held back": ("--show-suppressed", "--baseline", BASELINE),
}


@pytest.fixture(scope="module")
def tied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A baseline and a commit of some of it; other files came, went and were renamed since, and all is staged."""
    folder = write_project(tmp_path_factory.mktemp("tied"), TIES)
    later = {"copy_b.py", "mails/send.py", "tests/test_whole.py", "ops/secret.yaml", "used.ipynb", "lib.sh"}
    for name in later:
        (folder / name).rename(folder / f"{name}.later")
    (folder / "copy_a.py").rename(folder / "copy_old.py")
    shutil.copy(folder / "settings.py", folder / "gone.py")
    (folder / "gone.py").write_text(TIES["settings.py"] + f'SENDCLOUD_SMS_KEY = "{SMS_KEY}"\n')
    assert run_program("baseline", "--baseline", BASELINE, cwd=folder).status == 0
    repository(folder)
    (folder / "gone.py").unlink()
    (folder / "copy_old.py").rename(folder / "copy_a.py")
    for name in later:
        (folder / f"{name}.later").rename(folder / name)
    (folder / "sender.py").write_text("# new\n" + TIES["sender.py"] + TIES["sender.py"])
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Two")
    (folder / "later.txt").write_text("x")
    return folder


def told(folder: Path, way: str, files: list[str], jobs: int = 1) -> tuple[list[str], int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prefilter, "_FORK_FROM", 2)
        patch.setattr(evidence, "_WORTH_A_PROCESS", 1)
        options = ("--output-format", "json", "--jobs", str(jobs), *WAYS[way])
        done = run_program("check", *options, *files, cwd=folder)
    report: Any = done.json
    assert report["problems"] == []
    both = [*report["findings"], *report.get("suppressed", ())]
    return sorted(json.dumps(each) for each in both), report["summary"]["baselined"]


def parts_of(order: list[str], cuts: set[int]) -> list[list[str]]:
    return [order[start:end] for start, end in pairwise([0, *sorted(cuts), len(order)])]


Whole = Callable[[str], tuple[list[str], int]]


@pytest.fixture(scope="module")
def whole(tied: Path) -> Whole:
    """What is said of all files at once."""
    found = {way: told(tied, way, GIVEN) for way in WAYS}
    assert len(found["as it is"][0]) > 60
    assert {way for way, (findings, _) in found.items() if not findings} == set()
    return found.__getitem__


@trying(8)
@given(
    order=st.permutations(GIVEN), cuts=st.sets(st.integers(1, len(GIVEN) - 1), max_size=4),
    way=st.sampled_from(sorted(WAYS)), jobs=st.integers(1, 4),
)  # fmt: skip
def test_any_partition_says_the_same(
    tied: Path, whole: Whole, order: list[str], cuts: set[int], way: str, jobs: int
) -> None:
    runs = [told(tied, way, part, jobs) for part in parts_of(order, cuts)]
    assert sorted(each for findings, _ in runs for each in findings) == whole(way)[0]
    assert sum(count for _, count in runs) == whole(way)[1]


def test_each_file_alone_says_the_same(tied: Path, whole: Whole) -> None:
    runs = [told(tied, "as it is", [name]) for name in GIVEN]
    assert sorted(each for findings, _ in runs for each in findings) == whole("as it is")[0]
