"""Which endpoint of the API is this URL? The answers come from `endpoints.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from sendcloud_lint.knowledge.datafiles import read_data
from sendcloud_lint.knowledge.roles import family_in_words
from sendcloud_lint.knowledge.words import distance
from sendcloud_lint.model.api import Endpoint, Role
from sendcloud_lint.model.records import sealed

DEFAULT_HOST = "api.aurorasendcloud.com"
_CHINA_HOST = "api.sendcloud.net"
# How many letters may be wrong in what is still a slip.
_SLIP = 2
# Of letters, in a name that the net can resolve.
_LONGEST_HOST = 253


@sealed(frozen=True, slots=True)
class Host:
    """A host of the API or of its SMTP service.

    `status` is "current", "superseded" or "legacy"; a host that is not current names the host of `today`. `serves`
    lists the path prefixes that are the API there, and a `website` serves pages besides.
    """

    name: str
    product: str
    region: str | None
    status: str
    today: str | None = None
    serves: tuple[str, ...] = ()
    website: bool = False


@sealed(frozen=True, slots=True)
class _Listed:
    """One endpoint as a catalogue lists it."""

    send: bool
    credentials: bool
    methods: tuple[str, ...]
    bodies: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    optional: tuple[str, ...]
    today: str | None


@sealed(frozen=True, slots=True)
class _Catalogue:
    """The paths of one family below one prefix; `today` is the prefix of the version that replaced them."""

    prefix: str
    version: str
    family: str
    user: str
    key: str
    senders: bool
    signature: str | None
    today: str | None
    endpoints: Mapping[str, _Listed]


class _Address(NamedTuple):
    """A URL in pieces; `rest` is what follows the host and port."""

    scheme: str | None
    host: str
    rest: str


def endpoint_of(url: str, hosts: frozenset[str] = frozenset()) -> Endpoint | None:
    """The endpoint that a whole URL reaches, None where it is not on a host of the API.

    Scheme, port, userinfo, query and fragment may be there or not; `api.aurorasendcloud.com/email/send` counts.
    `hosts` are further host names that behave like the default one. Never raises.
    """
    address = _address(url)
    host = address and _host(address.host, hosts)
    if not address or not host:
        return None
    path = _normal(_path(address.rest))
    if host.website and not f"{path}/".startswith(host.serves):
        return None
    return _whole(host, path, address.scheme)


def endpoint_of_parts(prefix: str, hosts: frozenset[str] = frozenset()) -> Endpoint | None:
    """The endpoint behind a URL of which only the beginning is known.

    The host must be complete: closed by a delimiter, or a whole known name at the end. `path` is None unless a
    question mark or a fragment closed it; the family is known once the path's first segment is closed.
    """
    address = _address(prefix)
    host = address and _host(address.host, hosts)
    if not address or not host or (not address.rest and prefix.rstrip().endswith(".")):
        return None
    if "?" in address.rest or "#" in address.rest:
        return endpoint_of(prefix, hosts)
    path = _normal(address.rest, whole=False)
    if host.website and not any(path.startswith(it) or it.startswith(path) for it in host.serves):
        return None
    return _by_prefix(host, path, address.scheme, None)


def host_of(url: str) -> str | None:
    """The host of an absolute URL (`scheme://host` or `//host`) in lower case without port; None where there is none.

    A host that is not wholly written out (`https://{host}/x`) is none. Never raises.
    """
    address = _address(url)
    return address.host if address and _is_absolute(url) else None


def is_api_host(host: str, hosts: frozenset[str] = frozenset()) -> bool:
    """Whether `host`, a bare name in any case, serves the HTTP API."""
    return _host(_host_name(host), hosts) is not None


def smtp_host(host: str) -> bool:
    """Whether `host`, a bare name in any case with or without port, is one of the SMTP hosts."""
    return _host_name(host) in _smtp_hosts()


def is_foreign(url: str, hosts: frozenset[str] = frozenset()) -> bool:
    """Whether `url` is absolute, with a host that is wholly written out and is no host of the API."""
    host = host_of(url)
    return host is not None and _host(host, hosts) is None


def is_vendor_host(host: str) -> bool:
    """Whether `host` belongs to the vendor but serves no API: documentation, console, tracking, mail domains."""
    name = _host_name(host)
    others = read_data("endpoints.toml")["other_names"]["hosts"]
    return any(name.endswith(it) if it.startswith(".") else name == it for it in others)


def api_hosts() -> tuple[Host, ...]:
    """All hosts of the HTTP API, the default one first."""
    return tuple(_hosts().values())


def smtp_hosts() -> tuple[Host, ...]:
    """All SMTP hosts; there the login is the user of the email family and the password its key."""
    return tuple(_smtp_hosts().values())


def near_miss(url: str, hosts: frozenset[str] = frozenset()) -> tuple[str, str] | None:
    """What of a URL can't be the API and nearly is, and what is meant: a host, or a path that sends messages.

    Both are as in "api.aurorasendcloud.net" or "/sms/send". Other paths and other hosts are no near misses.
    """
    address = _address(url)
    if address is None:
        return None
    host = _host(address.host, hosts)
    if host is None:
        meant = None if is_vendor_host(address.host) else _meant_host(address.host)
        return (address.host, meant) if meant is not None else None
    endpoint = endpoint_of(url, hosts)
    if endpoint is None or endpoint.path is None:
        return None
    if not endpoint.served and endpoint.family == "sms" and host.product == _hosts()[DEFAULT_HOST].product:
        return f"{host.name}{endpoint.path}", f"{DEFAULT_HOST}{endpoint.path}"
    if endpoint.known:
        return None
    meant = next((path for path in send_paths(host.name) if _is_slip(endpoint.path, path)), None)
    return (endpoint.path, meant) if meant is not None else None


def _meant_host(name: str) -> str | None:
    """The API's host that a host is a slip of: another top-level domain, a hyphen, one or two letters.

    The shorter name is other companies' too under other top-level domains.
    """
    first, _, domain = name.partition(".")
    own = DEFAULT_HOST.partition(".")[2]
    if f"{first}.{own}" in _hosts():
        same_name = domain.rpartition(".")[0] == own.rpartition(".")[0]
        if same_name or domain.replace("-", "") == own or distance(domain, own) <= _SLIP:
            return f"{first}.{own}"
    wanted = _CHINA_HOST.partition(".")[2]
    same_end = domain.rpartition(".")[2] == wanted.rpartition(".")[2]
    is_near = same_end and distance(domain, wanted) <= _SLIP
    return _CHINA_HOST if first == "api" and is_near else None


def _is_slip(path: str, right: str) -> bool:
    """Whether a path is one or two letters or an abbreviated segment away from another, or has it in another order."""
    if distance(path, right) <= _SLIP:
        return not any(sign.isdigit() for sign in set(path) ^ set(right))
    ours, theirs = path.split("/"), right.split("/")
    if len(ours) != len(theirs):
        return False
    if sorted(ours) == sorted(theirs):
        return True
    differing = [(one, two) for one, two in zip(ours, theirs, strict=True) if one != two]
    return len(differing) == 1 and all(len(one) > 2 and two.startswith(one) for one, two in differing)


def send_paths(host: str) -> tuple[str, ...]:
    """The paths on `host` that send a message, as in "/email/send"; empty where the host is unknown."""
    found = _host(_host_name(host), frozenset())
    if found is None:
        return ()
    served = [it for it in _product(found.product) if it.prefix in found.serves]
    return tuple(it.prefix + path for it in served for path, listed in it.endpoints.items() if listed.send)


def retired_parameters(endpoint: Endpoint) -> Mapping[str, str]:
    """Names of the first version that this endpoint ignores, each with what it is called now; empty but on "v2"."""
    if endpoint.version != "v2":
        return {}
    tables: dict[str, dict[str, str]] = read_data("endpoints.toml")["retired_parameters"]
    return tables["send" if endpoint.is_send else "manage"]


def parameter_of(role: Role, endpoint: Endpoint) -> str:
    """The parameter in which `endpoint` reads this credential, or the same half of its own family's pair.

    Where texts are signed that is `signature`, for a key.
    """
    if role.is_key and endpoint.signature_stands_for_key:
        return "signature"
    return (endpoint.key_name if role.is_key else endpoint.user_name) or role.parameter


def reads_body(endpoint: Endpoint, kind: str) -> bool:
    """Whether `endpoint` may read a body of this kind: "form", "multipart", "json" or any other type.

    A form is read everywhere. Parts are for email: an endpoint for email that no catalogue lists may read them. Of a
    product without a catalogue nothing is known.
    """
    if kind == "form" or not _product(endpoint.product):
        return True
    if kind != "multipart" or endpoint.family == "sms":
        return False
    return not endpoint.known or kind in endpoint.bodies


def endpoint_in_words(endpoint: Endpoint) -> str:
    """How a sentence speaks of it: "the SMS endpoint /smsapi/send"; the host where there is no path or no family."""
    if endpoint.family is None:
        return f"{endpoint.host}{endpoint.path or ''}"
    family = family_in_words(endpoint.family)
    return f"the {family} endpoint {endpoint.path}" if endpoint.path else f"the {family} API on {endpoint.host}"


def _whole(host: Host, path: str, scheme: str | None) -> Endpoint:
    bare = _by_prefix(host, path, scheme, path)
    for catalogue in _product(host.product):
        listed = catalogue.endpoints.get(path[len(catalogue.prefix) :])
        if listed and path.startswith(catalogue.prefix):
            return _known(bare, catalogue, listed)
    return bare


def _known(endpoint: Endpoint, catalogue: _Catalogue, listed: _Listed) -> Endpoint:
    return replace(
        endpoint,
        known=True,
        is_send=listed.send,
        needs_from=listed.send and catalogue.senders,
        needs_credentials=listed.credentials,
        methods=listed.methods,
        bodies=listed.bodies,
        required=listed.required,
        optional=listed.optional,
        successor=f"{endpoint.successor}{listed.today}" if listed.today else endpoint.successor,
    )


def _by_prefix(host: Host, start: str, scheme: str | None, path: str | None) -> Endpoint:
    bare = Endpoint(host.name, path, scheme, host.product, host.region)
    catalogue = _catalogue(host, start)
    retired = host.status != "current" or bool(catalogue and catalogue.today and catalogue.prefix in host.serves)
    successor = _successor(host, catalogue, path) if retired else None
    if catalogue is None:
        return replace(bare, retired=retired, successor=successor)
    return replace(
        bare,
        family=catalogue.family,
        user_name=catalogue.user,
        key_name=catalogue.key,
        version=catalogue.version,
        served=catalogue.prefix in host.serves,
        signature_stands_for_key=catalogue.signature == "required",
        signature_allowed=catalogue.signature is not None,
        retired=retired,
        successor=successor,
    )


def _successor(host: Host, catalogue: _Catalogue | None, path: str | None) -> str:
    place = catalogue.today if catalogue and catalogue.today else path or ""
    return f"https://{host.today or host.name}{place}"


def _catalogue(host: Host, path: str) -> _Catalogue | None:
    """The catalogue of the host's product that the path's first segment names, else another product's."""
    own = _product(host.product)
    if not own:
        return None
    start = path.casefold()
    return next((it for it in (*own, *_catalogues().values()) if start.startswith(it.prefix)), None)


def _address(url: str) -> _Address | None:
    scheme, mark, rest = url.strip().partition("://")
    if mark and _is_scheme(scheme):
        return _authority(scheme.lower(), rest)
    return _authority(None, url.strip().removeprefix("//"))


def _authority(scheme: str | None, text: str) -> _Address | None:
    end = next((at for at, letter in enumerate(text) if letter in "/?#\\"), len(text))
    host = _host_name(text[:end].rpartition("@")[2])
    return _Address(scheme, host, text[end:]) if host else None


def _host_name(server: str) -> str:
    """The host in `host:port` or `[address]:port`, lower case, without a trailing dot; "" where it is no host."""
    if server.startswith("["):
        inside, closed, _ = server[1:].partition("]")
        return inside.lower() if closed and all(it in "0123456789abcdefABCDEF:." for it in inside) else ""
    host = server.partition(":")[0].removesuffix(".").lower()
    if len(host) > _LONGEST_HOST or not host.strip(".-_"):
        return ""
    return host if all(it.isalnum() or it in "-._" for it in host) else ""


def _is_scheme(text: str) -> bool:
    return text[:1].isalpha() and text.isascii() and all(it.isalnum() or it in "+-." for it in text)


def _is_absolute(url: str) -> bool:
    text = url.strip()
    return text.startswith("//") or ("://" in text and _is_scheme(text.partition("://")[0]))


def _path(rest: str) -> str:
    return rest.partition("#")[0].partition("?")[0]


def _normal(path: str, whole: bool = True) -> str:
    """The path without doubled slashes; without a trailing one too if it is `whole`."""
    closed = path.endswith(("/", "\\"))
    text = "/" + "/".join(filter(None, path.replace("\\", "/").split("/")))
    return text + "/" if closed and not whole and text != "/" else text


def _host(name: str, hosts: frozenset[str]) -> Host | None:
    found = _hosts().get(name)
    if found is None and name and name in {it.lower() for it in hosts}:
        return replace(_hosts()[DEFAULT_HOST], name=name, region=None)
    return found


def _product(name: str) -> tuple[_Catalogue, ...]:
    names: list[str] = read_data("endpoints.toml")["products"][name]
    return tuple(_catalogues()[it] for it in names)


@cache
def _hosts() -> dict[str, Host]:
    return {row["name"]: _read_host(row) for row in read_data("endpoints.toml")["hosts"]}


@cache
def _smtp_hosts() -> dict[str, Host]:
    return {row["name"]: _read_host(row) for row in read_data("endpoints.toml")["smtp_hosts"]}


def _read_host(row: Mapping[str, Any]) -> Host:
    return Host(**{**row, "serves": tuple(row.get("serves", ()))})


@cache
def _catalogues() -> dict[str, _Catalogue]:
    return {row["name"]: _read_catalogue(row) for row in read_data("endpoints.toml")["catalogues"]}


def _read_catalogue(row: Mapping[str, Any]) -> _Catalogue:
    return _Catalogue(
        prefix=row["prefix"],
        version=row["version"],
        family=row["family"],
        user=row["user"],
        key=row["key"],
        senders=row.get("senders", False),
        signature=row.get("signature"),
        today=row.get("today"),
        endpoints={
            entry["path"] + suffix: _read_endpoint(entry, row)
            for entry in row["endpoints"]
            for suffix in row.get("suffixes", [""])
        },
    )


def _read_endpoint(entry: Mapping[str, Any], catalogue: Mapping[str, Any]) -> _Listed:
    return _Listed(
        send=entry.get("send", False),
        credentials=entry.get("credentials", True),
        methods=tuple(entry.get("methods", catalogue["methods"])),
        bodies=tuple(entry.get("bodies", catalogue["bodies"])),
        required=tuple(tuple(group.split("|")) for group in entry.get("required", ())),
        optional=tuple(name for item in entry.get("optional", ()) for name in _expanded(item)),
        today=entry.get("today"),
    )


def _expanded(item: str) -> list[str]:
    lists: dict[str, list[str]] = read_data("endpoints.toml")["names"]
    return lists[item[1:]] if item.startswith("@") else [item]
