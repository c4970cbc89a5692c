"""What a rule can be asked about. Everything here is plain data with places; no rule looks behind it."""

from __future__ import annotations

from typing import TypeAlias

from sendcloud_lint.model.api import Endpoint, Role
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Value

QUERY = "query"
FORM = "form"
JSON = "json"
MULTIPART = "multipart"

OUTPUT = "output"
SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Sent:
    """One named value of a request. `place` is its name's (in a URL: the literal's), `where` a part of the request.

    `role` is the credential that the name, or the value's own source, plainly means; not `certain`: on some ways only.
    """

    name: str
    place: Place
    value: Value
    where: str
    role: Role | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Auth:
    """HTTP authentication. `scheme` is "basic" or "digest"; user and key are None where they can't be told apart."""

    place: Place
    scheme: str
    user: Value | None
    key: Value | None


@dataclass(frozen=True, slots=True)
class Body:
    """What says how a request's body is written: `kind` is FORM, JSON, MULTIPART or another content type.

    `place` is where that is decided. `by` is the argument or header there ("json", "files", "Content-Type"), and empty
    where what is sent says it itself.
    """

    kind: str
    place: Place
    by: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """A value in a query string or form body that is written by hand: `why` is what stands raw in it."""

    place: Place
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call to an endpoint of the API.

    `place` is the call, or the call of the wrapper through which the function that builds the parameters sends them;
    `way` leads from there to the client's own call. `complete`: every parameter's name is known. `settled`: nothing
    unknown can have added a header, a cookie or authentication. `bodies`: what argues for one way of writing the body,
    an argument before a header; empty where nothing does, or where nothing is sent. `unverified`: where it is decided
    that the server's certificate is not checked. `waits`: nothing ends it if no answer comes. `ignored`: nobody looks
    at how it went. `retried`: something tries it again, or may. `raw`: values that
    are not encoded. `gap` says why it is not
    `complete`, for those who ask.
    """

    place: Place
    endpoint: Endpoint
    method: str | None
    client: str
    parameters: tuple[Sent, ...]
    headers: tuple[Sent, ...]
    cookies: tuple[Sent, ...]
    auth: tuple[Auth, ...]
    complete: bool
    settled: bool
    scope: str
    way: tuple[Step, ...] = ()
    bodies: tuple[Body, ...] = ()
    unverified: Place | None = None
    waits: bool = False
    raw: tuple[Raw, ...] = ()
    ignored: bool = False
    retried: bool = True
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A client's call of which nobody can say whether it goes to the API, and why; no rule is asked about it."""

    place: Place
    client: str
    reason: str


@dataclass(frozen=True, slots=True)
class Address:
    """A URL of the API, by the literal in which its scheme stands; `sent` are the requests that it reaches, in order.

    A connection's URL is its class and its host: `place` is the host's, `by` the class ("HTTPConnection").
    """

    place: Place
    scheme: str
    endpoint: Endpoint
    scope: str
    sent: tuple[Step, ...]
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A literal that is one of the API's credentials. `name` is the parameter, setting or constant that shows it.

    `default_of` says what it stands in for ("environment variable SMS_API_KEY"), or is empty where it is the value
    itself. `mask` and `tag` stand for the value in everything that is told. `flaws` say what is around or in it
    that can't be part of a credential ("white space at its end"); a `filler` is a placeholder that is no reference.
    `shown_in` says of what nobody runs or reads as a setting what it is: a program's OUTPUT, or a SAMPLE for people.
    `in_tests`: the file is for tests.
    """

    role: Role
    place: Place
    name: str
    mask: str
    tag: str
    placeholder: bool
    scope: str
    default_of: str = ""
    uses: tuple[Step, ...] = ()
    flaws: tuple[str, ...] = ()
    filler: bool = False
    shown_in: str = ""
    in_tests: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """A credential is read under a name: `name` is where it goes (a parameter, a setting), `source` where it is from.

    `role` is what is wanted there, `source_role` what the source's name means, None where that says nothing. `kind` is
    "environment", "setting" or "reference"; `read` is where the source is named. `accepted`: the configuration says
    that the source may be called so. `in_tests`: the file is for tests.
    """

    place: Place
    name: str
    role: Role
    source: str
    source_role: Role | None
    kind: str
    read: Place
    scope: str
    accepted: bool = False
    uses: tuple[Step, ...] = ()
    in_tests: bool = False


@dataclass(frozen=True, slots=True)
class Exposed:
    """A key under a name that front-end builds publish, whatever its value."""

    place: Place
    name: str
    role: Role
    scope: str


@dataclass(frozen=True, slots=True)
class Logged:
    """A key, or something that holds one, is shown to people by `by` ("a log", "the screen"). `name` is what the key is
    called there, and empty where it is a literal."""

    place: Place
    by: str
    role: Role
    name: str
    scope: str


@dataclass(frozen=True, slots=True)
class Reused:
    """A key that is in use elsewhere too. `kind` is "tests" (production's key in a test), "families", "services" or
    "environments"; `other` is the place that came first, `name` what the key is called here."""

    place: Place
    role: Role
    name: str
    kind: str
    other: Place
    scope: str
    tag: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A key that is read from a store of secrets and kept for `seconds` (`inf`: as long as the program runs) by what
    stands at `place`. `name` is what it is sent as; `uses` tells where."""

    place: Place
    role: Role
    name: str
    seconds: float
    scope: str
    uses: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Webhook:
    """A handler of the API's events whose check has a `flaw` ("no check", "the API key", "MD5"), or a signature that is
    compared by `operator` instead of in constant time."""

    place: Place
    flaw: str
    operator: str
    scope: str


@dataclass(frozen=True, slots=True)
class Swallowed:
    """A branch or handler for a refusal by the API that neither tells nor raises. `by` is "branch" or "handler"."""

    place: Place
    by: str
    scope: str


@dataclass(frozen=True, slots=True)
class MailLogin:
    """A login to one of the API's SMTP hosts, or a mail account for one, without encryption. `by` is what logs in."""

    place: Place
    by: str
    scope: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A URL that can't be the API and nearly is: `wrong` is its host or path as written, `right` what is meant."""

    place: Place
    wrong: str
    right: str
    scope: str
    sent: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A credential's name in a group of settings."""

    name: str
    role: Role
    place: Place


@dataclass(frozen=True, slots=True)
class Settings:
    """Names of credentials that stand together, with context, and that no known endpoint judges."""

    credentials: tuple[Named, ...]
    scope: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or what follows a place in it, that can't be read; `reason` completes "the file …"."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Idle:
    """A suppression comment without effect: `codes` held nothing back, `strangers` are no rule's."""

    place: Place
    codes: tuple[str, ...]
    strangers: tuple[str, ...]


Fact: TypeAlias = (
    Request
    | Address
    | NearMiss
    | Credential
    | Supply
    | Exposed
    | Logged
    | MailLogin
    | Swallowed
    | Reused
    | Kept
    | Webhook
    | Settings
    | Unreadable
    | Idle
)
