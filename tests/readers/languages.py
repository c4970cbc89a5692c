"""Kinds of files that hold code: how each is read, how code is written into it, and what is hard to read in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import indent
from typing import Any

import yaml
from hypothesis import strategies as st

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Document, Trouble
from sendcloud_lint.readers import cells, crontab, dockerfile, ini, loose, markdown, notebook, python, scripts, shell
from sendcloud_lint.readers import yaml as yaml_reader
from sendcloud_lint.readers.embedded import Embedded
from tests.readers.code import python_texts, shell_lines, shell_texts, words


@dataclass(frozen=True)
class Held:
    """What was read, and the text that its places count in."""

    text: str
    python: p.Program | None = None
    script: p.Program | None = None
    settings: Document | None = None


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


# Writing


def indented(text: str, by: str) -> str:
    return indent(text, by, lambda line: True)


def book(*cells: str) -> str:
    written: list[Any] = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 2}, indent=1)


def without(*signs: str) -> Callable[[str], bool]:
    return lambda code: not any(sign in code for sign in signs)


def begins(code: str) -> bool:
    """With a letter at the start of its first line: what blanks and comments mean there is the format's matter."""
    return code[:1].isalnum()


one_line = shell_lines().map(lambda line: line.rstrip("\n")).filter(without("\n", "\r")).filter(begins)
commands = (
    st.lists(words, min_size=1, max_size=3)
    .map(lambda ones: "/bin/p " + " ".join(ones))
    .filter(lambda one: not one.endswith(" "))
)
in_fences = without("```", "~~~", "\n$ ", "\n% ", "\n# ", ">>>", "...", "<!--")
python_in_fences = python_texts.filter(in_fences)
shell_in_fences = shell_texts.filter(in_fences).filter(begins)
in_yaml = without("{{", "{%", "\x85", "\u2028", "\u2029", "\ufeff")

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
            "]}", "!curl a", "%env A=b", "%%bash\\n",
        ),
        many=lambda size: book(*["a = 'b'\n"] * size),
        wide=lambda size: book("a = '" + "b" * size + "'\n"),
        deep=(
            lambda size: '{"cells": ' * size,
            lambda size: '{"cells": [{"source": ' + "[" * size + "]" * size + "}]}",
            lambda size: book("a = " + "(" * size + ")" * size),
            lambda size: book("!" * size, "%env A " * size, "a" + "?" * size),
            lambda size: book("%%bash\n" + "$(" * size),
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
}  # fmt: skip
