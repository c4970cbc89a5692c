"""Kinds of files that hold code: how each is read, how code is written into it, and what is hard to read in it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import indent
from typing import Any

import yaml
from hypothesis import strategies as st

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Document, Trouble
from sendcloud_lint.readers import (
    bruno,
    cells,
    collections,
    conf,
    crontab,
    dockerfile,
    docstrings,
    files,
    groovy,
    hcl,
    http_files,
    ini,
    justfile,
    loose,
    makefile,
    markdown,
    notebook,
    python,
    scripts,
    shell,
    toml,
)
from sendcloud_lint.readers import json as json_reader
from sendcloud_lint.readers import text as notes
from sendcloud_lint.readers import yaml as yaml_reader
from sendcloud_lint.readers.embedded import Embedded, together
from sendcloud_lint.readers.unquoted import Unquote, unquoted
from tests.readers.code import python_texts, shell_lines, shell_texts, words


@dataclass(frozen=True)
class Held:
    """What was read, and the text that its places count in.

    `is_escaped` says that Python may stand there with quotes and backslashes that are another language's.
    """

    text: str
    python: p.Program | None = None
    script: p.Program | None = None
    settings: Document | None = None
    is_escaped: bool = False


@dataclass(frozen=True, repr=False)
class Place:
    """Where code may stand first: code that can, the text with it, and whether it stands there letter for letter."""

    codes: st.SearchStrategy[str]
    write: Callable[[str], str]
    is_verbatim: bool = True

    def __repr__(self) -> str:
        return repr(self.write("…"))


@dataclass(frozen=True, repr=False)
class Language:
    """`path` is a file's that is read so. `pieces` are what its grammar is made of."""

    path: str
    read: Callable[[str], Held]
    pieces: tuple[str, ...]
    # Many values; one value of so many characters; so many levels, whole and cut short.
    many: Callable[[int], str]
    wide: Callable[[int], str]
    deep: tuple[Callable[[int], str], ...]
    python: tuple[Place, ...] = ()
    shell: tuple[Place, ...] = ()

    def __repr__(self) -> str:
        return self.path


def texts(language: Language) -> st.SearchStrategy[str]:
    """Texts of a language: code where it may stand, and pieces of its grammar without sense."""
    places = [place.codes.map(place.write) for place in (*language.python, *language.shell)]
    pieces = st.lists(st.one_of(st.sampled_from(language.pieces), st.text(max_size=2)), max_size=20).map("".join)
    return st.lists(st.one_of(*places, pieces), min_size=1, max_size=3).map("\n".join)


# Reading


def of_python(text: str) -> Held:
    return Held(text, python=python.read(text)[0])


def of_shell(text: str) -> Held:
    return Held(text, script=shell.read(text)[0])


def of_embedded(text: str, read: Embedded) -> Held:
    return Held(text, read.python, read.script, read.settings)


def of_notebook(text: str) -> Held:
    found = cells.read(text)
    return Held(text) if isinstance(found, Trouble) else of_embedded(found.text, notebook.read(found))


def of_yaml(text: str) -> Held:
    document = yaml_reader.read(text)
    return Held(text, script=scripts.read(text, document, yaml_reader.script), settings=document)


def of_crontab(text: str) -> Held:
    return Held(text, script=shell.read(crontab.commands(text))[0], settings=crontab.read(text))


def of_scripts(text: str, document: Document) -> Held:
    return Held(text, script=scripts.read(text, document, unquoted), settings=document)


def of_files(text: str, document: Document, unquote: Unquote) -> Held:
    return Held(text, settings=files.read(text, document, unquote))


def of_collection(text: str) -> Held:
    document = json_reader.read(text)
    return Held(text, script=collections.read(text, document), settings=document)


def of_docstrings(text: str) -> Held:
    shown = [sample.shown for sample in docstrings.samples(text, python.read(text)[0])]
    return Held(
        text,
        together((one.python for one in shown if one.python is not None), "python"),
        together((one.script for one in shown if one.script is not None), "shell"),
        is_escaped=True,
    )


def of_handed_python(text: str) -> Held:
    script, _ = shell.read(text)
    return Held(text, together(script.inner, "python"), script, is_escaped=True)


# Writing


def indented(text: str, by: str) -> str:
    return indent(text, by, lambda line: True)


def book(*cells: str) -> str:
    written: list[Any] = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 2}, indent=1)


def printing(*lines: str) -> str:
    """A notebook whose only cell has printed these lines."""
    cell = {"cell_type": "code", "source": "", "outputs": [{"output_type": "stream", "text": [line]} for line in lines]}
    return json.dumps({"cells": [cell]})


def doubled(line: str, times: int) -> str:
    """A line about a number and the one before it, again and again."""
    return "".join(line.format(number, number - 1) for number in range(1, times))


def posted(items: list[Any]) -> str:
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    return json.dumps({"info": {"schema": schema}, "item": items})


def escaped(code: str) -> str:
    """As it is written between three double quotes."""
    return code.replace("\\", "\\\\").replace('"', '\\"')


def without(*signs: str) -> Callable[[str], bool]:
    return lambda code: not any(sign in code for sign in signs)


def begins(code: str) -> bool:
    """With a letter at the start of its first line: what blanks and comments mean there is the format's matter."""
    return code[:1].isalnum()


one_line = (
    shell_lines()
    .map(lambda line: line.rstrip("\n"))
    .filter(without("\n", "\r"))
    .filter(begins)
    .filter(lambda line: not line.endswith((" ", "\t", "\\")))
)
commands = (
    st.lists(words, min_size=1, max_size=3)
    .map(lambda ones: "/bin/p " + " ".join(ones))
    .filter(lambda one: not one.endswith(" "))
)
# A line that looks like one typed behind a prompt makes the others its answer.
PROMPT = re.compile(r"^[ \t]*(?:[$%#]|[\w.@~:/-]+[#$])[ \t]", re.MULTILINE)


def in_fences(code: str) -> bool:
    return without("```", "~~~", ">>>", "...", "<!--")(code) and PROMPT.search(code) is None


python_in_fences = python_texts.filter(in_fences)
shell_in_fences = shell_texts.filter(in_fences).filter(begins)
in_raw_docstrings = python_in_fences.filter(without('"""', "\r"))
several_lines = st.lists(one_line, min_size=1, max_size=3).map(lambda lines: "".join(f"{line}\n" for line in lines))
in_make = one_line.filter(without("#", "\\"))
in_just = without("{{", "\\")
in_settings = shell_texts.filter(without("{{", "$$")).filter(begins)
in_units = without("\n", "\r", " ;", " #", "\t;", "\t#", "{{", "$$")
in_json = without("{{", "$$", "\\", '"', "\t")
in_asciidoc = without("----", "\n#", "\n//", "\n[")
in_org = without("\n*", "\n#+", "\n,")
# A doubled dollar stands for one in files of compose.
in_yaml = without("{{", "{%", "$$", "\x85", "\u2028", "\u2029", "\ufeff")

LANGUAGES = {
    "Python": Language(
        path="mailer.py",
        read=of_python,
        pieces=(
            "a = 'x'\n", "if a:\n", "    ", "\t", "(", ")", "[", "{", "}", ":", "'", '"""', "f'{", "\\",
            "\n", "# ", "print 'a'\n",
        ),
        many=lambda size: "a = {'b': f('c')}  # d\n" * size,
        wide=lambda size: "a = '" + "\\n" * (size // 2) + "'\n",
        deep=(
            lambda size: "a = " + "(" * size + ")" * size,
            lambda size: "".join(" " * level + "if a:\n" for level in range(min(size, 300))) * (size // 300 + 1),
            lambda size: "a = " + "f(" * size,
            lambda size: "a = " + 'f"{' * size,
            lambda size: "print `a`, " + "(" * size,
            lambda size: "a" + ".b" * size,
            lambda size: "a = " + "'b' " * size,
        ),
        python=(Place(python_texts, str),),
    ),
    "shell": Language(
        path="send.sh",
        read=of_shell,
        pieces=(
            "curl ", "$(", ")", "`", "${A:-", "}", "'", '"', "\\", "\n", "<<EOF", "EOF\n", "if ", "fi\n",
            "&& ", "| ", "{{ a }}", "A=b ",
        ),
        many=lambda size: "curl -d \"a=$B\" 'c' # d\n" * size,
        wide=lambda size: "A='" + "b" * size + "'\n",
        deep=(
            lambda size: "$(" * size,
            lambda size: '"${A:-' * size,
            lambda size: "a\\ " * size,
            lambda size: '$"' * size,
        ),
        shell=(Place(shell_texts, str),),
    ),
    "notebook": Language(
        path="send.ipynb",
        read=of_notebook,
        pieces=(
            '{"cells": [', '{"cell_type": "code", ', '"source": "', "a = 'x'", "\\n", "\\ud800", '"}',
            "]}", "!curl a", "%env A=b", "%%bash\\n", '"outputs": [{"text": ["', "apiKey='b1c2'", '"]}], ',
        ),
        many=lambda size: book(*["a = 'b'\n"] * size),
        wide=lambda size: book("a = '" + "b" * size + "'\n"),
        deep=(
            lambda size: '{"cells": ' * size,
            lambda size: '{"cells": [{"source": ' + "[" * size + "]" * size + "}]}",
            lambda size: book("a = " + "(" * size + ")" * size),
            lambda size: book("!" * size, "%env A " * size, "a" + "?" * size),
            lambda size: book("%%bash\n" + "$(" * size),
            lambda size: '{"cells": [{"cell_type": "code", "source": "", "outputs": ' + '[{"text": ' * size,
            lambda size: printing(*["k='v w' x=yyyyyyyy\n"] * size),
            lambda size: printing("a.b-c='" * size),
        ),
        python=(
            Place(python_texts, lambda code: book(f"{code}\nb = 1", "b")),
            Place(python_texts, lambda code: book(f"%%time\n{code}\nb = 1")),
        ),
        shell=(Place(shell_texts.filter(begins), lambda code: book(f"%%bash\n{code}")),),
    ),
    "Markdown": Language(
        path="README.md",
        read=lambda text: of_embedded(text, markdown.read(text)),
        pieces=(
            "```python\n", "```\n", "~~~ sh\n", "~~~\n", "    ", "> ", "- ", "1. ", "a = 'x'\n", "<!--",
            "-->", "`", ">>> ", "$ ", "\n", "\r\n",
        ),
        many=lambda size: "- a\n\n  ```python\n  a = 'b'\n  ```\n" * size,
        wide=lambda size: "`" + "a" * size + "\n```sh\nA=" + "b" * size + "\n```\n",
        deep=(
            lambda size: "> " * size + "```python\n",
            lambda size: "".join(" " * level + "- a\n" for level in range(min(size, 300))) * (size // 300 + 1),
            lambda size: "```a\n~~~b\n" * size,
            lambda size: "".join("`" * (level % 300 + 3) + "\n" for level in range(size)),
            lambda size: "<!--" * size,
            lambda size: "```python\n" + "(" * size + "\n```\n",
        ),
        python=(
            Place(python_in_fences, lambda code: f"# A\n\n```python\n{code}```\n"),
            Place(python_in_fences, lambda code: f"~~~~ {{.py}}\r\n{code}~~~~\r\n"),
            Place(python_in_fences, lambda code: f"1. a\n\n   ```py\n{indented(code, '   ')}   ```\nb\n"),
        ),
        shell=(
            Place(shell_in_fences, lambda code: f"a\n```bash\n{code}```\n"),
            Place(shell_in_fences, lambda code: f"- a\n  ~~~sh title=b\n{indented(code, '  ')}  ~~~\n"),
        ),
    ),
    "reStructuredText": Language(
        path="README.rst",
        read=lambda text: of_embedded(text, markdown.read(text)),
        pieces=(
            ".. code-block:: python\n", ".. code:: sh\n", "   ", ":linenos:\n", "\n\n", "a = 'x'\n",
            "A\n=\n", "::\n", "\t",
        ),
        many=lambda size: ".. code-block:: python\n\n   a = 'b'\n\nc\n\n" * size,
        wide=lambda size: ".. code:: sh\n\n   A=" + "b" * size + "\n",
        deep=(
            lambda size: ".. code:: python\n" * size,
            lambda size: ".. code:: python\n" + "   :a:\n" * size,
            lambda size: ".. code:: python\n" + "\n" * size,
        ),
        python=(
            Place(
                python_texts.filter(in_fences).filter(begins),
                lambda code: f"A\n=\n\n.. code-block:: python\n   :linenos:\n\n{indented(code, '   ')}\nB\n",
            ),
        ),
        shell=(Place(shell_in_fences, lambda code: f".. code:: sh\n\n{indented(code, '    ')}\nB\n"),),
    ),
    "Dockerfile": Language(
        path="Dockerfile",
        read=lambda text: of_embedded(text, dockerfile.read(text)),
        pieces=(
            "RUN ", "ENV A=b ", "ARG C", "=d", "CMD [", '"a"', "]", "\\\n", "<<EOF\n", "EOF\n",
            "# escape=`\n", "# c\n", "'", "\n", "ONBUILD ",
        ),
        many=lambda size: "ENV A=b\nRUN curl c # d\n" * size,
        wide=lambda size: "ENV A=" + "b" * size + "\nRUN a '" + "b" * size + "'\n",
        deep=(
            lambda size: "CMD " + "[" * size + "]" * size,
            lambda size: "ONBUILD " * size,
            lambda size: "RUN a \\\n" * size,
            lambda size: "RUN a <<A\n" * size,
            lambda size: "RUN " + "<<A " * size + "\n",
            lambda size: "ENV " + "A=" * size,
            lambda size: 'ENV A="' * size,
            lambda size: "RUN " + "$(" * size,
            lambda size: "# escape=`\n" + "RUN `\n" * size,
        ),
        shell=(
            Place(one_line.filter(without("<<")), lambda code: f"FROM a\nRUN {code}\nENV B=c\n"),
            Place(
                shell_texts.filter(begins).filter(without("STOP")),
                lambda code: f"FROM a\nRUN --network=none <<STOP\n{code}STOP\nENV B=c\n",
            ),
        ),
    ),
    "scripts in YAML": Language(
        path=".github/workflows/send.yml",
        read=of_yaml,
        pieces=(
            "run: |\n", "run: >-\n", "- ", "script:\n", "  ", "curl a", "${{ secrets.A }}", "{{ b }}", "'",
            '"', "\\n", "\n", "&a ", "*a", "shell: sh\n",
        ),
        many=lambda size: "- run: curl 'a' # b\n" * size,
        wide=lambda size: "run: |\n  A=" + "b" * size + "\n",
        deep=(
            lambda size: "- " * size + "run: curl a",
            lambda size: "run: |\n  " + "$(" * size,
            lambda size: "run: " + "${{ " * size,
            lambda size: "{run: " * size,
        ),
        shell=(
            Place(
                shell_texts.filter(in_yaml).filter(begins),
                lambda code: f"jobs:\n  a:\n    steps:\n      - run: |+\n{indented(code, ' ' * 10)}\n",
            ),
            Place(
                shell_texts.filter(in_yaml).filter(begins),
                lambda code: yaml.safe_dump({"run": code}, default_style='"', allow_unicode=True),
                is_verbatim=False,
            ),
            Place(
                shell_texts.filter(in_yaml).filter(begins),
                lambda code: yaml.safe_dump({"script": [code]}, default_style="'", width=30, allow_unicode=True),
                is_verbatim=False,
            ),
        ),
    ),
    "jobs of cron": Language(
        path="crontab",
        read=of_crontab,
        pieces=(
            "* ", "*/5 * * * * ", "@daily ", "root ", "curl a", "%", "\\%", "A = b\n", "'", "\n", "# c\n",
            "/bin/a",
        ),
        many=lambda size: "A = 'b'\n@daily curl 'c' # d\n" * size,
        wide=lambda size: "@daily curl '" + "b" * size + "'\n",
        deep=(lambda size: "1 " * size, lambda size: "@daily " + "$(" * size, lambda size: "@daily " + "\\%" * size),
        shell=(
            Place(commands.filter(without("\n", "%", "\r")), lambda code: f"A = b\n*/5 1-2 * * mon {code}\n# c\n"),
            Place(commands.filter(without("\n", "%", "\r")), lambda code: f"@daily root {code}\n"),
        ),
    ),
    "variables of a unit": Language(
        path="mailer.service",
        read=lambda text: Held(text, settings=ini.read(text)),
        pieces=(
            "[Service]\n", "Environment=", "A=b ", '"C=d e" ', "'", '"', "\\", ",", "\n", " ", "=",
            "# c\n", "environment = ",
        ),
        many=lambda size: "[Service]\nEnvironment=A=b \"C=d e\"\n" * size,
        wide=lambda size: '[Service]\nEnvironment="A=' + "b" * size + '"\n',
        deep=(
            lambda size: "Environment=" + "A=" * size,
            lambda size: "Environment=" + '"' * size,
            lambda size: "Environment=" + "A='b' " * size + "'",
            lambda size: "environment = \n" + " A=b\n" * size,
        ),
    ),
    "other code": Language(
        path="send.php",
        read=lambda text: Held(text, settings=loose.read(text)),
        pieces=(
            "$abc = ", "'long value'", '"x"', "=>", "'name'", "// c\n", "/* d */",
            "https://api.aurorasendcloud.com/email/send", "?a=b", "&", "(", ", ", ")", "\n",
        ),
        many=lambda size: "$abc = 'defg'; // h\nf('name', 'value');\n" * size,
        wide=lambda size: "$a = '" + "b" * size + "';",
        deep=(
            lambda size: "'" * size,
            lambda size: "/*" * size,
            lambda size: "abc=" * size,
            lambda size: "('abc'," * size,
            lambda size: "https://" * size,
            lambda size: "https://api.aurorasendcloud.com/email/send?" + "a=" * size,
            lambda size: '"\\' * size,
        ),
    ),
    "Makefile": Language(
        path="Makefile",
        read=lambda text: of_embedded(text, makefile.read(text)),
        pieces=(
            "A = b", "B := ", "C ?= ", "+= ", "define f\n", "endef\n", "ifdef A\n", "ifeq (", "else", "endif\n",
            "include ", "a: ", "b:\n", "\t", "\n", "\\\n", "$", "$$", "$(", "${", ")", "}", "$(call f,", "$(shell ",
            "$(or ", "$(A)", "$(1)", ",", "'", '"', "#", ";", "@", "curl ", ".ONESHELL:\n", ".RECIPEPREFIX=>\n",
        ),
        many=lambda size: "A = b # c\nd: e\n\tcurl $(A) 'f' # g\n" * size,
        wide=lambda size: "A = " + "b" * size + "\na:\n\tcurl '" + "b" * size + "'\n",
        deep=(
            lambda size: "A = b" + " \\\n c" * size,
            lambda size: "a:\n\tb" + " \\\n\t c" * size,
            lambda size: "define a\n" * size + "endef\n" * size,
            lambda size: "ifdef A\n" * size + "B = c\n" + "endif\n" * size,
            lambda size: "ifdef A\n" + "B = c\nelse ifdef D\n" * size + "endif\n",
            lambda size: "A = " + "$(or $(B)," * size + ")" * size,
            lambda size: "a:\n\tb " + "$(" * size,
            lambda size: "A = b c\nd:\n\te" + " $(A)" * size,
            lambda size: "".join(f"A{n} = b $(A{n + 1})\n" for n in range(size)) + "c:\n\td $(A0)\n",
            lambda size: "A0 = b c\n" + doubled("A{0} = $(A{1}) $(A{1})\n", size) + f"d:\n\te $(A{size - 1})\n",
            lambda size: "b" * size,
            lambda size: "a:\n\t" + "'\"" * size,
            lambda size: "A = $(call b" + ",c" * size + ")\n",
            lambda size: "a: B = c\n" * size + "a:\n\td\n",
            lambda size: "a:\n\tb " + "$$(" * size,
        ),
        shell=(
            Place(in_make.filter(without("$")), lambda code: f"a: b\n\t{code}\nc: d\n"),
            Place(in_make, lambda code: f"a:\n\t@{code.replace('$', '$$')}\n", is_verbatim=False),
        ),
    ),
    "justfile": Language(
        path="justfile",
        read=lambda text: of_embedded(text, justfile.read(text)),
        pieces=(
            "a := ", "b c='d':\n", "  e {{a}}\n", "{{", "}}", "'", '"', "`", "'''", '"""', "+", "/", "env('A', 'b')",
            "#", "\\", "\n", "\t", "set dotenv-load\n", "  #!/bin/sh\n", "export ",
        ),
        many=lambda size: "a := 'b' # c\nd e='f':\n  g {{a}} # h\n" * size,
        wide=lambda size: "a := '" + "b" * size + "'\nc:\n  d '" + "e" * size + "'\n",
        deep=(
            lambda size: "a := \"'''\n" * size,
            lambda size: "a := " + "b + " * size + "c\n",
            lambda size: "a:\n  b " + "{{" * size,
            lambda size: "a:\n  b " + "{{c}}" * size,
            lambda size: "a" * size,
            lambda size: "a '" * size + "\n",
            lambda size: "a:\n" + "  b \\\n" * size,
        ),
        shell=(
            Place(one_line.filter(in_just), lambda code: f"a:\n  {code}\nb: c\n"),
            Place(several_lines.filter(in_just), lambda code: f"a:\n  #!/bin/sh\n{indented(code, '  ')}\nb: c\n"),
        ),
    ),
    "pipeline": Language(
        path="Jenkinsfile",
        read=lambda text: of_embedded(text, groovy.read(text)),
        pieces=("sh ", "sh(", "script: ", "label: 'a', ", "'", '"', "'''", '"""', "\\", "${", "}", "a = ", "def ",
                "/*", "*/", "//", "\n", "environment {", "credentials('b')"),
        many=lambda size: "a = 'b' // c\nsh 'd'\n" * size,
        wide=lambda size: "a = '" + "b" * size + "'\nsh '" + "c" * size + "'\n",
        deep=(
            lambda size: "sh '''" * size,
            lambda size: "/*" * size,
            lambda size: "sh label: 'a', " * size,
            lambda size: "sh \"" + "${" * size,
            lambda size: "\"\"\"'''" * size,
            lambda size: "a" * size + " = ",
            lambda size: "def " * size,
            lambda size: "sh '''" + "\\" * (2 * size + 1),
        ),
        shell=(
            Place(one_line.filter(without("'", "\\")), lambda code: f"steps {{\n  sh '{code}'\n}}\n"),
            Place(
                several_lines.filter(without("'", "\\")),
                lambda code: f"sh(script: '''\n{code}''', returnStdout: true)\n",
            ),
        ),
    ),
    "requests of an editor": Language(
        path="send.http",
        read=lambda text: of_embedded(text, http_files.read(text)),
        pieces=(
            "###", " name", "\n", "\r\n", "GET ", "POST ", "https://shop.example/", "{{", "}}", "host", "$processEnv A",
            "?a=b", "&c=d", "=", "&", "A: b", "Authorization: Basic ", "Content-Type: multipart/form-data; boundary=x",
            "application/json", "--x", 'Content-Disposition: form-data; name="a"', "{", '"', "\\", "\\u00e9", ":", "}",
            "[", "< ./f", "> {%", "%}", "@a =", "# c", "//", "curl 'x'", " ",
        ),
        many=lambda size: "@a = b\n### c\nPOST https://shop.example/?d=e\nF: {{g}}\n\nh=i\n" * size,
        wide=lambda size: "POST https://shop.example/\n\na=" + "b" * size + "\n",
        deep=(
            lambda size: "GET https://shop.example/" + "{{a}}" * size,
            lambda size: "GET https://shop.example/" + "?" * size,
            lambda size: "POST https://shop.example/\n\n" + "x=a&" * size,
            lambda size: "POST https://shop.example/\n\n" + '{"a": ' * size,
            lambda size: "POST https://shop.example/\n\n" + '{"' + '\\"' * size,
            lambda size: "POST https://shop.example/\nA: " + "{{" * size,
            lambda size: "POST https://shop.example/\n" + "A: b\n" * size,
            lambda size: "POST https://a\nContent-Type: multipart/form-data; boundary=a\n\n" + "--a\n" * size,
            lambda size: "> {%\n" * size,
        ),
        shell=(Place(one_line.map(lambda code: f"curl {code}"), lambda code: f"# a\n### b\n{code}\n### c\n"),),
    ),
    "requests of Bruno": Language(
        path="send.bru",
        read=lambda text: of_embedded(text, bruno.read(text)),
        pieces=(
            "post", "get", "meta", "headers", "vars", "body:json", "auth:basic", " {", "}", "\n", "\r\n", "  ", "url",
            ":", "~", "https://shop.example", "{{a}}", "body", "auth", "basic", "json", "username", '{"a": ',
        ),
        many=lambda size: "post {\n  url: https://shop.example\n}\nheaders {\n" + "  a: b {{c}}\n" * size + "}\n",
        wide=lambda size: "post {\n  url: https://shop.example\n}\nheaders {\n  a: " + "b" * size + "\n}\n",
        deep=(
            lambda size: "a {\n" * size,
            lambda size: "vars {\n  a: b\n}\n" * size,
            lambda size: "post {\n  url: " + "{{" * size,
            lambda size: "post {\n  url: a?" + "b=c&" * size + "\n}\n",
            lambda size: "post {\n  url: a\n  body: json\n}\nbody:json {\n  " + '{"a": ' * size + "\n}\n",
        ),
    ),
    "collections of requests": Language(
        path="send.postman_collection.json",
        read=of_collection,
        pieces=(
            '{"info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [',
            '{"request": ', '{"url": "https://shop.example/?a={{b}}", "method": "POST", ', '"header": [{"key": "a", ',
            '"value": "b"}], ', '"body": {"mode": "raw", "raw": "{\\"a\\": 1}"}', '"urlencoded": [',
            "}", "]}", "]", ",",
            '{"log": {"entries": [', '"auth": {"type": "basic", ', '"variable": [', '"_type": "export", "resources": [',
        ),
        many=lambda size: posted([{"request": {"url": "https://shop.example/?a={{b}}", "method": "GET"}}] * size),
        wide=lambda size: posted([{"request": {"url": "https://a", "body": {"mode": "raw", "raw": "b" * size}}}]),
        deep=(
            lambda size: posted([])[:-2] + '{"item": [' * size + "]}" * size + "]}",
            lambda size: posted([])[:-2] + '{"item": [' * size,
            lambda size: posted([{"request": {"url": "https://shop.example?" + "a=b&" * size}}]),
            lambda size: posted([{"request": {"url": "{{" * size}}]),
            lambda size: posted([{"request": {"url": "a", "body": {"mode": "raw", "raw": '"\\"' * size}}}]),
            lambda size: posted([{"request": {"url": "a", "header": [{"key": "a", "value": "{{b}}"}] * size}}]),
        ),
    ),
    "directives": Language(
        path="mailer.conf",
        read=lambda text: Held(text, settings=conf.read(text)),
        pieces=(
            "SetEnv AAA b\n", "fastcgi_param ", "AAA ", '"b";', "setenv ", "set ", "-x ", "env ", "AAA=b", "'", '"',
            "\n", "# c\n", "[a]\n", " {\n", "}\n", "SetEnvironmentVariable('AAA', 'b')", "proxy_pass https://a?b=c;",
        ),
        many=lambda size: "[a]\nb = c\nSetEnv AAA 'd' # e\n" * size,
        wide=lambda size: "SetEnv AAA '" + "b" * size + "'\n",
        deep=(
            lambda size: "set " * size,
            lambda size: "set -x " * size,
            lambda size: 'SetEnv AAA "' * size,
            lambda size: "\n \t" * size,
            lambda size: "SetEnvironmentVariable('AAA', " * size,
            lambda size: "a {\n" * size,
        ),
    ),
    "notes": Language(
        path="notes.txt",
        read=lambda text: Held(text, settings=notes.read(text)),
        pieces=(
            "apiKey", ": ", "=", "：", "b1c2d3", " ", "- ", "1. ", "'", '"', "\n", "\r", "密钥", "https://a?b=c", "\t",
        ),
        many=lambda size: "密钥 apiKey：b1c2d3\n- apiUser = 'c d'\n" * size,
        wide=lambda size: "apiKey = '" + "b1" * (size // 2) + "'\napiKey: " + "b1" * (size // 2) + "\n",
        deep=tuple(
            lambda size, sign=sign: sign * size  # type: ignore[misc]
            for sign in (" ", "-", "a", "a:", "aaa: b1 ", "\r", "：", "邮 ", "aaa=", "'")
        ),
    ),
    "files in YAML": Language(
        path="configmap.yml",
        read=lambda text: of_files(text, yaml_reader.read(text), yaml_reader.script),
        pieces=(
            "data:\n", "  a.env: |\n", "    B=c\n", "    # d\n", "  b.properties: |\n", "    c.d=e\n", "  c.ini: |-\n",
            "    [a]\n", '"{\\"b\\": \\"c\\"}"', "'{\"b\": \"c\"}'", "- path: /etc/a.env\n", "  content: |\n", "\n",
            "a.json: ", "\r\n", "\\", "\t",
        ),
        many=lambda size: "a.env: |\n" + "  A='b' # c\n" * size,
        wide=lambda size: "a.env: |\n  A=b\n  C='" + "d" * size + "'\n",
        deep=(
            lambda size: 'a: "{\\"' + '\\"' * size + '}"\n',
            lambda size: "a: '{\"b" + "} " * size + "x'\n",
            lambda size: "a: '" + '{"b":' * size + "1" + "}" * size + "'\n",
            lambda size: "values: |\n" + "  - [\n" * size,
            lambda size: "".join(f"a{number}.env: |\n  A=b\n  C=d\n" for number in range(size)),
        ),
    ),
    "files in JSON": Language(
        path="secrets.json",
        read=lambda text: of_files(text, json_reader.read(text), unquoted),
        pieces=(
            '{"a": ', '"{\\"b\\": \\"c\\"}"', '"a.env": "', "B=c", "\\n", '"', "}", ", ", "\\\\", "\\u0041",
            "[", "]",
        ),
        many=lambda size: "[" + '{"a": "{\\"b\\": \\"c\\"}"},\n' * size + "]",
        wide=lambda size: '{"a": "{\\"b\\": \\"' + "c" * size + '\\"}"}',
        deep=(
            lambda size: '{"a.env": "' + "B=c\\n" * size + '"}',
            lambda size: '{"a": "' + '{\\"b\\":' * size + "1" + "}" * size + '"}',
            lambda size: '{"a": "{' + "\\\\" * size + '}"}',
        ),
    ),
    "docstrings": Language(
        path="mailer.py",
        read=of_docstrings,
        pieces=(
            'r"""', '"""', "apiKey", "\n", "    ", ">>> ", "a('b')\n", "::\n\n", "```python\n", "```\n", "$ curl a",
            "\\", "\\n", "'", '"', "def f():\n", "import a\n", "\\N{BULLET}", "\\x41", "# c\n",
        ),
        many=lambda size: '"""apiKey\n' + "A::\n\n    a('b')\n\n" * size + '"""\n',
        wide=lambda size: '"""apiKey\n\n>>> a(\'' + "b" * size + '\')\n"""\n',
        deep=(
            lambda size: '"""apiKey\n' + ">>> a('b')\n\n" * size + '"""\n',
            lambda size: '"""apiKey\n' + "    import a\n\n" * size + '"""\n',
            lambda size: '"""apiKey\n' + "    # a\n\n" * size + '"""\n',
            lambda size: '"""apiKey\n' + "```\n" * size + '"""\n',
            lambda size: '"""apiKey\n' + "\\n" * size + '"""\n',
            lambda size: '"""apiKey\n>>> ' + "(" * size + '"""\n',
            lambda size: '"""apiKey\n\n    a"""\n' * size,
        ),
        python=(
            Place(in_raw_docstrings, lambda code: f'r"""apiKey\n\n```python\n{code}```\n"""\n'),
            Place(
                python_in_fences.filter(without("\r", "\\\n")),
                lambda code: f'def f():\n    """apiKey\n\n```python\n{escaped(code)}```\n"""\n',
                is_verbatim=False,
            ),
        ),
        shell=(
            Place(
                shell_in_fences.filter(without('"""')).filter(without("\r")),
                lambda code: f'r"""apiKey\n\n```sh\n{code}```\n"""\n',
            ),
        ),
    ),
    "Python that a shell hands over": Language(
        path="send.sh",
        read=of_handed_python,
        pieces=(
            "python ", "-c ", "- ", "<<A\n", "<<'A'\n", "\nA\n", "'", '"', "$(", ")", "$B", "\\", "x = 'a'", "\t",
            "A=b ", "python3 -c 'a = 1'\n", "$'", "\n", "<<-A\n",
        ),
        many=lambda size: "python -c 'a = 1'\n" * size,
        wide=lambda size: "python -c 'a = \"" + "b" * size + "\"'\n",
        deep=(
            lambda size: "python - <<A\n" + "a = '$B'\n" * size + "A\n",
            lambda size: 'python -c "' + 'a = \\"b\\"\n' * size + '"\n',
            lambda size: "python -c " * size,
            lambda size: "python -c '" + "(" * size + "'\n",
            lambda size: 'python -c "' + "$A" * size + '"\n',
            lambda size: "python - <<A\n" * size,
            lambda size: "python " + "-W a " * size,
        ),
        python=(
            Place(python_texts.filter(without("STOP")), lambda code: f"python - <<'STOP'\n{code}\nSTOP\n"),
            Place(python_texts, lambda code: f"sudo python3 -c {shlex.quote(code)} a\n", is_verbatim=False),
        ),
    ),
    "AsciiDoc": Language(
        path="README.adoc",
        read=lambda text: of_embedded(text, markdown.read(text)),
        pieces=(
            "[source,python]\n", "----\n", "[source,sh]\n", "....\n", "= A\n", "a = 'x'\n", "| apiKey | b\n", "`",
            "$ ", "\n", "::\n", ". ",
        ),
        many=lambda size: "[source,python]\n----\na = 'b'\n----\n\n" * size,
        wide=lambda size: "[source,sh]\n----\nA=" + "b" * size + "\n----\n",
        deep=(
            lambda size: "[source,a]\n----\n" * size,
            lambda size: "[source,a]\n" * size,
            lambda size: "-" * size,
            lambda size: "|" * size + "\n",
        ),
        python=(
            Place(
                python_in_fences.filter(in_asciidoc).filter(begins),
                lambda code: f"= A\n\n[source,python]\n----\n{code}----\n\nB\n",
            ),
        ),
        shell=(
            Place(shell_in_fences.filter(in_asciidoc), lambda code: f"[source,bash]\n----\n{code}----\nB\n"),
        ),
    ),
    "Org": Language(
        path="README.org",
        read=lambda text: of_embedded(text, markdown.read(text)),
        pieces=(
            "#+begin_src python\n", "#+end_src\n", "#+BEGIN_SRC sh\n", "* A\n", "a = 'x'\n", "curl a\n", "=a=", ": ",
            "\n", "| a | b |\n",
        ),
        many=lambda size: "#+begin_src python\na = 'b'\n#+end_src\n\n" * size,
        wide=lambda size: "#+begin_src sh\nA=" + "b" * size + "\n#+end_src\n",
        deep=(
            lambda size: "#+begin_src a\n" * size,
            lambda size: ": " * size + "::",
            lambda size: "* " * size,
        ),
        python=(
            Place(
                python_in_fences.filter(in_org).filter(begins),
                lambda code: f"* A\n\n#+begin_src python\n{code}#+end_src\n\nB\n",
            ),
        ),
        shell=(
            Place(shell_in_fences.filter(in_org), lambda code: f"#+BEGIN_SRC sh\n{code}#+END_SRC\nB\n"),
        ),
    ),
    "prose": Language(
        path="GUIDE.md",
        read=lambda text: of_embedded(text, markdown.read(text)),
        pieces=(
            "`apiKey=a`", "| apiKey | b1c2 |\n", "|---|---|\n", "`curl a`", "https://api.aurorasendcloud.com/email/send",
            "?a=b", "    $ curl a\n", "    import a\n", "::\n\n", "\n\n", "a `b` c", "POST ", "HTTP/1.1\n", "A: b\n",
        ),
        many=lambda size: "A `curl a` b\n\n| apiKey | b1c2d3e4 |\n\n    A=b\n\nc\n\n" * size,
        wide=lambda size: "`curl " + "a" * size + "`\n\n    A=" + "b" * size + "\n",
        deep=(
            lambda size: "`curl a sendcloud b c` " * size,
            lambda size: "http://api.sendcloud.net/?apiKey=" * size,
            lambda size: "| apiKey | b1c2d3e4 |" * size + "\n",
            lambda size: "`" * size,
            lambda size: "::\n" * size,
            lambda size: "a::\n\n  b\n" * size,
            lambda size: "    # a\n\n" * size,
            lambda size: "    A=b A=b" * size,
        ),
    ),
    "tasks of Ansible": Language(
        path="playbook.yml",
        read=of_yaml,
        pieces=(
            "- name: a\n", "  uri:\n", "    url: https://shop.example/{{ a }}\n", "    body: {b: '{{ c }}'}\n",
            "    method: POST\n", "  retries: 3\n", "{{ ", " }}", "| urlencode", "'", '"', "&a ", "*a", "\n",
            "  ansible.builtin.shell: curl a\n", "    body: |\n      a={{ b }}\n",
        ),
        many=lambda size: "- uri:\n    url: https://shop.example/{{ a }}\n    body: {b: c}\n" * size,
        wide=lambda size: "- uri:\n    url: https://shop.example/\n    body: '" + "b" * size + "'\n",
        deep=(
            lambda size: "- uri:\n    url: " + "{{ a }}" * size + "\n",
            lambda size: "- uri:\n    url: " + "{{ " * size + "\n",
            lambda size: "- uri: {url: a, body: " + "[" * size + "]" * size + "}\n",
            lambda size: "- uri: {url: a}\n  block:\n" * size,
        ),
    ),
    "scripts in JSON": Language(
        path="package.json",
        read=lambda text: of_scripts(text, json_reader.read(text)),
        pieces=(
            '{"scripts": {', '"a": ', '"curl b"', '"command": ["curl", "', '"]', "}", ", ", "\\n", '\\"', "$A", "$(",
            '"run": "', '"', "\\u0041", '"script": ["',
        ),
        many=lambda size: "[" + '{"run": "curl \'a\' # b\\n"},\n' * size + "]",
        wide=lambda size: '{"run": "A=' + "b" * size + '"}',
        deep=(
            lambda size: '{"run": ' * size + '"curl a"' + "}" * size,
            lambda size: '{"run": "' + "$(" * size + '"}',
            lambda size: '{"run": "' + "\\n" * size + 'curl a"}',
            lambda size: '{"command": ["curl"' + ', "a$B"' * size + "]}",
        ),
        shell=(
            Place(one_line.filter(in_json), lambda code: json.dumps({"run": code}, ensure_ascii=False)),
            Place(
                in_settings, lambda code: json.dumps({"script": code}), is_verbatim=False
            ),
        ),
    ),
    "scripts in TOML": Language(
        path="tasks.toml",
        read=lambda text: of_scripts(text, toml.read(text)),
        pieces=(
            "[tasks.a]\n", "run = ", "'''", '"""', "curl a", "\n", "script = [", "'", '"', "\\\n", "]\n", "$(", "{{b}}",
            'cmd = "curl a"\n',
        ),
        many=lambda size: "[[a]]\nrun = \"curl 'a' # b\"\n" * size,
        wide=lambda size: "run = '''\nA=" + "b" * size + "\n'''\n",
        deep=(
            lambda size: "run = '''\n" + "$(" * size + "'''\n",
            lambda size: 'run = """' + "\\\n" * size + 'curl a"""\n',
            lambda size: "run = [" + "'curl a', " * size + "]\n",
        ),
        shell=(
            Place(
                in_settings.filter(without("'''", "\r")), lambda code: f"run = '''\n{code}\n'''\n"
            ),
        ),
    ),
    "scripts in HCL": Language(
        path="main.tf",
        read=lambda text: of_scripts(text, hcl.read(text)),
        pieces=(
            'provisioner "local-exec" {\n', "command = ", '"curl a"', "<<EOT\n", "<<-EOT\n", "EOT\n", "}\n",
            "inline = [", '"', "]", "${var.a}", "$(", "\\n", "\n", "  ",
        ),
        many=lambda size: 'a {\n  command = "curl \'b\' # c"\n}\n' * size,
        wide=lambda size: "command = <<A\nB=" + "c" * size + "\nA\n",
        deep=(
            lambda size: "command = <<A\n" + "$(" * size + "\nA\n",
            lambda size: 'command = "' + "${a}" * size + '"\n',
            lambda size: "inline = [" + '"curl a", ' * size + "]\n",
        ),
        shell=(
            Place(
                in_settings.filter(without("${", "%{", "STOP", "\r")),
                lambda code: f"command = <<STOP\n{code}\nSTOP\n",
            ),
        ),
    ),
    "scripts in INI": Language(
        path="tox.ini",
        read=lambda text: of_scripts(text, ini.read(text)),
        pieces=(
            "[testenv]\n", "commands =\n", "    curl a\n", "ExecStart=/usr/bin/curl a\n", "ExecStart=-", "{env:A}",
            "'", '"', "\\\n", "\n", "    ", "# c\n", "$A", "$(",
        ),
        many=lambda size: "[a]\ncommands =\n    curl 'a'\n    b # c\n" * size,
        wide=lambda size: "[a]\ncommands =\n    A=" + "b" * size + "\n",
        deep=(
            lambda size: "[a]\ncommands =\n" + "    curl a\n" * size,
            lambda size: "[a]\ncommands = " + "$(" * size + "\n",
            lambda size: "[a]\ncommands =\n" + "    curl \\\n" * size,
        ),
        shell=(
            Place(commands.filter(in_units), lambda code: f"[Service]\nExecStart={code}\n"),
        ),
    ),
}  # fmt: skip
