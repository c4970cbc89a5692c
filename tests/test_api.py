"""The checker as a library: the same outcome as the command's, without a trace of the call left in the caller."""

from __future__ import annotations

import copy
import dataclasses
import gc
import inspect
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import sendcloud_lint
from sendcloud_lint import (
    ConfigError,
    Explanation,
    Finding,
    InternalError,
    Level,
    LintError,
    MissingPath,
    Position,
    Problem,
    Region,
    Related,
    Result,
    UnknownRule,
    api,
    check_paths,
    check_text,
    explain,
)  # fmt: skip
from sendcloud_lint.engine import run
from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.deep import RECURSION, deep
from sendcloud_lint.reports import json as json_report
from sendcloud_lint.reports.formats import Options

ROOT = Path(__file__).resolve().parent.parent
KEY = "q7Zf2mX9bR4tLw8K"
SETTINGS = f'SENDCLOUD_API_USER = "shop_mail"\nSENDCLOUD_API_KEY = "{KEY}"\n'
# The escape makes Python's parser warn, the last line makes it fail, and both would quote the key.
WARNED = SETTINGS + f'PATTERN = "\\d{KEY}"\n'
BROKEN = WARNED + f'URL = "https://api.aurorasendcloud.com/email/send?apiKey={KEY}"\nif x = 1:\n'
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
# Of use to reports alone.
UNTOLD = {"astral", "arrives", "__version__", "Related", "Excerpt"}
Program = Callable[..., Any]
Make = Callable[..., Path]


def codes(result: Result) -> list[str]:
    return [finding.code for finding in result.findings]


def in_a_process(code: str, *options: str) -> str:
    done = subprocess.run([sys.executable, *options, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


# The door


def test_the_package_alone_brings_in_nothing() -> None:
    code = "import sys; old = set(sys.modules); import sendcloud_lint; print(*sorted(set(sys.modules) - old))"
    assert in_a_process(code) == "sendcloud_lint\n"


def test_what_is_asked_for_comes_without_reader_or_rule() -> None:
    code = "import sys; from sendcloud_lint import check_paths, check_text, explain; print(*sys.modules)"
    loaded = in_a_process(code).split()
    assert [
        name for name in loaded if re.match(r"libcst|click|sendcloud_lint\.(readers|rules|analysis|cli)", name)
    ] == []


def test_every_public_name_is_there() -> None:
    assert [name for name in sendcloud_lint.__all__ if not hasattr(sendcloud_lint, name)] == []
    assert set(sendcloud_lint.__all__) <= set(dir(sendcloud_lint))
    with pytest.raises(AttributeError, match="has no attribute 'check_path'"):
        sendcloud_lint.check_path  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.slow
def test_type_checkers_know_the_names_and_no_others(tmp_path: Path) -> None:
    """For who uses the package, not for the package: the configuration of the project is left out."""
    file = tmp_path / "user.py"
    file.write_text(
        "import sendcloud_lint\nfrom sendcloud_lint import check_paths, check_text, explain\n"
        "reveal_type(check_paths('a').findings)\nreveal_type(check_text('a', filename='b.py').problems[0].kind)\n"
        "reveal_type(explain('SCL101').level)\nsendcloud_lint.nonsense\ncheck_paths('a', 'b')\n"
    )
    environment = {**os.environ, "MYPYPATH": str(ROOT)}
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--follow-imports=silent", "user.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    told = re.findall(r'user\.py:(\d+): (?:note: Revealed type is "([^"]*)"|error: .*\[(\S+)\])', done.stdout)
    assert [(int(line), what or code) for line, what, code in told] == [
        (3, "tuple[sendcloud_lint.model.finding.Finding, ...]"), (4, "str"),
        (5, "sendcloud_lint.model.outcome.Level"), (6, "attr-defined"), (7, "call-arg"),
    ]  # fmt: skip


# The outcome


def as_json(result: Result) -> Any:
    return json.loads(json_report.render(result, options=Options(version=sendcloud_lint.__version__)))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own."""
    return shutil.copytree(ROOT / "examples" / "shop", tmp_path_factory.mktemp("shop") / "shop")


SOME = {"isolated": True, "select": "SCL1", "ignore": ["SCL102"]}


@pytest.mark.parametrize(
    ("arguments", "given"),
    [((), {}), (("--isolated", "--select", "SCL1", "--ignore", "SCL102"), SOME)],
    ids=["plain", "selected"],
)
def test_the_outcome_is_the_commands(
    program: Program, arguments: tuple[str, ...], given: dict[str, Any], shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop)
    result = check_paths(**given)
    assert as_json(result) == program("check", *arguments, "--output-format", "json", cwd=shop).json
    assert result.findings


def test_a_text_is_checked_as_standard_input_is(
    program: Program, project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project({"pyproject.toml": ""})
    monkeypatch.chdir(folder)
    done = program(
        "check", "-", "--stdin-filename", "a.py", "--output-format", "json", cwd=folder, stdin=SETTINGS.encode()
    )
    assert as_json(check_text(SETTINGS, filename="a.py")) == done.json
    assert as_json(check_text(SETTINGS.encode(), filename=folder / "a.py")) == done.json


@pytest.mark.parametrize(
    ("start", "wanted"),
    [("", ""), ("\ufeff", ""), ("# coding: utf-16\n# é 密钥\n", ""), ("# \ud800\udcff\n", "SCL001")],
    ids=["plain", "mark", "declared otherwise", "lone surrogates"],
)
def test_a_text_is_taken_as_it_is(start: str, wanted: str, tmp_path: Path) -> None:
    result = check_text(start + SETTINGS, filename=tmp_path / "a.py", select=["SCL101", "SCL001"])
    assert codes(result) == [*wanted.split(), "SCL101"]


def test_a_path_alone_or_several(project: Make) -> None:
    folder = project({"a.py": SETTINGS, "b/c.py": SETTINGS})
    assert len(codes(check_paths([folder / "a.py", str(folder / "b")]))) == len(codes(check_paths(str(folder)))) > 1
    assert codes(check_paths(folder / "a.py")) == codes(check_paths([str(folder / "a.py")]))
    assert check_paths([]) == Result()


@pytest.mark.parametrize("kind", ["a file", "a mapping"])
def test_a_configuration_is_a_file_or_data(kind: str, project: Make, tmp_path: Path) -> None:
    folder = project({"a.py": SETTINGS, "gen/b.py": SETTINGS, "sendcloud-lint.toml": "select = ['SCL102']"})
    (tmp_path / "x.toml").write_text("select = ['SCL101']\nextend-exclude = ['gen']\nrotation-days = 30")
    data = {"select": ("SCL101",), "extend-exclude": ["gen"], "rotation-days": 30}
    result = check_paths(folder, config=tmp_path / "x.toml" if kind == "a file" else data)
    assert codes(result) == ["SCL101"]


def test_to_select_nothing_is_not_the_default(project: Make) -> None:
    folder = project({"a.py": SETTINGS, "sendcloud-lint.toml": "select = ['SCL102']"})
    assert [codes(check_paths(folder, select=select)) for select in ([], None)] == [[], ["SCL102"]]


def test_a_baseline_holds_back(program: Program, project: Make) -> None:
    folder = project({"a.py": SETTINGS, "pyproject.toml": ""})
    program("baseline", cwd=folder)
    result = check_paths(folder, baseline=folder / ".sendcloud-lint-baseline.json")
    assert (codes(result), result.baselined) == ([], len(codes(check_paths(folder))))


def test_changed_lines_alone(project: Make) -> None:
    folder = project({"a.py": SETTINGS})
    identity = ("-c", "user.name=T", "-c", "user.email=t@shop.example")
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    assert codes(check_paths(folder, diff_base="HEAD")) == []


def test_what_verbose_tells_is_handed_over(project: Make) -> None:
    lines: list[str] = []
    check_paths(project({"a.py": SETTINGS}), tell=lines.append)
    assert any("hold a trace of the API" in line for line in lines)


def test_a_rule_is_explained() -> None:
    explained = explain("hardcoded-key")
    assert isinstance(explained, Explanation)
    assert explained == explain("scl101")
    assert (explained.code, explained.level, explained.opt_in) == ("SCL101", Level.ERROR, False)
    assert explained.page.startswith("# SCL101 hardcoded-key\n")
    assert explained.guide[0].says


# The command is made of it


@pytest.mark.parametrize(
    ("function", "arguments", "stdin"),
    [
        ("check_paths", ("check", "a.py"), b""),
        ("check_paths", ("a.py", "--output-format", "sarif"), b""),
        ("check_text", ("check", "-"), SETTINGS.encode()),
        ("explain", ("rule", "SCL101"), b""),
    ],
)
def test_the_command_calls_it(
    function: str,
    arguments: tuple[str, ...],
    stdin: bytes,
    program: Program,
    project: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise UnknownRule(f"asked of {function}")

    monkeypatch.setattr(api, function, refuse)
    done = program(*arguments, cwd=project({"a.py": SETTINGS}), stdin=stdin)
    assert (done.status, done.err) == (2, f"sendcloud-lint: error: asked of {function}\n")


# What is raised


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: check_paths("nowhere"), MissingPath, "nowhere: no such file or folder"),
        (lambda: check_paths(config="nowhere.toml"), ConfigError, "nowhere.toml: can't be read: No such file"),
        (lambda: check_paths(config={"selct": []}), ConfigError, 'selct: unknown key (did you mean "select"?)'),
        (lambda: check_paths(config={"select": 1}), ConfigError, "select: must be a list of strings, not an integer"),
        (lambda: check_paths(config={"select": ["SCL10l"]}), ConfigError, "select: 'SCL10l' is no rule (did you mean"),
        (lambda: check_paths(baseline="nowhere.json"), ConfigError, "nowhere.json"),
        (lambda: check_text("", extend_select=["SCL999"]), UnknownRule, "extend_select: 'SCL999' is no rule"),
        (lambda: explain("missing-form"), UnknownRule, "'missing-form' is no rule (did you mean missing-from?)"),
        (lambda: check_paths(config={}, isolated=True), ValueError, "config and isolated exclude each other"),
        (lambda: check_paths(jobs=0), ValueError, "jobs must be at least 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    call: Callable[[], object], kind: type[Exception], message: str, project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project({"a.py": SETTINGS}))
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, LintError) or kind is ValueError
    assert caught.value.__context__ is caught.value.__cause__ is None


def test_an_error_of_our_own_says_nothing_of_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*given: object) -> None:
        raise UnicodeEncodeError("ascii", KEY, 0, 1, KEY)

    monkeypatch.setattr(run, "run", crash)
    with pytest.raises(InternalError) as caught:
        check_paths()
    error = caught.value
    assert str(error) == "sendcloud-lint failed with UnicodeEncodeError"
    assert "crash" in error.frames[-1]
    assert error.__context__ is error.__cause__ is None
    again = pickle.loads(pickle.dumps(error))
    assert (again.args, again.frames) == (error.args, error.frames)


# What is left behind


@pytest.mark.parametrize("text", [SETTINGS, WARNED, BROKEN], ids=["a key", "a warning", "broken"])
def test_no_field_holds_a_key(text: str, project: Make) -> None:
    folder = project(
        {"a.py": text, "b.env": f"SENDCLOUD_API_KEY={KEY}\n", "compose.yaml": f"x:\n  SENDCLOUD_API_KEY: {KEY}\n"}
    )
    for result in (check_paths(folder), check_text(text, filename=folder / "a.py")):
        assert result.findings
        # Protocol 0 writes texts as they are.
        whole = f"{result!r}{pickle.dumps(result, 0).decode('latin-1')}{copy.deepcopy(result)}"
        assert not [start for start in range(len(KEY) - 4) if KEY[start : start + 5] in whole]


def test_a_result_can_not_be_changed(project: Make) -> None:
    result = check_paths(project({"a.py": SETTINGS}))
    finding = result.findings[0]
    assert isinstance(finding, Finding)
    with pytest.raises(AttributeError):
        result.findings = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        finding.message = ""  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(result)) == result
    assert hash(result) == hash(copy.copy(result))


def state() -> tuple[object, ...]:
    return (
        list(warnings.filters), sys.getrecursionlimit(), threading.stack_size(), gc.isenabled(), os.getcwd(),
        dict(os.environ), sys.stdout, sys.stderr, threading.active_count(), sys.getswitchinterval(),
    )  # fmt: skip


def test_nothing_is_left_or_printed(project: Make, capfd: pytest.CaptureFixture[str]) -> None:
    folder = project({"a.py": BROKEN, "b.py": SETTINGS})
    before = state()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        check_paths(folder)
        check_text(BROKEN, filename=folder / "a.py")
        with pytest.raises(LintError):
            check_paths(folder / "nowhere")
    assert [str(each.message) for each in told] == []
    assert state() == before
    assert capfd.readouterr() == ("", "")


def test_warnings_that_are_errors_do_not_matter(project: Make) -> None:
    """Nor do those of what is imported on the way."""
    folder = project(
        {"a.py": BROKEN, "b.py": "print 'x'\n" + SETTINGS, "c.sh": f"curl api.aurorasendcloud.com -d apiKey={KEY}"}
    )
    code = f"import sendcloud_lint; print(len(sendcloud_lint.check_paths({str(folder)!r}).findings))"
    assert int(in_a_process(code, "-W", "error")) >= 3


def test_calls_may_come_from_several_threads(project: Make) -> None:
    folders = [project({"a.py": BROKEN, "b.py": SETTINGS * (1 + number)}, f"p{number}") for number in range(6)]
    alone = [codes(check_paths(folder)) for folder in folders]
    before = state()
    with ThreadPoolExecutor(6) as pool:
        together = [codes(result) for result in pool.map(check_paths, folders)]
    assert together == alone
    assert state() == before


def test_who_ends_first_takes_no_room_from_the_others() -> None:
    def depth(left: int) -> int:
        return 0 if left == 0 else 1 + depth(left - 1)

    both = threading.Event()
    before = state()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(deep, both.wait)

        def second() -> int:
            both.set()
            first.result()
            return depth(RECURSION // 2)

        assert deep(second) == RECURSION // 2
    assert state() == before


def test_a_process_with_threads_is_not_forked(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project({f"m{number}.py": "" for number in range(400)})
    monkeypatch.setattr(os, "fork", pytest.fail)
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert check_paths(folder).files_checked == 400
    finally:
        ended.set()
        thread.join()


def test_the_rules_that_there_are_can_all_be_explained() -> None:
    assert [explain(rule.name).code for rule in all_rules()] == [rule.code for rule in all_rules()]


# The page


def test_the_examples_run(project: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project({"src/settings.py": SETTINGS, "deploy/compose.yaml": "services: {}\n", "pyproject.toml": ""})
    monkeypatch.chdir(folder)
    for code in re.findall(r"(?ms)^```python\n(.*?)^```$", PAGE):
        exec(compile(code, "api.md", "exec"), {})
    told = capsys.readouterr().out
    assert "src/settings.py:2:21: SCL101 " in told
    assert "# SCL101 hardcoded-key" in told
    assert "select: 'SCL10l' is no rule" in told


@pytest.mark.parametrize(
    "kind", [Result, Finding, Region, Position, Problem, Explanation, Related], ids=lambda kind: kind.__name__
)
def test_every_public_field_is_told(kind: type[Any]) -> None:
    fields = getattr(kind, "_fields", None) or [field.name for field in dataclasses.fields(kind)]
    assert [name for name in fields if f"`{name}`" not in PAGE and name not in UNTOLD] == []


@pytest.mark.parametrize("function", [check_paths, check_text], ids=lambda function: function.__name__)
def test_every_option_is_told(function: Callable[..., object]) -> None:
    names = set(inspect.signature(function).parameters) - {"paths", "text", "filename"}
    assert {name for name in names if f"`{name}`" not in PAGE} == set()


def test_every_public_name_is_told() -> None:
    assert [name for name in sendcloud_lint.__all__ if name not in PAGE and name not in UNTOLD] == []
