"""Programs of a shell, as they are read from their table."""

from __future__ import annotations

from sendcloud_lint.knowledge.commands import known_commands, known_wrappers


def test_programs_that_send_requests() -> None:
    commands = known_commands()
    assert {commands[name].style for name in ("http", "https", "xh")} == {"httpie"}
    assert (commands["curl"].options["--data-urlencode"], commands["curl"].flags["-k"]) == ("encoded", "unverified")
    assert (commands["wget"].options["--post-data"], commands["curl"].options["-o"]) == ("raw", "output")


def test_wrappers_are_no_such_programs() -> None:
    assert not known_commands().keys() & known_wrappers().keys()
    assert not known_commands().keys() & {"wrappers", "wrapper_words", "wrapper_options"}


def test_programs_that_run_another_one() -> None:
    wrappers = known_wrappers()
    assert {name for name, wrapper in wrappers.items() if wrapper.words == 1} == {
        "envdir", "flock", "gosu", "su-exec", "timeout",
    }  # fmt: skip
    assert {name for name, wrapper in wrappers.items() if wrapper.words == 2} == {
        "docker", "docker-compose", "kubectl", "podman",
    }  # fmt: skip
    assert {name for name, wrapper in wrappers.items() if wrapper.adds} == {"xargs"}
    assert {name for name, wrapper in wrappers.items() if wrapper.limits} == {"timeout"}
    assert "-u" in wrappers["env"].options
    assert wrappers["nohup"].options == frozenset()
