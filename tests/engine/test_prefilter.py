"""Which files hold a trace of the API: hostile files, one process and two."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.engine.files import prefilter as prefilter_module
from sendcloud_lint.engine.files.glance import glance
from sendcloud_lint.engine.files.prefilter import (
    BINARY,
    IRREGULAR,
    LEADS_OUT,
    TOO_LARGE,
    Scan,
    Sought,
    Traces,
    _Sifter,
    prefilter,
)
from tests.thoroughness import trying

TRACE = 'URL = "https://api.aurorasendcloud.com"\n'


def _tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def _git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "protocol.file.allow=always")
    subprocess.run(("git", *identity, *arguments), cwd=root, check=True, capture_output=True)


def _scan(root: Path, sought: Sought | None = None) -> Scan:
    names = sorted(str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir())
    return prefilter(str(root), names, 1, sought)


class TestPrefilter:
    @pytest.mark.parametrize(
        "text",
        [
            "https://api.AuroraSendCloud.com/email/send",
            "https://api.aurorasendclould.com",
            "SENDCLOUD_API_KEY=x",
            "SEND_CLOUD_KEY=x",
            "send-cloud:",
            "smtpcloud.sohu.com",
            "EMAIL_API_KEY=x",
            "sms_api_user: x",
            '{"apiUser": u, "apiKey": k}',
            "smsKey=k&smsUser=u",
        ],
    )
    def test_a_trace_is_found_in_any_case(self, text: str, tmp_path: Path) -> None:
        _tree(tmp_path, {"a.txt": f"x\n {text}", "b.txt": f"x\n {text.swapcase()}"})
        assert _scan(tmp_path).relevant == ("a.txt", "b.txt")

    @pytest.mark.parametrize(
        "text",
        [
            "cloud",
            "my_api_key",
            "sendClose",
            "PyTautulliApiUser api_key apikey",
            "apiUser alone",
            "smsKey alone",
            "apiKey alone",
            "email_api_url",
        ],
    )
    def test_what_only_resembles_one_is_none(self, text: str, tmp_path: Path) -> None:
        assert _scan(_tree(tmp_path, {"a.py": text})).relevant == ()

    def test_a_projects_own_words_are_traces(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"a.py": "x = 'PROXY.example.com'", "b.py": "os.environ['Mail_Key']", "c.py": ""})
        sought = Sought(words=("proxy.example.com", "MAIL_KEY"))
        assert _scan(tmp_path, sought).relevant == ("a.py", "b.py")

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-8-sig"])
    def test_wide_texts_are_read(self, encoding: str, tmp_path: Path) -> None:
        mark = "\ufeff" if encoding == "utf-16-be" else ""
        (tmp_path / "a.ps1").write_bytes((mark + TRACE.upper()).encode(encoding))
        assert _scan(tmp_path).relevant == ("a.ps1",)

    def test_binary_and_large_files_are_skipped(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"a.png": TRACE, "b": TRACE + "\0", "c.py": TRACE + " " * 200, "zip": TRACE, "d.PNG": ""})
        scan = _scan(tmp_path, Sought(max_file_size=200))
        assert scan.skipped == {"a.png": BINARY, "b": BINARY, "c.py": TOO_LARGE, "d.PNG": BINARY}
        assert (scan.relevant, scan.scanned) == (("zip",), 1)

    def test_a_nul_far_inside_is_no_sign(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"a.txt": "x" * 9_000 + "\0" + TRACE})
        assert _scan(tmp_path).relevant == ("a.txt",)

    def test_the_size_limit_can_depend_on_the_path(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"a": TRACE, "b": TRACE})
        assert _scan(tmp_path, Sought(max_file_size=lambda path: 1_000 if path == "a" else 1)).skipped == {
            "b": TOO_LARGE
        }

    def test_pipes_and_devices_are_never_opened_for_long(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.py")
        (tmp_path / "null.py").symlink_to(os.devnull)
        scan = prefilter(str(tmp_path), ["pipe.py", "null.py"], 1, Sought(named=frozenset({"null.py"})))
        assert scan.skipped == {"null.py": IRREGULAR, "pipe.py": IRREGULAR}

    def test_folders_and_vanished_files_are_absent(self, tmp_path: Path) -> None:
        (tmp_path / "x.py").mkdir()
        _tree(tmp_path, {"f": ""})
        scan = prefilter(str(tmp_path), ["x.py", "gone.py", "f/under.py"])
        assert (scan.absent, scan.skipped, scan.problems, scan.scanned) == (
            ("f/under.py", "gone.py", "x.py"), {}, (), 0,
        )  # fmt: skip

    def test_links_are_read_if_they_stay_inside(self, tmp_path: Path) -> None:
        root = _tree(tmp_path / "root", {"a.py": TRACE})
        _tree(tmp_path, {"outside.py": TRACE})
        (root / "in.py").symlink_to("a.py")
        (root / "out.py").symlink_to(tmp_path / "outside.py")
        (root / "loop.py").symlink_to("loop.py")
        (root / "dangling.py").symlink_to("nowhere.py")
        names = ["a.py", "in.py", "out.py", "loop.py", "dangling.py"]
        scan = prefilter(str(root), names)
        assert scan.relevant == ("a.py", "in.py")
        assert scan.skipped == {"out.py": LEADS_OUT}
        assert scan.absent == ("dangling.py", "loop.py")
        assert "out.py" in prefilter(str(root), names, 1, Sought(named=frozenset({"out.py"}))).relevant

    @pytest.mark.parametrize("code", [errno.EACCES, errno.EIO])
    def test_what_can_not_be_read_is_a_problem(
        self, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _tree(tmp_path, {"a.py": TRACE, "b.py": TRACE})
        _refuse(monkeypatch, "a.py", code)
        scan = _scan(tmp_path)
        assert scan.relevant == ("b.py",)
        assert [(problem.path, problem.kind) for problem in scan.problems] == [("a.py", "unreadable")]
        assert scan.problems[0].message == f"can't be read: {os.strerror(code)}"

    def test_nothing_is_left_open(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.py")
        _tree(tmp_path, {"a.py": TRACE, "b.png": "", "c.py": "x" * 500})
        before = os.listdir("/proc/self/fd")
        _scan(tmp_path, Sought(max_file_size=200))
        assert os.listdir("/proc/self/fd") == before


def _refuse(monkeypatch: pytest.MonkeyPatch, name: str, code: int) -> None:
    real: Callable[..., int] = os.open

    def refusing(path: str, *rest: int, **options: int) -> int:
        if str(path).endswith(f"/{name}"):
            raise OSError(code, "9f8e7d6c", path)
        return real(path, *rest, **options)

    monkeypatch.setattr(os, "open", refusing)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
# Test runners have threads of their own; the command forks before any is started.
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
class TestTwoProcesses:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        _tree(tmp_path, {f"f{number}.py": TRACE if number % 7 == 0 else "x" for number in range(400)})
        _tree(tmp_path, {"z.png": "", "y.bin": "\0"})
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / os.fsdecode(b"caf\xe9.py")).write_text(TRACE)
        return tmp_path

    @pytest.fixture
    def names(self, root: Path) -> list[str]:
        return [*os.listdir(root), "gone.py", "gone-too.py"]

    def test_see_the_same_as_one(self, root: Path, names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        _refuse(monkeypatch, "f11.py", errno.EACCES)
        _refuse(monkeypatch, "f12.py", errno.EACCES)
        one = prefilter(str(root), names, 1)
        assert prefilter(str(root), list(reversed(names)), 2) == one
        assert len(one.relevant) == 59
        assert len(one.problems) == 2

    def test_a_child_that_dies_is_a_problem_and_loses_nothing(
        self, root: Path, names: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parent = os.getpid()
        real = _Sifter.sift

        def dying(self: _Sifter, files: list[str], *done: Callable[[int], None]) -> prefilter_module._Share:
            if os.getpid() != parent:
                os._exit(9)
            return real(self, files, *done)

        one = prefilter(str(root), names, 1)
        monkeypatch.setattr(_Sifter, "sift", dying)
        two = prefilter(str(root), names, 2)
        assert [problem.kind for problem in two.problems] == ["worker-died"]
        assert (two.relevant, two.scanned, two.skipped, two.absent) == (
            one.relevant, one.scanned, one.skipped, one.absent,
        )  # fmt: skip

    def test_a_child_that_fails_says_nothing(
        self, root: Path, names: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        parent = os.getpid()
        real = _Sifter.sift

        def failing(self: _Sifter, files: list[str], *done: Callable[[int], None]) -> prefilter_module._Share:
            if os.getpid() != parent:
                raise ValueError("9f8e7d6c")
            return real(self, files, *done)

        monkeypatch.setattr(_Sifter, "sift", failing)
        assert [problem.kind for problem in prefilter(str(root), names, 2).problems] == ["worker-died"]
        assert capfd.readouterr() == ("", "")

    def test_no_process_to_be_had_is_no_problem(
        self, root: Path, names: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse() -> int:
            raise OSError(errno.EAGAIN, "no")

        one = prefilter(str(root), names, 1)
        monkeypatch.setattr(os, "fork", refuse)
        assert prefilter(str(root), names, 2) == one

    def test_few_files_need_no_second_process(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "fork", pytest.fail)
        prefilter(str(root), ["f1.py"], 2)


WORDS = ("clou", "SendCloud", "send-CLOUD", "smtpcloud.sohu", "email_api_key", "SMS_API_user", "apiUser", "apikey",
         "Proxy.Example.com", "КЛЮЧ_é", "a b.c(")  # fmt: skip
OWN = ("proxy.example.com", "ключ_É", "A b.C(")
pieces = st.one_of(st.sampled_from(WORDS), st.text(max_size=3)).map(lambda text: text.encode("utf-8", "replace"))


@pytest.fixture(scope="module")
def quick() -> Traces:
    pytest.importorskip("hyperscan", reason="no wheel of it for this platform")
    found = Traces(OWN, in_files=10**6)
    assert found._may_stand_in is not bool
    return found


@trying(300)
@given(data=st.lists(st.one_of(pieces, st.binary(max_size=3)), max_size=6).map(b"".join))
def test_a_first_look_at_many_files_leaves_nothing_out(quick: Traces, data: bytes) -> None:
    for each in (data, data.upper(), data.lower(), data.decode("utf-8", "replace").encode("utf-16")):
        assert quick.stand_in(each) == Traces(OWN).stand_in(each)


def test_many_files_are_looked_through_without_the_library_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    assert glance({b"a"}) is None
    assert Traces(in_files=10**6).stand_in(TRACE.encode()) is True


@pytest.mark.parametrize("with_git", [True, False])
def test_nothing_heavy_is_imported(with_git: bool, tmp_path: Path) -> None:
    if with_git:
        _git(tmp_path, "init", "-q")
    _tree(tmp_path, {"pyproject.toml": "[project]\nname = 'x'\n", "a.py": "x = 1\n"})
    program = (
        "import sys; from sendcloud_lint.engine.files.discover import given;"
        "from sendcloud_lint.engine.files.prefilter import prefilter;"
        "from sendcloud_lint.engine.configuration.config import Configs;"
        "found = given([sys.argv[1]], Configs)[0]; prefilter(found.root, found.project);"
        "print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        (sys.executable, "-c", program, str(tmp_path / "a.py")), capture_output=True, text=True, check=True
    )
    unwanted = {
        "subprocess",
        "pathlib",
        "pathspec",
        "dataclasses",
        "tomllib",
        "tomli",
        "fnmatch",
        "hyperscan",
        "difflib",
        "sendcloud_lint.model.finding",
    }
    assert not unwanted & set(done.stdout.split())
