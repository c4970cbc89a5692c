"""Commands of a shell: those that send requests, those that print, those that run others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from itertools import pairwise, zip_longest

from sendcloud_lint.analysis import calls, commandline, curl_variables, encodings, files, heap, names, scratch, texts
from sendcloud_lint.analysis.clients import RESPONSE
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine, Passed
from sendcloud_lint.analysis.models import Model, model
from sendcloud_lint.analysis.requests import record
from sendcloud_lint.analysis.responses import answer, look
from sendcloud_lint.analysis.showing import SCREENS, is_told, printed, show
from sendcloud_lint.knowledge.commands import Command, Wrapper, known_commands, known_wrappers
from sendcloud_lint.model.document import Scalar
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Definition,
    Encoded,
    Known,
    Unknown,
    Value,
    alternatives,
    choose,
    likely,
    pieces_of,
)
from sendcloud_lint.model.written import Written

# The keyword under which a reader hands over what comes in.
STDIN = "<"
# The keyword under which `timeout 10 curl` says that it ends what it runs.
TIMEOUT = "timeout"
_FILE = Unknown("what a file holds")
_ASSIGNMENT = expression(r"([A-Za-z_]\w*)=")
_ITEM = expression(r"([^:=@]+)(:=@|=@|==|:=|=|:|@)")
_RUNS_TEXT = expression("-[a-z]*c")
# The options of ssh that take the next word.
_SSH_VALUES = "BbcDEeFIiJLlmOopQRSWw"
_NO = ("no", "false", "off", "0")
_METHOD = expression(r"[A-Za-z]+")
# An option of a file of curl's, up to its value.
_OPTION = expression(r"\s*-{0,2}([A-Za-z][\w.-]*)(?:\s*[=:]\s*|\s+|$)")
_DIRECTIVE = expression(r"%[-+ #0]*(?:[1-9]\d*)?(?:\.\d+)?[a-zA-Z%]")


@dataclass(slots=True)
class _Line:
    """A command's words, sorted: values of options by slot, flags that were given, and what else stands there."""

    slots: dict[str, list[Passed]] = field(default_factory=dict)
    flags: dict[str, Passed] = field(default_factory=dict)
    words: list[Passed] = field(default_factory=list)

    def add(self, slot: str, option: Passed, value: Value, at: Place) -> None:
        self.slots.setdefault(slot, []).append(Passed(value, option.place, at))

    def all(self, *slots: str) -> Iterator[Passed]:
        for slot in slots:
            yield from self.slots.get(slot, ())

    def last(self, slot: str) -> Passed | None:
        return next(reversed(self.slots.get(slot, [])), None)


def _lines(known: Command, words: tuple[Passed, ...]) -> Iterator[_Line]:
    """A command's words read as its options and arguments; curl's `--next` begins anew."""
    line, rest = _Line(), iter(words)
    for word in rest:
        start = texts.leading(_pieces(word.value))[0]
        if start == "--":
            line.words.extend(rest)
        elif start.startswith("--"):
            _long_option(known, line, word, start, rest)
        elif start.startswith("-") and len(start) > 1:
            _short_options(known, line, word, start, rest)
        else:
            line.words.append(word)
        if "next" in line.flags:
            yield line
            line = _Line()
    yield line


def _pieces(value: Value) -> tuple[Value, ...]:
    return pieces_of(likely(value))


def _long_option(known: Command, line: _Line, word: Passed, start: str, rest: Iterator[Passed]) -> None:
    name, equals, _ = start.partition("=")
    slot = known.options.get(name)
    if slot is None:
        _set_flag(known, line, name, word)
    elif equals:
        line.add(slot, word, texts.after(word.value, len(name) + 1), word.at)
    else:
        _add_next(line, slot, word, rest)


def _short_options(known: Command, line: _Line, word: Passed, start: str, rest: Iterator[Passed]) -> None:
    """`-sSfd value` and `-dvalue`: flags, until one takes what is left of the word, or the next one."""
    for index, letter in enumerate(start[1:], 1):
        slot = known.options.get(f"-{letter}")
        if slot is None:
            _set_flag(known, line, f"-{letter}", word)
            continue
        value = texts.after(word.value, index + 1)
        if texts.constant(value) == "":
            _add_next(line, slot, word, rest)
        else:
            line.add(slot, word, value, word.at)
        return


def _add_next(line: _Line, slot: str, option: Passed, rest: Iterator[Passed]) -> None:
    value = next(rest, None)
    if value is not None:
        line.add(slot, option, value.value, value.at)


def _set_flag(known: Command, line: _Line, name: str, word: Passed) -> None:
    if name in known.flags:
        line.flags[known.flags[name]] = word


# Requests

Layer = dict[str, Passed]


def _send(machine: Machine, known: Command, name: str, arguments: Arguments, place: Place) -> Value:
    """A run of a program that sends requests: one for each of its URLs."""
    trace(machine, arguments)
    made: Value = RESPONSE
    words = arguments.positional
    if known.style == "curl":
        words = tuple(curl_variables.filled(machine, words, _held))
    for line in _lines(known, words):
        _take_config(machine, known, line, arguments)
        urls, layers = _STYLES[known.style](machine, line, arguments)
        limit = arguments.get(None, TIMEOUT)
        layers += (
            [{"timeout": limit}] if limit is not None else [{"timeout": _limit(one)} for one in line.all("timeout")]
        )
        layers += [{"retries": _tries(one, known)} for one in line.all("retries")]
        is_open = arguments.open or any(line.all("config", "expanded"))
        for url in urls:
            whole = _with_scheme(url.value, name, line)
            if record(machine, layers, whole, f"command.{name}", is_open, place):
                made = answer(machine, layers, whole, place)
                if known.style != "curl" or is_open or _is_kept(line, arguments) or _tells(line):
                    look(machine, made)
    return made


def _limit(passed: Passed) -> Passed:
    """Nought is no limit."""
    return replace(passed, value=Known(None)) if texts.constant(passed.value) in ("0", "inf") else passed


def _tries(passed: Passed, known: Command) -> Passed:
    """curl says how often it tries again, wget how often it tries, and nought for without end."""
    if known.style == "wget":
        return replace(passed, value=Known(value=texts.constant(passed.value) != "1"))
    return replace(passed, value=Known(0)) if texts.constant(passed.value) == "0" else passed


def _is_kept(line: _Line, arguments: Arguments) -> bool:
    """Whether the answer goes into a file, where something may look at it."""
    redirected = arguments.value(None, ">")
    targets = [passed.value for passed in line.all("output")] + ([redirected] if redirected is not None else [])
    return any(texts.text_constant(target) not in ("/dev/null", "-", *SCREENS) for target in targets)


def _tells(line: _Line) -> bool:
    """Whether curl says by its exit status, or by what it writes, how a request went."""
    written = [texts.constant(passed.value) for passed in line.all("written")]
    return "fails" in line.flags or any(text is None or "_code" in text for text in written)


def _with_scheme(url: Value, name: str, line: _Line) -> Value:
    """Without a scheme these programs speak plain HTTP, unless an option says what else."""
    start, _ = texts.leading(pieces_of(url))
    if not start or "://" in start:
        return url
    told = next((passed.value for passed in line.all("scheme")), None)
    if told is not None:
        return texts.concat([told, Known(Written("://")), url])
    scheme = "https://" if name in ("https", "xhs") else "http://"
    return texts.concat([Known(Written(scheme), texts.origins(url)[:1]), url])


def _curl(machine: Machine, line: _Line, arguments: Arguments) -> tuple[list[Passed], list[Layer]]:
    body = "query" if "query_body" in line.flags else "body"
    layers = [*_common(machine, line), *_curl_data(machine, line, arguments, body)]
    layers += [{"json": replace(passed, value=_or_file(machine, passed, arguments))} for passed in line.all("json")]
    layers += [{"query": passed} for passed in line.all("query")]
    fields = [*line.all("multipart", "multipart_text")]
    if fields:
        layers.append({"multipart": Passed(_pairs(machine, fields, _multipart_value), fields[0].place, fields[0].at)})
    has_body = body == "body" and any(line.all("body", "raw", "encoded", "json", "multipart", "multipart_text"))
    default = "HEAD" if "head" in line.flags else "POST" if has_body else "GET"
    return [*line.words, *line.all("url")], _with_method(layers, line, default, arguments)


def _curl_data(machine: Machine, line: _Line, arguments: Arguments, slot: str) -> Iterator[Layer]:
    for passed in line.all("body"):
        yield {slot: replace(passed, value=_or_file(machine, passed, arguments))}
    for passed in line.all("raw"):
        yield {slot: passed}
    encoded = [*line.all("encoded")]
    if encoded:
        yield {slot: Passed(_pairs(machine, encoded, lambda value: value), encoded[0].place, encoded[0].at)}


def _or_file(machine: Machine, passed: Passed, arguments: Arguments) -> Value:
    """`@file` means the file's content, `@-` what comes in."""
    start, whole = texts.leading(pieces_of(passed.value))
    if not start.startswith("@"):
        return passed.value
    if whole and start == "@-":
        return texts.without_last_line_end(_standard_input(arguments))
    return texts.without_last_line_end(_held(machine, start[1:], passed.at)) if whole else _FILE


def _held(machine: Machine, path: str, place: Place) -> Value:
    """What a file holds that the script has written, or one of the project's."""
    written = scratch.held(machine, path)
    return written if written is not None else files.content(machine, path, place) or _FILE


def _take_config(machine: Machine, known: Command, line: _Line, arguments: Arguments) -> None:
    """`-K file`: the options of a file of settings, one a line. A file that is not the project's stays in its slot."""
    for passed in line.slots.pop("config", []):
        typed = arguments.value(None, STDIN)
        if texts.constant(passed.value) == "-" and typed is not None and texts.is_text(typed):
            _take_options(known, line, passed, typed)
            continue
        document = files.document_at(machine, texts.constant(passed.value) or "")
        if document is None:
            line.slots.setdefault("config", []).append(passed)
            continue
        path, content = document
        for pair in content.root.pairs:
            name = pair.name.lstrip("-")
            option = f"--{name}" if len(name) > 1 else f"-{name}"
            where = Place(path, pair.name_span)
            if isinstance(pair.value, Scalar) and option in known.options:
                at = Place(path, pair.value.span)
                value = Known(pair.value.text, (at,))
                line.slots.setdefault(known.options[option], []).append(Passed(value, where, at))
            else:
                _set_flag(known, line, option, Passed(Known(value=True), where, where))


def _take_options(known: Command, line: _Line, passed: Passed, typed: Value) -> None:
    """Options that come in, one a line."""
    for written in texts.split(pieces_of(typed), "\n"):
        whole = texts.concat(written)
        match = _OPTION.match(texts.leading(pieces_of(whole))[0])
        if match is None:
            continue
        option = f"--{match[1]}" if len(match[1]) > 1 else f"-{match[1]}"
        quoted = texts.split(pieces_of(whole), '"', 2)
        value = texts.concat(quoted[1]) if len(quoted) == 3 else texts.after(whole, match.end())
        at = _place_of(whole, passed.at)
        if option in known.options:
            line.slots.setdefault(known.options[option], []).append(Passed(value, at, at))
        else:
            _set_flag(known, line, option, Passed(Known(value=True), at, at))


def _standard_input(arguments: Arguments) -> Value:
    return arguments.value(None, STDIN) or Unknown("what comes in")


def _multipart_value(value: Value) -> Value:
    return _FILE if texts.leading(pieces_of(value))[0].startswith(("@", "<")) else value


def _pairs(machine: Machine, fields: list[Passed], change: Callable[[Value], Value]) -> Value:
    """`name=value` words as a list of pairs; of a word without a name nothing is known."""
    rows: list[Value] = []
    is_open = False
    for passed in fields:
        name, *value = texts.split(_pieces(passed.value), "=", 1)
        text, whole = texts.leading(name)
        if not whole or not text:
            is_open = True
        elif value:
            rows.append(_row(machine, texts.concat(name), change(texts.concat(value[0]))))
        elif "@" in text:
            name_, _, path = text.partition("@")
            value_ = texts.without_last_line_end(_held(machine, path, passed.at))
            rows.append(_row(machine, Known(Written(name_), texts.origins(passed.value)), value_))
    return machine.allocate(heap.items("list", tuple(rows), is_open))


def _row(machine: Machine, name: Value, value: Value) -> Value:
    return machine.allocate(heap.Items("tuple", (name, value)))


def _common(machine: Machine, line: _Line) -> Iterator[Layer]:
    """Headers, cookies and authentication."""
    headers = [*line.all("header")]
    if headers:
        yield {"headers": Passed(_named(machine, headers, ":"), headers[0].place, headers[0].at)}
    for passed in line.all("cookie"):
        values = map(texts.concat, texts.split(_pieces(passed.value), ";"))
        parts = [replace(passed, value=value) for value in values]
        yield {"cookies": replace(passed, value=_named(machine, parts, "="))}
    kinds = [texts.constant(passed.value) for passed in line.all("auth_kind")]
    if "bearer" in kinds or "bearer" in line.flags:
        line.slots.setdefault("bearer", []).extend(line.slots.pop("auth", []))
    for passed in line.all("bearer"):
        token = texts.concat([Known(Written("Bearer ")), passed.value])
        table = machine.allocate(heap.Table({"Authorization": Entry(token, passed.place)}))
        yield {"headers": replace(passed, value=table)}
    for passed in line.all("auth"):
        user, *key = texts.split(pieces_of(passed.value), ":", 1)
        secret = texts.concat(key[0]) if key else Unknown("asked for, or in the same variable")
        yield {"auth": replace(passed, value=_row(machine, texts.concat(user), secret))}
    if "unverified" in line.flags:
        yield {"verify": replace(line.flags["unverified"], value=Known(value=False))}
    for passed in line.all("verify"):
        if texts.constant(passed.value) in _NO:
            yield {"verify": replace(passed, value=Known(value=False))}
    user_option, password = line.last("user"), line.last("password")
    if user_option is not None or password is not None:
        pair = tuple(passed.value if passed is not None else Unknown("not given") for passed in (user_option, password))
        where = user_option or password
        assert where is not None
        yield {"auth": replace(where, value=_row(machine, *pair))}


def _named(machine: Machine, fields: list[Passed], separator: str) -> Value:
    """Headers or cookies by name. `@file`, and a word that is no pair, may hold any."""
    table = heap.Table()
    for passed in fields:
        name, *value = texts.split(_pieces(passed.value), separator, 1)
        text, whole = texts.leading(name)
        if whole and value:
            stripped = texts.stripped_left(value[0])
            table = heap.with_entry(table, text.strip(), Entry(stripped, passed.at))
        else:
            table = replace(table, open=True)
    return machine.allocate(table)


def _with_method(layers: list[Layer], line: _Line, default: str, arguments: Arguments) -> list[Layer]:
    told = line.last("method")
    nowhere = Place("", names.NOWHERE)
    is_open = arguments.open or bool(line.slots.get("config"))
    method = told or Passed(Unknown("a method") if is_open else Known(Written(default)), nowhere, nowhere)
    return [*layers, {"method": method}]


def _wget(machine: Machine, line: _Line, arguments: Arguments) -> tuple[list[Passed], list[Layer]]:
    layers = list(_common(machine, line))
    layers += [{"body": passed} for passed in line.all("raw")]
    layers += [
        {"body": replace(passed, value=_held(machine, texts.constant(passed.value) or "", passed.at))}
        for passed in line.all("file")
    ]
    if not line.slots.get("retries"):
        nowhere = Place("", names.NOWHERE)
        layers.append({"retries": Passed(Known(value=True), nowhere, nowhere)})
    default = "POST" if any(line.all("raw", "file")) else "GET"
    return line.words, _with_method(layers, line, default, arguments)


def _httpie(machine: Machine, line: _Line, arguments: Arguments) -> tuple[list[Passed], list[Layer]]:
    words = list(line.words)
    told = texts.constant(words[0].value) if words else None
    if told is not None and len(words) > 1 and _METHOD.fullmatch(told):
        line.slots["method"] = [words.pop(0)]
    if not words:
        return [], []
    url, *items = words
    layers = [*_common(machine, line), *_items(machine, line, items)]
    layers += [{"body": passed} for passed in line.all("raw")]
    layers += _typed(line, items, arguments)
    has_body = any(slot in layer for layer in layers for slot in ("json", "body", "multipart"))
    return [url], _with_method(layers, line, "POST" if has_body else "GET", arguments)


def _typed(line: _Line, items: list[Passed], arguments: Arguments) -> list[Layer]:
    """What comes in is the body, unless words make one; it is JSON if nothing else is said."""
    typed = arguments.get(None, STDIN)
    if typed is None or items or "ignores_input" in line.flags:
        return []
    if "form" in line.flags:
        return [{"body": typed}]
    return [{"json": typed}]


def _items(machine: Machine, line: _Line, items: list[Passed]) -> Iterator[Layer]:
    """httpie's words: `name=value` is a field, `name==value` a query's, `Name:value` a header; `@` means a file."""
    body = "multipart" if "multipart" in line.flags else "body" if "form" in line.flags else "json"
    rows: dict[str, list[Value]] = {}
    places: dict[str, Passed] = {}
    headers = heap.Table()
    is_open = False
    for item in items:
        match = _ITEM.match(texts.leading(_pieces(item.value))[0])
        if match is None:
            is_open = True
            continue
        name, value = Known(Written(match[1]), texts.origins(item.value)[:1]), texts.after(item.value, match.end())
        if match[2] == ":":
            headers = heap.with_entry(headers, match[1], Entry(value, item.at))
            continue
        slot = "query" if match[2] == "==" else body
        rows.setdefault(slot, []).append(_row(machine, name, _FILE if "@" in match[2] else value))
        places.setdefault(slot, item)
    if headers.entries or is_open:
        table = replace(headers, open=is_open)
        yield {"headers": Passed(machine.allocate(table), items[0].place, items[0].at)}
    for slot, pairs in rows.items():
        yield {slot: replace(places[slot], value=machine.allocate(heap.Items("list", tuple(pairs), is_open)))}


_STYLES: Mapping[str, Callable[[Machine, _Line, Arguments], tuple[list[Passed], list[Layer]]]] = {
    "curl": _curl,
    "wget": _wget,
    "httpie": _httpie,
}


# Printing


@model("command.echo")
def _echo(machine: Machine, arguments: Arguments, place: Place) -> Value:
    words = [passed.value for passed in arguments.positional]
    while words and re.fullmatch("-[neE]+", texts.constant(words[0]) or ""):
        words = words[1:]
    more = (Unknown("what is printed"),) if arguments.open else ()
    return scratch.kept(machine, arguments, texts.joined(Known(Written(" ")), [*words, *more]))


@model("command.printf")
def _printf(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """The format is used again as long as there are words."""
    template, *words = [passed.value for passed in arguments.positional] or [Unknown("a format")]
    directives = len(_DIRECTIVE.findall((texts.text_constant(template) or "").replace("%%", "")))
    if arguments.open or (words and not directives):
        return Unknown("what is printed")
    step = max(directives, 1)
    rounds = [words[at : at + step] for at in range(0, max(len(words), 1), step)]
    value = texts.concat([texts.percent(template, each, lambda name: Unknown("a name")) for each in rounds])
    return scratch.kept(machine, arguments, value)


@model("command.set")
def _set(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """`set -x` traces every command that follows, with its variables filled in, until `set +x`."""
    words = [texts.constant(passed.value) or "" for passed in arguments.positional]
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        is_trace = re.fullmatch(r"[-+][a-zA-Z]*x[a-zA-Z]*", word) is not None
        if is_trace or (word in ("-o", "+o") and following == "xtrace"):
            machine.traced = place if word.startswith("-") else None
    return Known(None)


def trace(machine: Machine, arguments: Arguments) -> None:
    """A command while the script is traced."""
    if machine.traced is not None:
        show(machine, arguments.all(), machine.traced, "the script's trace")


@model("command.print")
def _print(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """As ksh and zsh have it."""
    words = [passed for passed in arguments.positional if not (texts.constant(passed.value) or "").startswith("-")]
    return _echo(machine, replace(arguments, positional=tuple(words)), place)


@model("command.logger")
def _logger(machine: Machine, arguments: Arguments, place: Place) -> Value:
    show(machine, arguments.all(), place, "a log")
    return Known(None)


@model("command.tee")
def _tee(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """What comes in goes on, and into files, too."""
    value = _standard_input(arguments)
    for passed in arguments.positional:
        if is_told(passed.value):
            printed(machine, value, passed.value, place)
    return value


@model("command.base64")
def _base64(machine: Machine, arguments: Arguments, place: Place) -> Value:
    options = [texts.constant(passed.value) or "" for passed in arguments.positional]
    if any(not option.startswith("-") for option in options if not option.isdecimal()):
        return _FILE
    decodes = any(option == "--decode" or (option[1:].isalpha() and {"d", "D"} & {*option}) for option in options)
    value = _standard_input(arguments)
    return encodings.from_base64(value) if decodes else Encoded("base64", value)


@model("command.cat")
def _cat(machine: Machine, arguments: Arguments, place: Place) -> Value:
    paths = [texts.constant(passed.value) for passed in arguments.positional]
    held = _held(machine, paths[0], place) if len(paths) == 1 and paths[0] is not None else _FILE
    return scratch.kept(machine, arguments, held if paths else _standard_input(arguments))


# Running others


def _wrapped(machine: Machine, wrapper: Wrapper, arguments: Arguments, place: Place) -> Value:
    """`sudo -u mail curl …` runs curl; what stands before it is the wrapper's."""
    words, rest = wrapper.words, iter(arguments.positional)
    for word in rest:
        start, whole = texts.leading(pieces_of(word.value))
        assignment = _ASSIGNMENT.match(start)
        if assignment is not None:
            names.note(machine, assignment[1], texts.after(word.value, assignment.end()), word.at, None)
        elif start.startswith("-"):
            if start in wrapper.options:
                next(rest, None)
        elif words:
            words -= 1
        elif not whole:
            break
        else:
            function = names.lookup_command(machine, start.rpartition("/")[2])
            limit = {TIMEOUT: Passed(Known(1), place, place)} if wrapper.limits else {}
            inner = Arguments(tuple(rest), {**arguments.keywords, **limit}, arguments.open or wrapper.adds)
            return choose(tuple(calls.apply(machine, one, inner, word.at) for one in alternatives(function)))
    return Unknown("what another command prints")


@model("subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen",
       "asyncio.create_subprocess_exec")  # fmt: skip
def _subprocess(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """A program run by its words, in a list or one by one."""
    first = arguments.value(0, "args") or Unknown("a command")
    items = machine.items(first)
    if items is None and texts.is_text(first):
        _command_line(machine, first, arguments.get(None, "input"), place)
        return Unknown("a process")
    if items is not None:
        at = arguments.positional[0].at if arguments.positional else place
        words = tuple(Passed(word, _place_of(word, at), _place_of(word, at)) for word in items.elements)
    else:
        words = tuple(arguments.positional)
    name = (texts.constant(words[0].value) or "").rpartition("/")[2] if words else ""
    known = known_commands().get(name)
    if known is None:
        return Unknown("a process")
    typed = arguments.get(None, "input")
    keywords = {STDIN: typed} if typed is not None else {}
    limit = arguments.get(None, TIMEOUT)
    keywords |= {TIMEOUT: limit} if limit is not None else {}
    is_open = items.open if items is not None else arguments.open
    return _send(machine, known, name, Arguments(words[1:], keywords, is_open), place)


@model("os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "commands.getoutput",
       "commands.getstatusoutput", "asyncio.create_subprocess_shell")  # fmt: skip
def _system(machine: Machine, arguments: Arguments, place: Place) -> Value:
    line = arguments.value(0, "command") or arguments.value(None, "cmd") or Unknown("a command")
    for option in alternatives(line):
        _command_line(machine, option, None, place)
    return Unknown("a process")


def _command_line(machine: Machine, line: Value, typed: Passed | None, place: Place | None) -> Value:
    """A text that a shell runs: each command with what the one before it prints, if that is piped into it."""
    printed: Value = Unknown("what is printed")

    def variable(name: str) -> Value:
        return curl_variables.environment(machine, name, place or Place("", names.NOWHERE))

    for command in commandline.commands(line, variable):
        words = _without_assignments(command.words)
        if not words:
            continue
        at = place or _place_of(words[0], Place("", names.NOWHERE))
        name = (texts.constant(words[0]) or "").rpartition("/")[2]
        passed = tuple(Passed(word, _place_of(word, at), _place_of(word, at)) for word in words[1:])
        piped = Passed(printed, at, at) if command.piped else typed
        keywords = {STDIN: piped} if piped is not None else {}
        keywords |= {">": Passed(command.target, at, at)} if command.target is not None else {}
        printed = calls.apply(machine, _command(machine, name), Arguments(passed, keywords), at)
    return printed


def _command(machine: Machine, name: str) -> Value:
    if machine.frame.module.program.language == "shell":
        return names.lookup_command(machine, name)
    return Definition("outside", f"command.{name}")


def _without_assignments(words: list[Value]) -> list[Value]:
    """The words after `NAME=value`, which is a variable of the command's."""
    for index, word in enumerate(words):
        if not _ASSIGNMENT.match(texts.leading(pieces_of(word))[0]):
            return words[index:]
    return []


# Programs that run a script


@model("command.sh", "command.bash", "command.dash", "command.zsh", "command.ksh", "command.ash")
def _shell(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """`sh -c "…"`, or a script that comes in."""
    words = arguments.positional
    for option, script in pairwise(words):
        if _RUNS_TEXT.fullmatch(texts.constant(option.value) or ""):
            return _run_text(machine, script.value, arguments.get(None, STDIN), place)
    if all((texts.constant(word.value) or "").startswith("-") for word in words):
        return _run_standard_input(machine, arguments, place)
    return Unknown("what a script prints")


@model("command.eval")
def _eval(machine: Machine, arguments: Arguments, place: Place) -> Value:
    line = texts.joined(Known(Written(" ")), [passed.value for passed in arguments.positional])
    return _run_text(machine, line, arguments.get(None, STDIN), place)


@model("command.ssh")
def _ssh(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """`ssh -p 22 host "…"`, or a script that comes in."""
    rest = iter(arguments.positional)
    for word in rest:
        start = texts.constant(word.value) or ""
        if not start.startswith("-"):
            break
        if len(start) == 2 and start[1] in _SSH_VALUES:
            next(rest, None)
    words = [passed.value for passed in rest]
    if not words:
        return _run_standard_input(machine, arguments, place)
    return _run_text(machine, texts.joined(Known(Written(" ")), words), arguments.get(None, STDIN), place)


@model("command.su")
def _su(machine: Machine, arguments: Arguments, place: Place) -> Value:
    words = arguments.positional
    for option, script in pairwise(words):
        if texts.constant(option.value) in ("-c", "--command"):
            return _run_text(machine, script.value, arguments.get(None, STDIN), place)
    return Unknown("what another user's shell prints")


def _run_standard_input(machine: Machine, arguments: Arguments, place: Place) -> Value:
    typed = arguments.value(None, STDIN)
    return _run_text(machine, typed, None, None) if typed is not None else Unknown("what a shell prints")


def _run_text(machine: Machine, line: Value, typed: Passed | None, place: Place | None) -> Value:
    """A script in a text. Without a place of its own each command stands where its name does."""
    if not texts.is_text(likely(line)):
        return Unknown("what an unknown script prints")
    return choose(tuple(_command_line(machine, option, typed, place) for option in alternatives(line)))


@model("shlex.split")
def _shell_words(machine: Machine, arguments: Arguments, place: Place) -> Value:
    line = arguments.value(0, "s") or Unknown("a command")
    if not texts.is_text(line):
        return Unknown("the words of a text")
    words = tuple(word for command in commandline.commands(line) for word in command.words)
    return machine.allocate(heap.items("list", words))


def _place_of(word: Value, otherwise: Place) -> Place:
    return next(iter(texts.origins(word)), otherwise)


def _sender(known: Command, name: str) -> Model:
    return lambda machine, arguments, place: _send(machine, known, name, arguments, place)


def _runner(wrapper: Wrapper) -> Model:
    return lambda machine, arguments, place: _wrapped(machine, wrapper, arguments, place)


for _name, _known in known_commands().items():
    model(f"command.{_name}")(_sender(_known, _name))
for _name, _wrapper in known_wrappers().items():
    model(f"command.{_name}")(_runner(_wrapper))
