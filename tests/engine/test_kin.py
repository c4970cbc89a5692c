"""Which groups of files are understood besides the given ones."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from urllib.parse import quote

import pytest

from sendcloud_lint.engine.evidence import gather
from sendcloud_lint.engine.parts import Files

KEY = "+aK/9dQ2mZx8Lw4Tn6Rb"
SETTINGS = {"ops/.env": f"SENDCLOUD_API_USER=shop\nSENDCLOUD_API_KEY={KEY}\n"}
READS = """\
import requests
requests.post("https://api.aurorasendcloud.com/email/send", data={"apiUser": "a", "apiKey": os.environ["SHOP_KEY"]})
"""


def read(given: Mapping[str, str], other: str) -> bool:
    """Whether a file that nothing imports is understood for the sake of the given ones."""
    files = {path: f"import os\n{text}" if path.endswith(".py") else text for path, text in given.items()}
    files["other/file.py"] = f"import os\nSENDCLOUD = 1\n{other}\n"
    groups = [{path} for path in sorted(files)]
    data = {path: text.encode() for path, text in files.items()}
    found = gather(Files(groups, frozenset(given), set(files), data.get), frozenset(), {}, frozenset())
    assert found.texts.sources.keys() >= given.keys()
    return "other/file.py" in found.texts.sources


@pytest.mark.parametrize(
    "other",
    [
        f"A = '{KEY}'",
        f"A = '{KEY[:9]}' + '{KEY[9:]}'",
        f"A = 'https://a.example/?k={quote(KEY, safe='')}'",
        f"A = '{base64.b64encode(KEY.encode()).decode()}'",
        f"A = '{base64.b64encode(f'apiKey={KEY}'.encode()).decode()}'",
        f"A = '\\n{KEY}'",
        f"A = '{KEY.encode().hex()}'",
    ],
)
def test_a_file_that_may_hold_a_key_of_the_given_ones_is_read(other: str) -> None:
    assert read(SETTINGS, other)


@pytest.mark.parametrize("other", ["A = 'another'", f"A = '{KEY[5:15]}'", "SENDCLOUD_API_KEY = os.environ['KEY']"])
def test_one_that_can_hold_none_is_not(other: str) -> None:
    assert not read(SETTINGS, other)


def test_what_a_notebook_printed_may_be_the_key_of_another_file() -> None:
    book = {"cells": [{"cell_type": "code", "source": "import sendcloud", "outputs": [{"text": f"- {KEY}\n"}]}]}
    assert read({"a.ipynb": json.dumps(book)}, f"A = '{KEY}'")
    assert not read({"a.ipynb": json.dumps(book)}, "A = 'another'")


def test_what_stands_for_a_key_ties_nothing() -> None:
    assert not read({".env.example": "SENDCLOUD_API_KEY=your_api_key\n"}, "A = 'your_api_key'")


@pytest.mark.parametrize(
    ("given", "is_read"),
    [
        ({"tests/test_live.py": READS}, True),
        # Production finds itself; tests that send nothing share nothing.
        ({"live.py": READS}, False),
        ({"tests/test_live.py": f"from unittest import mock\nmock.patch('requests.post')\n{READS}"}, False),
    ],
)
def test_who_else_reads_the_variable_of_a_live_test_is_looked_for(given: Mapping[str, str], is_read: bool) -> None:
    assert read(given, "A = os.environ['SHOP_KEY']") == is_read
    assert not read(given, "A = os.environ['SHOP_KEY_2']")


@pytest.mark.parametrize(
    ("other", "is_read"),
    [
        ("A = os.getenv('SHOP_KEY')", True),
        ("A = Settings().SHOP_KEY", True),
        ("os.system('curl -d apiKey=$SHOP_KEY https://api.aurorasendcloud.com/email/send')", True),
        ("# SHOP_KEY is read in the shop", False),
        ("'Reads SHOP_KEY: ${SHOP_KEY}'", False),
        ("A = 'set SHOP_KEY before'", False),
    ],
)
def test_who_only_speaks_of_the_variable_is_not_understood(other: str, is_read: bool) -> None:
    assert read({"tests/test_live.py": READS}, other) == is_read
