"""The API's own nouns: its four credentials and its endpoints."""

from __future__ import annotations

from enum import Enum

from sendcloud_lint.model.records import dataclass

_ALL_BODIES = ("form", "multipart", "query")


class Role(Enum):
    """One of the four credentials; its value is the name of its parameter."""

    EMAIL_USER = "apiUser"
    EMAIL_KEY = "apiKey"
    SMS_USER = "smsUser"
    SMS_KEY = "smsKey"

    @property
    def family(self) -> str:
        """ "email" or "sms"."""
        return "email" if self in (Role.EMAIL_USER, Role.EMAIL_KEY) else "sms"

    @property
    def is_key(self) -> bool:
        """Whether it is the secret one of its pair."""
        return self in (Role.EMAIL_KEY, Role.SMS_KEY)

    @property
    def parameter(self) -> str:
        """The parameter's name, as in "apiKey"."""
        return self.value

    @property
    def variable(self) -> str:
        """The environment variable that the guide recommends, as in "EMAIL_API_KEY"."""
        return f"{self.family.upper()}_API_{'KEY' if self.is_key else 'USER'}"

    @property
    def partner(self) -> Role:
        """The other half of the pair: the key's user, the user's key."""
        return credential(self.family, not self.is_key)

    @property
    def other_family(self) -> Role:
        """The same half of the other family's pair."""
        return credential("sms" if self.family == "email" else "email", self.is_key)

    def spelled(self, snake: bool) -> str:
        """The parameter's name as an endpoint wants it; `snake` is the first version's spelling (email only)."""
        return self.parameter.replace("U", "_u").replace("K", "_k") if snake else self.parameter


def credential(family: str, is_key: bool) -> Role:
    """The credential of `family` ("email" or "sms") that is the key, or the user."""
    if family == "email":
        return Role.EMAIL_KEY if is_key else Role.EMAIL_USER
    return Role.SMS_KEY if is_key else Role.SMS_USER


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is known of a URL on a host of the API.

    `path` is None when only the beginning of the URL is known. `family` ("email" or "sms"), the spelling of the two
    credential parameters and `version` ("guide", "overview", "v1", "v2", "sms") are None when the path does not
    decide them. `required` holds groups of alternatives, credentials and `from` apart. `known` says that the
    catalogue lists the path; of any other path nothing is demanded. `served` is False when the path's first segment
    is one that this host does not have (texts on a regional host). `signature_stands_for_key` marks the product
    whose texts are signed instead of carrying the key; `signature_allowed` says that a signature is no surprise.
    `retired` is a superseded host or the first version of the API, and `successor` the URL to use instead.
    """

    host: str
    path: str | None
    scheme: str | None
    product: str
    region: str | None
    family: str | None = None
    user_name: str | None = None
    key_name: str | None = None
    version: str | None = None
    known: bool = False
    served: bool = True
    is_send: bool = False
    needs_from: bool = False
    needs_credentials: bool = False
    signature_stands_for_key: bool = False
    signature_allowed: bool = False
    methods: tuple[str, ...] = ("GET", "POST")
    bodies: tuple[str, ...] = _ALL_BODIES
    required: tuple[tuple[str, ...], ...] = ()
    optional: tuple[str, ...] = ()
    retired: bool = False
    successor: str | None = None
