"""Files that libraries of settings load without being told their names."""

from __future__ import annotations

_ENDINGS = ("toml", "tml", "yaml", "yml", "ini", "conf", "properties", "json")
# From the folder of the program or its `config`; secrets come after the rest.
DYNACONF_FILES = tuple(
    f"{folder}{stem}.{ending}" for stem in ("settings", ".secrets") for folder in ("", "config/") for ending in _ENDINGS
)
# The sections that one file may have for one environment each.
DYNACONF_ENVIRONMENTS = frozenset(
    ("default", "global", "development", "dev", "production", "prod", "staging", "testing", "test", "main")
)
# What editors fill the variables of a file of requests from, beside it or above: the setting that holds sections of one
# environment each, "" where the whole file does.
ENVIRONMENT_FILES = {
    "http-client.env.json": "",
    "http-client.private.env.json": "",
    "rest-client.env.json": "",
    ".vscode/settings.json": "rest-client.environmentVariables",
}
