"""Formats of settings: texts of each, and what the format's own library makes of them."""

from __future__ import annotations

import ast
import configparser
import io
import json
import netrc
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as Folder
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape

import hcl2
import javaproperties
import yaml
from dotenv import dotenv_values
from hcl2.utils import SerializationOptions
from hypothesis import strategies as st

from sendcloud_lint.model.document import Document
from sendcloud_lint.readers import crontab, curlrc, dotenv, hcl, ini, properties, toml, xml
from sendcloud_lint.readers import json as json_reader
from sendcloud_lint.readers import netrc as netrc_reader
from sendcloud_lint.readers import yaml as yaml_reader
from tests.readers.flattened import Path, Values

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class Format:
    """A reader; texts of its format; what the reference library makes of a text, of one value and of one name."""

    read: Callable[[str], Document]
    texts: st.SearchStrategy[str]
    load: Callable[[str], Any]
    value: Callable[[str], Any]
    name: Callable[[str], str]
    # Many values; one value of so many characters; so many levels, whole and cut short.
    many: Callable[[int], str]
    wide: Callable[[int], str]
    deep: tuple[Callable[[int], str], ...]
    # Whether what was written can be read without what follows it.
    is_alone: Callable[[str], bool] = bool


# What libraries return, flattened


class Named(list[tuple[str, Any]]):
    """Values with names, of which some may be the same."""


def of_data(data: Any, path: Path = ()) -> Values:
    """What a library returned, as a document has it: scalars as they were written. Of equal names the first counts."""
    if isinstance(data, Named):
        named = reversed(data)
        return {key: text for name, value in named for key, text in of_data(value, (*path, name)).items()}
    if isinstance(data, dict):
        return {key: text for name, value in data.items() for key, text in of_data(value, (*path, name)).items()}
    if isinstance(data, list):
        return {key: text for index, value in enumerate(data) for key, text in of_data(value, (*path, index)).items()}
    return {path: word(data)}


def word(scalar: Any) -> str:
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    return "" if scalar is None else str(scalar)


# Texts of each format

characters = st.one_of(
    st.sampled_from([*"abAB09 .-_=:#;!,[]{}'\"\\/$%&*@|>?\t\n\r\f\0", "é", "值", "\u2028", "\x85", "😀", "\ufeff"]),
    st.characters(codec="utf-8"),
)
texts = st.text(characters, max_size=12)
# A name of an object may be empty, and then it can't be told from the name of what has none.
names = st.text(characters, min_size=1, max_size=8)
scalars = st.one_of(texts, st.integers(-(10**9), 10**9), st.booleans())


def nested(leaf: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    inner = st.recursive(
        leaf,
        lambda part: st.one_of(st.lists(part, max_size=4), st.dictionaries(names, part, max_size=4)),
        max_leaves=12,
    )
    return st.dictionaries(names, inner, max_size=5)


@st.composite
def json_texts(draw: st.DrawFn) -> str:
    data = draw(nested(st.one_of(scalars, st.none(), st.floats(allow_nan=False, allow_infinity=False))))
    indent = draw(st.sampled_from([None, 0, 2, "\t"]))
    return json.dumps(data, indent=indent, ensure_ascii=draw(st.booleans()))


def load_json(text: str) -> Any:
    return json.loads(text, parse_int=str, parse_float=str)


def toml_string(draw: st.DrawFn, text: str) -> str:
    """In one of the kinds of quotes that can hold the text."""
    kinds = [json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")]
    if not set(text) & {"'", *map(chr, range(32)), "\x7f"}:
        kinds += [f"'{text}'", f"'''{text}'''", f"'''\n{text}'''"]
    if not set(text) & {'"', "\\", *map(chr, set(range(32)) - {9, 10}), "\x7f"}:
        kinds += [f'"""{text}"""', f'"""\n{text}"""', f'"""\\\n  {text}"""']
    return draw(st.sampled_from(kinds))


def toml_key(draw: st.DrawFn, name: str) -> str:
    if name.isascii() and name.replace("-", "").replace("_", "").isalnum() and draw(st.booleans()):
        return name
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_inline(draw: st.DrawFn, value: Any) -> str:
    match value:
        case dict():
            pairs = [f"{toml_key(draw, name)} = {toml_inline(draw, each)}" for name, each in value.items()]
            return "{" + ", ".join(pairs) + "}"
        case list():
            return "[" + "".join(f"{toml_inline(draw, each)}, # ]\n" for each in value) + "]"
        case str():
            return toml_string(draw, value)
        case _:
            return word(value)


def toml_table(draw: st.DrawFn, table: dict[str, Any], keys: tuple[str, ...], dotted: str = "") -> list[str]:
    """The lines of a table: first its own values, inline or with dotted keys, then its tables."""
    lines, later = [], []
    for name, value in table.items():
        key = toml_key(draw, name)
        kind = draw(st.sampled_from(["inline", "dotted", "table"]))
        if isinstance(value, dict) and value and kind == "dotted":
            lines += toml_table(draw, value, (), f"{dotted}{key}.")
        elif isinstance(value, dict) and kind == "table" and not dotted:
            later += toml_section(draw, "[{}]", value, (*keys, key))
        elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value) and not dotted:
            later += [line for each in value for line in toml_section(draw, "[[{}]]", each, (*keys, key))]
        else:
            lines.append(f"{dotted}{key} = {toml_inline(draw, value)} # = [")
    return lines + later


def toml_section(draw: st.DrawFn, header: str, table: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    return [header.format(" . ".join(keys)), *toml_table(draw, table, keys)]


@st.composite
def toml_texts(draw: st.DrawFn) -> str:
    data = draw(nested(scalars))
    end = draw(st.sampled_from(["\n", "\n\n", "\r\n"]))
    return end.join(toml_table(draw, data, ())) + end


def load_toml(text: str) -> Any:
    return tomllib.loads(text, parse_float=str)


def toml_name(written: str) -> str:
    (name,) = tomllib.loads(f"{written} = 1")
    return str(name)


def is_ini_value(text: str) -> bool:
    """Whether configparser has it as others do: no comment after it, no quotes around it."""
    quoted = len(text.strip()) > 1 and text.strip()[0] == text.strip()[-1] in "'\""
    return not quoted and not any(a.isspace() and b in "#;" for a, b in zip(f" {text}", text, strict=False))


ini_names = st.text(st.sampled_from("abAB.-_ é值"), min_size=1).map(str.strip).filter(bool)
ini_sections = st.text(st.sampled_from('abAB.-_ "é值/[:='), min_size=1).filter(lambda name: name != "DEFAULT")
ini_values = st.text(characters, max_size=12).map(lambda text: text.strip()).filter(is_ini_value)


@st.composite
def ini_texts(draw: st.DrawFn) -> str:
    data = draw(st.dictionaries(ini_sections, st.dictionaries(ini_names, ini_values, max_size=4), max_size=4))
    stream = io.StringIO()
    parser = ini_parser()
    parser.read_dict(data)
    parser.write(stream, space_around_delimiters=draw(st.booleans()))
    text = stream.getvalue().replace("\r", "")
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))


def ini_parser() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    return parser


def load_ini(text: str) -> Any:
    parser = ini_parser()
    parser.read_file(io.StringIO(text, newline=None))
    return {name: {key: value.strip() for key, value in parser.items(name)} for name in parser.sections()}


def ini_value(written: str) -> str:
    return str(load_ini(f"[s]\nx = {written}\n")["s"]["x"])


properties_texts = st.builds(
    lambda data, end, separator: javaproperties.dumps(data, separator=separator, timestamp=False).replace("\n", end),
    st.dictionaries(texts, texts, max_size=5),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["=", ":", " ", " = ", "\t:\\\n "]),
)


def properties_name(written: str) -> str:
    (name,) = javaproperties.loads(f"{written}=x")
    return name


dotenv_values_written = st.one_of(
    st.text("abAB09.-_é值", max_size=8),
    texts.map(lambda text: "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"),
    texts.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'),
)
dotenv_texts = st.dictionaries(st.text("abAB_", min_size=1), dotenv_values_written, max_size=5).map(
    lambda data: "".join(f"{name}={value} # comment\n" for name, value in data.items())
)


def load_dotenv(text: str) -> Any:
    return dotenv_values(stream=io.StringIO(text, newline=""), interpolate=False)


yaml_texts = st.builds(
    lambda data, flow, width, wide: yaml.safe_dump(
        data, default_flow_style=flow, default_style=width[1], width=width[0], allow_unicode=wide
    ),
    nested(scalars),
    st.sampled_from([True, False, None]),
    st.tuples(st.sampled_from([4, 80]), st.sampled_from([None, "'", '"', "|", ">"])),
    st.booleans(),
)


def load_yaml(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


# What is no literal, as the library writes it.
hcl_references = st.sampled_from(["var.a", "data.a.b[0].c", "max(1, 2)", "var.a == null ? 1 : 2"])
hcl_names = st.text("abAB_", min_size=1, max_size=4)
hcl_values = st.recursive(
    st.one_of(scalars, st.none(), hcl_references.map(lambda text: (text,))),
    lambda part: st.one_of(st.lists(part, max_size=4), st.dictionaries(names, part, max_size=4)),
    max_leaves=8,
)


def hcl_string(text: str) -> str:
    """In quotes, with nothing to be filled in."""
    written = json.dumps(text, ensure_ascii=False).replace("{", "\\u007b")
    return re.sub(
        r"\\(?:b|f|.)", lambda escape: {r"\b": r"\u0008", r"\f": r"\u000c"}.get(escape[0], escape[0]), written
    )


def hcl_key(draw: st.DrawFn, name: str) -> str:
    is_word = name.isascii() and name.isalpha() and name not in ("true", "false", "null", "if", "in", "for")
    return name if is_word and draw(st.booleans()) else hcl_string(name)


def hcl_expression(draw: st.DrawFn, value: Any) -> str:
    match value:
        case (reference,) if isinstance(value, tuple):
            return str(reference)
        case dict():
            end, sign = draw(st.sampled_from([", ", "\n", " # }\n"])), draw(st.sampled_from([" = ", " : ", "="]))
            pairs = (hcl_key(draw, name) + sign + hcl_expression(draw, each) for name, each in value.items())
            return "{" + end.join(pairs) + "}"
        case list():
            return "[" + "".join(f"{hcl_expression(draw, each)}, # ]\n" for each in value) + "]"
        case str():
            return hcl_string(value)
        case _:
            return word(value) or "null"


def hcl_body(draw: st.DrawFn, levels: int) -> list[str]:
    lines = []
    for name in draw(st.lists(hcl_names, unique=True, max_size=4)):
        if not levels or draw(st.booleans()):
            lines.append(f"{name} = {hcl_expression(draw, draw(hcl_values))} // = {{")
            continue
        for _ in range(draw(st.integers(1, 2))):
            labels = "".join(f" {hcl_string(label)}" for label in draw(st.lists(names, max_size=2)))
            lines += [f"{name}{labels} {{ # {{", *hcl_body(draw, levels - 1), "}"]
    return lines


@st.composite
def hcl_texts(draw: st.DrawFn) -> str:
    return "".join(f"{line}\n" for line in hcl_body(draw, 2)).replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


HCL_OPTIONS = SerializationOptions(with_comments=False, strip_string_quotes=True)


def load_hcl(text: str) -> Any:
    return with_blocks(hcl2.loads(text, serialization_options=HCL_OPTIONS))


def with_blocks(data: Any) -> Any:
    """Each block for itself, under its type."""
    if isinstance(data, list):
        return [with_blocks(each) for each in data]
    if not isinstance(data, dict):
        return data
    named = Named()
    for name, value in data.items():
        are_blocks = isinstance(value, list) and bool(value) and all(map(is_block, value))
        named += [(name, with_blocks(each)) for each in (value if are_blocks else [value]) if name != "__is_block__"]
    return named


def is_block(data: Any) -> bool:
    return isinstance(data, dict) and ("__is_block__" in data or any(map(is_block, data.values())))


LABELS = ["id", "name", "key", "class"]
XML_BLANKS = " \t\r\n"
xml_names = st.one_of(st.text("abAB_é值", min_size=1, max_size=4), st.sampled_from(LABELS))
xml_values = texts.filter(lambda text: re.search("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text) is None)


def xml_escaped(text: str) -> str:
    return escape(text, {'"': "&quot;", "'": "&#39;", "\r": "&#xD;"})


def xml_text(draw: st.DrawFn) -> str:
    text = draw(xml_values)
    kind = draw(st.sampled_from(["escaped", "CDATA", "with comments"]))
    if kind == "CDATA" and "]]>" not in text:
        return f"<![CDATA[{text}]]>"
    return xml_escaped(text).replace("B", "B<!-- <a> --><?a <b> ?>" if kind == "with comments" else "B")


def xml_element(draw: st.DrawFn, name: str, levels: int) -> str:
    values = draw(st.dictionaries(xml_names, xml_values, max_size=3))
    attributes = "".join(f"\n{each} = '{xml_escaped(text)}'" for each, text in values.items())
    inner = xml_text(draw)
    for child in draw(st.lists(xml_names, max_size=3)) if levels else ():
        inner += xml_element(draw, child, levels - 1) + xml_text(draw)
    return f"<{name}{attributes}>{inner}</{name} >" if inner else f"<{name}{attributes} />"


@st.composite
def xml_texts(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(["", "<?xml version='1.0'?>\n", "<!DOCTYPE a [<!-- ]> ' --><!ENTITY a ']>'>]>"]))
    return f"{head}{xml_element(draw, draw(xml_names), 3)}<!-- end -->\n"


def load_xml(text: str) -> Any:
    root = ElementTree.fromstring(text)
    return Named([*entities(text), (root.tag, of_element(root))])


def entities(text: str) -> list[tuple[str, str]]:
    """A document's own names for texts."""
    found: list[tuple[str, str]] = []
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = lambda name, is_parameter, value, *_: found.append((name, value))
    parser.Parse(text.encode(), True)
    return found


def of_element(element: ElementTree.Element) -> Any:
    inner = Named(of_text(element.text))
    for child in element:
        inner += [(child.tag, of_element(child)), *of_text(child.tail)]
    if not element.attrib and not len(element):
        return inner[0][1] if inner else ""
    for name, value in reversed(element.items() if len(element) else []):
        inner = Named([(value, inner)]) if name in LABELS and value else inner
    return Named([*element.items(), *inner])


def of_text(text: str | None) -> list[tuple[str, str]]:
    bare = (text or "").strip(XML_BLANKS)
    return [("value", bare)] if bare else []


def xml_value(written: str) -> str:
    if written[0] in "'\"":
        return ElementTree.fromstring(f"<a b={written}/>").attrib["b"]
    return (ElementTree.fromstring(f"<a>{written}</a>").text or "").strip(XML_BLANKS)


netrc_words = st.text("abAB09.-_@!$%^&*+=:;?/", min_size=1, max_size=8)
netrc_texts = st.builds(
    lambda data, end: "".join(
        f"machine {host}{end}" + "".join(f"  {name} {value}{end}" for name, value in fields.items()) + f"# a # b{end}"
        for host, fields in data.items()
    ),
    st.dictionaries(
        netrc_words,
        st.fixed_dictionaries({"password": netrc_words}, optional={"login": netrc_words, "account": netrc_words}),
        max_size=4,
    ),
    st.sampled_from(["\n", "\r\n"]),
)


def load_netrc(text: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Folder(folder, "netrc")
        path.write_text(text, encoding="utf-8", newline="")
        hosts = netrc.netrc(path).hosts
    fields = ("login", "account", "password")
    return {
        host: {name: value for name, value in zip(fields, found, strict=True) if value} for host, found in hosts.items()
    }


crontab_names = st.text("abAB_é", min_size=1, max_size=4)
crontab_texts = st.builds(
    lambda data, end: "".join(f" {name} = {value}{end}# a = b{end}*/5 * * * * a{end}" for name, value in data.items()),
    st.dictionaries(
        st.one_of(crontab_names, crontab_names.map(lambda name: f"'{name} b'")),
        st.one_of(st.text("abAB09#=%$ ", max_size=8), st.text("ab #=", max_size=8).map(lambda text: f'"{text}"')),
        max_size=4,
    ),
    st.sampled_from(["\n", "\r\n"]),
)


def load_crontab(text: str) -> Any:
    """There is no library: quotes around what an equals sign parts are no part of it."""
    lines = [line.strip().partition("=") for line in text.splitlines() if line.startswith(" ")]
    return {crontab_bare(name): crontab_bare(value) for name, _, value in lines}


def crontab_bare(written: str) -> str:
    bare = written.strip()
    return bare[1:-1] if bare[:1] in ("'", '"') else bare


CURLRC_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\v": "\\v"}


def curlrc_quoted(text: str) -> str:
    return '"' + "".join(CURLRC_ESCAPES.get(sign, sign) for sign in text) + '"'


curlrc_values = st.one_of(
    st.text("abAB09.-_@/é值", min_size=1, max_size=8),
    st.text("abAB09 =:#'\"\\\n\t\r\vé值", max_size=8).map(curlrc_quoted),
)
curlrc_texts = st.builds(
    lambda data, sign, end: "".join(f"{name}{sign}{value}{end}# a = b{end}silent{end}" for name, value in data.items()),
    st.dictionaries(st.sampled_from(["data", "url", "-H", "--max-time", "user-agent"]), curlrc_values),
    st.sampled_from([" = ", ": ", "=", " ", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
)


def load_curlrc(text: str) -> Any:
    """There is no library: a name, a sign and a value, which quotes make a text as Python has it."""
    options = [re.split("[ \t=:]+", line, maxsplit=1) for line in text.splitlines() if line[:1] not in ("", "#")]
    return {option[0]: curlrc_bare(option[1]) for option in options if len(option) > 1}


def curlrc_bare(written: str) -> str:
    return str(ast.literal_eval(written)) if written.startswith('"') else written


FORMATS = {
    "crontab": Format(
        read=crontab.read,
        texts=crontab_texts,
        load=load_crontab,
        value=crontab_bare,
        name=crontab_bare,
        many=lambda size: "A = 'b'\n# c\n@daily d\n" * size,
        wide=lambda size: " A = " + "b" * size,
        deep=(lambda size: "1 " * size, lambda size: "'" * size, lambda size: "@a" + " \\" * size),
    ),
    "curlrc": Format(
        read=curlrc.read,
        texts=curlrc_texts,
        load=load_curlrc,
        value=curlrc_bare,
        name=str,
        many=lambda size: "data = 'b'\n# c\nsilent\n-H \"d: e\"\n" * size,
        wide=lambda size: 'data = "' + "b" * size + '"\n',
        deep=(
            lambda size: 'data = "' * size,
            lambda size: 'data = "' + "\\" * size,
            lambda size: "data" + " " * size,
            lambda size: "-" * size,
            lambda size: "a= " * size,
        ),
    ),
    "dotenv": Format(
        read=dotenv.read,
        texts=dotenv_texts,
        load=load_dotenv,
        value=lambda written: load_dotenv(f"x={written}")["x"],
        name=lambda written: next(iter(load_dotenv(f"{written}=x"))),
        many=lambda size: "A='b' # c\n" * size,
        wide=lambda size: "A='" + "b" * size + "'",
        deep=(),
    ),
    "HCL": Format(
        read=hcl.read,
        texts=hcl_texts(),
        load=load_hcl,
        value=lambda written: load_hcl(f"x = {written}\n")[0][1],
        name=lambda written: load_hcl(f"x = {{ {written} = 1 }}\n")[0][1][0][0],
        many=lambda size: 'a "b" {\n  c = "d" # e\n  f = g(h)\n}\n' * size,
        wide=lambda size: 'a = "' + "\\n" * (size // 2) + '"\n',
        deep=(
            lambda size: "a {\n" * size + "}\n" * size,
            lambda size: "a {\n" * size,
            lambda size: "a = " + "{b = " * size + "1" + "}" * size,
            lambda size: "a = " + "[" * size + "]" * size,
            lambda size: "a = " + "f({b = [" * size,
            lambda size: "a = " + "(" * size + ")" * size,
            lambda size: "a = " + '"${' * size + "b" + '}"' * size,
            lambda size: 'a = "${\n' * size + '"b\n',
            lambda size: "a = <<B\n" * size,
            lambda size: "".join(f"a = <<B{number}\n" for number in range(size)),
            lambda size: "([{" * size + ")]}" * size,
            lambda size: 'a "b" ' * size + "{",
            lambda size: '"' * size,
            lambda size: "/*" * size,
            lambda size: "}" * size,
        ),
    ),
    "INI": Format(
        read=ini.read,
        texts=ini_texts(),
        load=load_ini,
        value=ini_value,
        name=str,
        many=lambda size: "[a]\nb = 'c' ; d\n e\n\n" * size,
        wide=lambda size: "[a]\nb = " + "c# " * (size // 3),
        deep=(
            lambda size: "[" * size,
            lambda size: "[" + "] " * size,
            lambda size: "a = " + "b # " * size,
            lambda size: "a\n" + " b\n\n" * size,
        ),
    ),
    "JSON": Format(
        read=json_reader.read,
        texts=json_texts(),
        load=load_json,
        value=load_json,
        name=json.loads,
        many=lambda size: "[" + '{"a": "b"}, // c\n' * size + "]",
        wide=lambda size: '{"a": "' + "\\n" * (size // 2) + '"}',
        deep=(
            lambda size: "[" * size + "]" * size,
            lambda size: '{"a":' * size + "1" + "}" * size,
            lambda size: '{"a":[' * size,
            lambda size: "]" * size,
            lambda size: "[" * size + "}" * size,
            lambda size: '{"a":' * size + "]" * size,
            lambda size: '"\\"' * size,
            lambda size: '"\\\n' * size,
            lambda size: "/*" * size,
            lambda size: "'" * size + '"\\',
        ),
    ),
    "netrc": Format(
        read=netrc_reader.read,
        texts=netrc_texts,
        load=load_netrc,
        value=str,
        name=str,
        many=lambda size: "machine a login b password c # d\n" * size,
        wide=lambda size: "machine a password " + "b" * size,
        deep=(
            lambda size: "machine " * size,
            lambda size: "login " * size,
            lambda size: '"' * size,
            lambda size: "\\" * size,
            lambda size: "macdef a\n" * size,
            lambda size: "# " * size,
        ),
    ),
    "properties": Format(
        read=properties.read,
        texts=properties_texts,
        load=javaproperties.loads,
        value=lambda written: javaproperties.loads(f"x={written}")["x"],
        name=properties_name,
        many=lambda size: "a.b = c\\\n  d\n# e\n" * size,
        wide=lambda size: "a = " + "\\u0062" * (size // 6),
        deep=(lambda size: "\\\n" * size, lambda size: "a" + " \\\n" * size, lambda size: "a=" + "\\\r" * size),
    ),
    "TOML": Format(
        read=toml.read,
        texts=toml_texts(),
        load=load_toml,
        value=lambda written: load_toml(f"x = {written}")["x"],
        name=toml_name,
        many=lambda size: "[a.b]\nc = 'd' # e\n[[f.g]]\nh.i = 1\n" * size,
        wide=lambda size: 'a = "' + "\\n" * (size // 2) + '"\n',
        deep=(
            lambda size: "a = " + "[" * size + "]" * size + "\n",
            lambda size: "a = " + "{b = " * size + "1" + "}" * size + "\n",
            lambda size: "a." * size + "b = 1\n",
            lambda size: "[" + "a." * size + "b]\nc = 1\n",
            lambda size: "a = " + "[" * size,
            lambda size: "a = [\n" * size,
        ),
    ),
    "XML": Format(
        read=xml.read,
        texts=xml_texts(),
        load=load_xml,
        value=xml_value,
        name=lambda written: xml_value(written) if written[0] in "'\"" else written,
        many=lambda size: "<a>" + '<b c="d">e</b><!-- f -->\n' * size + "</a>",
        wide=lambda size: '<a b="' + "&amp;" * (size // 5) + '"/>',
        deep=(
            lambda size: "<a>" * size + "</a>" * size,
            lambda size: "<a id='b'>" * size,
            lambda size: "".join(f"<a{number}>" for number in range(size)),
            lambda size: "<!--" * size,
            lambda size: "<![CDATA[" * size,
            lambda size: "<?" * size,
            lambda size: "<!DOCTYPE a [" * size,
            lambda size: "<" * size,
            lambda size: "</a>" * size,
            lambda size: "<a " + "b=" * size,
            lambda size: "<a " + "'\"" * size,
            lambda size: "<a" + " " * size,
            lambda size: "<a>" + "&a" * size,
        ),
    ),
    "YAML": Format(
        read=yaml_reader.read,
        texts=yaml_texts,
        load=load_yaml,
        is_alone=lambda written: written[:1] not in ("", "|", ">"),
        value=load_yaml,
        name=load_yaml,
        many=lambda size: "- a: b # c\n" * size,
        wide=lambda size: 'a: "' + "\\n" * (size // 2) + '"\n',
        deep=(
            lambda size: "[" * size + "]" * size,
            lambda size: "{a: " * size,
        ),
    ),
}
