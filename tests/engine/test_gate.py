"""What the gate hides, and what it leaves to be read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from sendcloud_lint import rules
from sendcloud_lint.analysis.credentials import Secret
from sendcloud_lint.engine.gate import Gate
from sendcloud_lint.engine.plain import is_plain
from sendcloud_lint.model.source import Place, Source, Span
from sendcloud_lint.model.written import Written
from tests.growth import growth

KEY = "q7Zf2mX9bR4tLw8K"
DOTS = "•" * 16


def place(text: str, part: str) -> Place:
    start = text.index(part)
    return Place("a.py", Span(start, start + len(part)))


def shown(
    text: str,
    *,
    keys: tuple[str, ...] = (),
    users: tuple[str, ...] = (),
    guarded: tuple[str, ...] = (),
    settings: tuple[str, ...] = (),
) -> str:
    """The line as an excerpt shows it, when these literals hold the keys, the users, others' secrets and settings."""
    source = Source("a.py", text)
    secrets = [Secret(Written(KEY), tuple(place(text, part) for part in keys))]
    gate = Gate(
        secrets,
        [place(text, part) for part in users],
        {"a.py": source},
        guarded=[place(text, part) for part in guarded],
        settings=[place(text, part) for part in settings],
    )
    (line, *_) = gate.excerpt(source, Span(0, len(text))).lines
    return line


def test_a_literal_whose_name_is_a_secrets_is_masked_whatever_it_reads_like() -> None:
    assert shown('password = "horse battery"', guarded=('"horse battery"',)) == f'password = "{"•" * 13}"'


def test_what_a_secrets_name_hides_goes_where_nothing_names_it_too() -> None:
    literal = "\"Kl#0!5'LI'Q\""
    assert shown(f"api_key = {literal}; {literal} {{", guarded=(literal,)) == f'api_key = "{"•" * 11}"; "{"•" * 11}" {{'


def test_a_line_of_thousands_of_secrets_and_users_costs_no_more_than_its_length() -> None:
    def show(size: int) -> None:
        text = "'horse battery' 'shop_a' " * size
        starts = range(0, len(text), len(text) // size)
        secrets = [Place("a.py", Span(start, start + 15)) for start in starts]
        users = [Place("a.py", Span(start + 17, start + 23)) for start in starts]
        gate = Gate((), users, {"a.py": Source("a.py", text)}, guarded=secrets)
        (line,) = gate.excerpt(Source("a.py", text), Span(0, 1)).lines
        assert line == f"'{'•' * 13}' 'shop_a' " * size

    assert growth(show, 1_000) < 10


def test_secrets_may_overlap() -> None:
    assert (
        shown("a = 'horse battery staple'", guarded=("horse battery", "battery staple", "'horse"))
        == f"a = '{'•' * 20}'"
    )


@pytest.mark.parametrize(
    "word",
    [
        "requests", "aurorasendcloud", "apiUser", "smsKey", "API_KEY", "EMAIL", "HTTPBasicAuth", "b64decode",
        "urllib2", "python3", "sha256", "SCL101", "OAuthClient", "JSONDecodeError", "xsmtpapi", "templateInvokeName",
        "2024", "8613800138000", "100ms", "test1", "x", "a1b2",
    ],
)  # fmt: skip
def test_words_and_numbers_stay(word: str) -> None:
    assert all(map(is_plain, word.split("_")))


@pytest.mark.parametrize("module", sorted(Path(rules.__path__[0]).glob("*.py")), ids=lambda path: path.stem)
def test_what_a_rule_says_stays(module: Path) -> None:
    """Names from the world of mail may be no words."""
    tree = ast.parse(module.read_text("utf-8"))
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    nodes = (node for statement in body for node in ast.walk(statement))
    said = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    gate = Gate((), (), {})
    assert [gate.text(text) for text in said] == said


@pytest.mark.parametrize(
    "run",
    [
        KEY, "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "AKIAIOSFODNN7EXAMPLE", "xK9pQ2wZ", "aBcDeFgHiJkL", "4TdLtA",
        "zxcvbnmp",
    ],
)  # fmt: skip
def test_what_looks_drawn_by_lot_goes(run: str) -> None:
    assert not is_plain(run)


@pytest.mark.parametrize(
    "line",
    [
        'requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)',
        'data = {"apiUser": os.environ["EMAIL_API_USER"], "from": "news@shop.example", "to": "+8613800138000"}',
        "# expect: SCL101, SCL405 (see RFC 2616, section 14.8)",
        'token = base64.b64decode(text.encode("utf-8")).decode("latin-1")',
        "def send_mail_v2(self, *args: str, **kwargs: object) -> None:",
        'print(f"{user!r}: {len(key)} characters", file=sys.stderr)',
        'subject = "您的订单已发货"  # 密钥在环境变量里',
        "hashlib.sha256(str(uuid.uuid4()).encode()).hexdigest()",
        "SENDCLOUD_API_USER=shop_nightly",
    ],
)
def test_ordinary_lines_stay_as_they_are(line: str) -> None:
    assert shown(line) == line


@pytest.mark.parametrize(
    ("line", "keys", "told"),
    [
        pytest.param(f'key = "{KEY}"', (f'"{KEY}"',), f'key = "{DOTS}"', id="a literal keeps its quotes"),
        pytest.param(f"KEY={KEY}", (KEY,), f"KEY={DOTS}", id="a value without quotes"),
        pytest.param(
            f'get("https://api.example/send?apiUser=shop&apiKey={KEY}&to=a")',
            (f'"https://api.example/send?apiUser=shop&apiKey={KEY}&to=a"',),
            f'get("https://api.example/send?apiUser=shop&apiKey={DOTS}&to=a")',
            id="a URL is shown but for the key",
        ),
        pytest.param('key = "q7Zf" + rest', ('"q7Zf"',), 'key = "••••" + rest', id="a part"),
        pytest.param(
            r'key = "\x71\x37Zf2mX9bR4tLw8K"', (r'"\x71\x37Zf2mX9bR4tLw8K"',), f'key = "{"•" * 22}"', id="escapes"
        ),
        pytest.param(f"x = 1  # {KEY}", (), f"x = 1  # {DOTS}", id="in a comment"),
        pytest.param(
            f"x = 1  # the key is{KEY}now", (), f"x = 1  # {'the key •••••••••••••••••••••'}", id="within a word"
        ),
        pytest.param("x = 'K8wLt4Rb9Xm2fZ7q'", (), f"x = '{DOTS}'", id="backwards"),
    ],
)
def test_a_known_key_goes(line: str, keys: tuple[str, ...], told: str) -> None:
    assert shown(line, keys=keys) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("id = 'xK9pQ2wZ+/aB3=='", "id = '••••••••+/•••=='", id="base64 hangs together"),
        pytest.param(
            "id = '9f8e7d6c-5b4a-3210-aaaa-0123456789ab'", "id = '••••••••-••••-••••-••••-••••••••••••'", id="UUID"
        ),
        pytest.param("run('xK9pQ2wZ', mode='fast')", "run('••••••••', mode='fast')", id="neighbours stay"),
    ],
)
def test_an_unknown_secret_goes(line: str, told: str) -> None:
    assert shown(line) == told


def test_users_are_shown() -> None:
    line = 'data = {"apiUser": "shop_test_4TdLtA", "x": "4TdLtA"}'
    assert shown(line, users=('"shop_test_4TdLtA"',)) == line.replace('"4TdLtA"', '"••••••"')


def test_a_key_in_a_users_place_is_no_user() -> None:
    line = 'data = {"apiUser": "AKIAIOSFODNN7EXAMPLE"}'
    assert shown(line, users=('"AKIAIOSFODNN7EXAMPLE"',)) == f'data = {{"apiUser": "{"•" * 20}"}}'


@pytest.mark.parametrize(
    ("line", "value", "told"),
    [
        pytest.param("TOKEN=ab+/1=x", "ab+/1=x", "TOKEN=•••••••", id="signs of a secret"),
        pytest.param("PORT=8080", "8080", "PORT=8080", id="a number"),
        pytest.param("URL=https://shop.example:443/a", "https://shop.example:443/a", None, id="a URL"),
        pytest.param("NAME=shop_mail", "shop_mail", None, id="a name"),
    ],
)
def test_other_settings_are_hidden_on_doubt(line: str, value: str, told: str | None) -> None:
    assert shown(line, settings=(value,)) == (told or line)


def test_what_is_doubtful_may_end_within_a_key() -> None:
    key = "q7Zf2'mX9bR4tLw8K"
    source = Source("a.py", f"it's {key}")
    gate = Gate([Secret(Written(key), ())], [], {"a.py": source}, settings=[Place("a.py", Span(2, 11))])
    (line,) = gate.excerpt(source, Span(0, 2)).lines
    assert line == "it'••" + "•" * len(key)


def test_placeholders_are_no_keys() -> None:
    gate = Gate([Secret(Written("apiKey"), ())], [], {})
    assert gate.text("`apiKey` is sent") == "`apiKey` is sent"


def test_a_message_keeps_its_tag_and_loses_its_key() -> None:
    gate = Gate([Secret(Written(KEY), ())], [], {})
    message = "`apiKey` is a hard-coded email key: ‹key, 16 characters, #kjvplz›"
    assert gate.text(message) == message
    assert gate.text(f"`{KEY}` is sent to api.aurorasendcloud.com") == f"`{DOTS}` is sent to api.aurorasendcloud.com"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("src/mailer.py", "src/mailer.py"),
        ("9f8e7d6c5b4a/mail2.py", "9f8e7d6c5b4a/mail2.py"),
        (f"src/{KEY}.py", f"src/{DOTS}.py"),
    ],
    ids=["a path", "a hash that is no key", "a key"],
)
def test_a_path_can_be_opened_unless_it_is_a_key(path: str, told: str) -> None:
    assert Gate([Secret(Written(KEY), ())], [], {}).path(path) == told


def test_a_long_span_shows_a_dozen_lines() -> None:
    source = Source("a.py", "x\n" * 100)
    excerpt = Gate([], [], {"a.py": source}).excerpt(source, Span(20, 180))
    assert (excerpt.first_line, len(excerpt.lines)) == (10, 15)


def test_a_long_line_is_masked_like_a_short_one() -> None:
    filler = "# " + "-" * 100_000
    assert shown(f"{filler} {KEY} {KEY[::-1]} {filler}") == f"{filler} {DOTS} {DOTS} {filler}"


@pytest.mark.parametrize("mark", ["keys", "users"])
def test_a_line_of_many_keys_and_users_costs_no_more_than_its_length(mark: str) -> None:
    def line(size: int) -> None:
        text = f"name='{KEY}';" * size
        parts = [Place("a.py", Span(at * 23 + 5, at * 23 + 21)) for at in range(size)]
        secrets = [Secret(Written(KEY), tuple(parts))] if mark == "keys" else []
        source = Source("a.py", text)
        gate = Gate(secrets, parts if mark == "users" else [], {"a.py": source})
        gate.excerpt(source, Span(0, 1))

    assert growth(line, 1_000) < 8


def test_what_only_two_users_together_hold_is_none_of_theirs() -> None:
    text = "a = 'zq7x9k2m4w'"
    assert shown(text, users=("zq7x9k2", "9k2m4w")) == "a = '••••••••••'"
    assert shown(text, users=("zq7x9k2", "zq7x9k2m4w", "9k2m4w")) == text
