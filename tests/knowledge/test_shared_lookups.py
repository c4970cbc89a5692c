"""What is known is read once and shared: nobody may change it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from sendcloud_lint.knowledge.clients import known_clients
from sendcloud_lint.knowledge.commands import known_commands, known_wrappers
from sendcloud_lint.knowledge.endpoints import api_hosts
from sendcloud_lint.knowledge.guide import sections
from sendcloud_lint.knowledge.keeping import keepers
from sendcloud_lint.knowledge.sdks import sdk_of

SDK: Any = sdk_of("sendcloud.SendCloudBackend")
SHARED = [
    known_clients().functions["requests.post"],
    known_clients().sessions["requests.Session"],
    known_commands()["curl"],
    known_wrappers()["sudo"],
    api_hosts()[0],
    SDK,
    SDK.key,
    sections()[0],
    sections()[0].sentences[0],
    keepers("caches")["cachetools.TTLCache"],
    keepers("caches")["cachetools.TTLCache"].seconds,
]


@pytest.mark.parametrize("shared", SHARED, ids=lambda shared: type(shared).__name__)
def test_it_cannot_be_changed(shared: Any) -> None:
    for field in fields(shared):
        with pytest.raises(FrozenInstanceError):
            setattr(shared, field.name, None)
