"""Which values are no credentials: placeholders, references to where a secret is kept, ordinary words."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from sendcloud_lint.knowledge.datafiles import read_data
from sendcloud_lint.knowledge.roles import role_of_variable
from sendcloud_lint.knowledge.words import folded, pieces_of, words_of
from sendcloud_lint.model.expressions import expression

# No credential is longer; the bound keeps every test here cheap on whatever a file holds.
_LONGEST = 512
_QUOTES = "\"'`“”‘’"
_FILLERS = frozenset("*.xX-_•… ")
# A slot for a value: shell, templates, pipelines, formats, Windows, Symfony, Maven. Each starts and ends with its own
# mark.
_SLOT = (
    r"\$\{\{[^{}]*\}\}|\{\{[^{}]*\}\}|[$#%]\{[^{}]*\}|\$\([^()]*\)|\$\[[^\[\]]*\]|%\([^()]*\)[a-z]|\{[^{}]*\}|<%[^<>]*%>"
    r"|<<\s*[\w-]+(?:\.[\w-]+)+\s*>>|\(\([\w./:-]+\)\)|\$[A-Za-z_][A-Za-z0-9_]*|%[A-Za-z_][\w.]*(?:\([^()%]*\))?%"
    r"|@[A-Za-z_][\w.-]*@|__[A-Za-z][\w.-]*?__|%[sdr](?![A-Za-z0-9])|`[^`]*`"
)
# The whole value of a manifest: a secret of Vercel's, and what a template of Azure's looks up or puts together.
_LOOKED_UP = expression(r"@[a-z][\w.-]*|\[[a-z]+\(.*\)[\w.\[\]]*\]", re.IGNORECASE)
# Where a store of secrets keeps it: `/prod/mail/api_key`, `secret/data/mail#api_key`.
_PATH = expression(r"/?[\w.-]{2,}(?:/[\w.-]+)+(?:[#:][\w.-]+)?")
_ORDINARY = r"([A-Za-z]?[a-z]+|[A-Z]+|[A-Za-z][a-z]{2,}([A-Z][a-z]{2,})+)?[0-9]{0,3}|[0-9]{,15}"
_DEFAULT = r"\$\{[A-Za-z_][A-Za-z0-9_]*:?-([^{}]*)\}"


def is_placeholder(value: str, name: str = "") -> bool:
    """Whether a value that stands where a key should says that it is none; `name` is what it is assigned to.

    References count. `${X:-fall-back}` is judged by its fall-back. Never raises; quick on any text.
    """
    return _says_none(value, name, for_key=True)


def is_placeholder_user(value: str, name: str = "") -> bool:
    """The same for a user, where the word "test" excuses nothing: real test users look like `name_test_4TdLtA`."""
    return _says_none(value, name, for_key=False)


def is_reference(value: str) -> bool:
    """Whether a value is nothing but a pointer to where the secret is kept: a variable, a template's slot, a vault."""
    text = value.strip().strip(_QUOTES).strip()
    return len(text) <= _LONGEST and (_is_kept_elsewhere(text) or _is_slots(text))


def is_literal_tag(tag: str) -> bool:
    """Whether a text with this tag of YAML's is that text, to the program that reads it."""
    return tag in read_data("credentials.toml")["references"]["literal_tags"]


def plausible_key(value: str) -> bool:
    """Whether a value that only a *name* calls a key looks like one: no path, URL, file, module or ordinary words.

    Placeholders are not asked about. Where a value flows into a request, don't ask this: there it is the key.
    """
    text = value.strip().strip(_QUOTES).strip()
    if not 6 <= len(text) <= 128 or re.search(r"\s|://|[\\{}<>()$;,]", text) or _is_place(text):
        return False
    return not text.isdigit() and not all(_is_ordinary(part) for part in re.split(r"[^A-Za-z0-9]+", text))


def _says_none(value: str, name: str, *, for_key: bool) -> bool:
    text = _without_default(value).strip().strip(_QUOTES).strip()
    if _is_filler(text):
        return True
    return len(text) <= _LONGEST and (
        is_reference(text)
        or _is_bracketed(text)
        or _is_half_masked(text)
        or _is_run(text)
        or _is_name(text, name)
        or _is_words(text, for_key=for_key)
    )


def _without_default(value: str) -> str:
    return re.sub(_DEFAULT, r"\1", value) if len(value) <= _LONGEST and "${" in value else value


def _is_filler(text: str) -> bool:
    """Nothing but fillers, or one character over and over, separators apart."""
    letters = set(text)
    return letters <= _FILLERS or len(letters - set("-_. ")) <= 1


def _is_bracketed(text: str) -> bool:
    return (text[0], text[-1]) in (("<", ">"), ("[", "]"), ("{", "}"), ("«", "»"), ("【", "】"), ("(", ")"))


def _is_half_masked(text: str) -> bool:
    """Stars or dots in it, x's at an end or over half of it, or an end of one letter five times over."""
    if re.search(r"\*\*|•|…|\.\.\.$|^x{4}|x{4}$|([A-Za-z0-9])\1{4}$", text, re.IGNORECASE):
        return True
    return "xxx" in text.lower() and text.lower().count("x") * 2 >= len(text)


def _is_run(text: str) -> bool:
    """Made of runs such as 123456, abcdef, abc123, or of a short piece again and again."""
    plain = folded(text)
    chunks = re.findall(r"[a-z]+|[0-9]+", plain)
    if plain.isascii() and chunks and all(_runs_on(chunk) for chunk in chunks):
        return True
    if _runs_on(plain[::2]) and _runs_on(plain[1::2]):
        return True
    return any(_repeats(plain, size) for size in (3, 4))


def _repeats(text: str, size: int) -> bool:
    return len(text) >= size * 3 and text[size:] == text[:-size]


def _runs_on(chunk: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(chunk)}
    wraps = chunk.isdigit() and steps == {1, -9}
    return len(chunk) >= 3 and (steps in ({1}, {-1}, {0}) or wraps or chunk in _known("rows"))


def _is_name(text: str, name: str) -> bool:
    """Equal to the name it is assigned to, or itself the name of a credential."""
    plain = folded(text)
    own = {folded(name), folded(re.split(r"[./]", name)[-1])}
    return plain in own or role_of_variable(text) is not None or plain in _known("nouns")


def _is_words(text: str, *, for_key: bool) -> bool:
    plain = text.casefold().rstrip(".…! ")
    if plain in _known("exact") or any(piece in plain for piece in _known("fragments")):
        return True
    if plain.startswith("your") or any(plain.startswith(word) for word in ("changeme", "replaceme")):
        return True
    words = [word for token in re.split(r"[\W_]+", text) if token for word in _dictionary(token)]
    telling = _known("words") | (_known("key_words") if for_key else frozenset())
    return any(word in telling for word in words) or _is_phrase(words)


def _is_phrase(words: list[str]) -> bool:
    """Made of words about credentials alone, one of which names one."""
    return any(word in _known("nouns") for word in words) and all(word in _vocabulary() for word in words)


def _dictionary(token: str) -> tuple[str, ...]:
    """The words in a token if all of it is words, a number at its end apart; else the token whole, in lower case."""
    bare = token.rstrip("0123456789").lower()
    if bare in _vocabulary():
        return (bare,)
    humps = words_of(token.rstrip("0123456789"))
    split = tuple(piece for hump in humps for piece in ((hump,) if hump in _vocabulary() else pieces_of(hump, _long())))
    return split if "".join(split) == bare else (token.lower(),)


def _is_kept_elsewhere(text: str) -> bool:
    plain = text.casefold()
    starts: list[str] = read_data("credentials.toml")["references"]["starts"]
    if plain.startswith(tuple(starts)) or re.match(r"projects/[^/]+/secrets/", plain):
        return True
    if _LOOKED_UP.fullmatch(text) or _is_path(text):
        return True
    lookups: list[str] = read_data("credentials.toml")["references"]["lookups"]
    return any(re.fullmatch(rf"{re.escape(it)}(\.[a-z_][\w.-]*|\(.*\)|\[.*\])", plain) for it in lookups)


def _is_path(text: str) -> bool:
    """Words parted by slashes; what is drawn by lot may have slashes, too."""
    path = re.sub(_SLOT, "it", text)
    return bool(_PATH.fullmatch(path)) and all(_is_ordinary(part) for part in re.split(r"[^A-Za-z0-9]+", path))


def _is_slots(text: str) -> bool:
    """Whether nothing but separators is left once every slot is taken out, but for its fall-back.

    Slots may stand in slots.
    """
    left = _without_default(text)
    for _ in range(3):
        left = re.sub(_SLOT, "", left)
    return left != text and not any(letter.isalnum() for letter in left)


def _is_place(text: str) -> bool:
    """A path, a file, a dotted module, a mail address."""
    if text.startswith(("/", "./", "../", "~/")) or re.fullmatch(r"[^@]+@[^@]+\.[A-Za-z]+", text):
        return True
    return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)+", text) is not None


def _is_ordinary(part: str) -> bool:
    """A word, a number, a word with a short number, or words joined by humps: letters drawn by lot are neither."""
    return re.fullmatch(_ORDINARY, part) is not None


@cache
def _known(kind: str) -> frozenset[str]:
    return frozenset(read_data("credentials.toml")["placeholders"][kind])


@cache
def _vocabulary() -> frozenset[str]:
    return _known("words") | _known("key_words") | _known("nouns") | _known("phrase")


@cache
def _long() -> frozenset[str]:
    """Words that may be recognised run together: short ones would turn up in letters drawn by lot."""
    return frozenset(word for word in _vocabulary() if len(word) >= 3) | {"my"}
