"""Facts made by hand from what a test is about, and the one way to ask a rule about them."""

from __future__ import annotations

from sendcloud_lint.knowledge.endpoints import endpoint_of
from sendcloud_lint.model.api import Endpoint, Role
from sendcloud_lint.model.facts import FORM, Auth, Credential, Fact, Request, Sent
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.rule import Rule
from sendcloud_lint.model.source import Place, Span
from sendcloud_lint.model.values import Known, Unknown, Value
from sendcloud_lint.model.written import Written

EMAIL = "https://api.aurorasendcloud.com/email/send"
SMS = "https://api.aurorasendcloud.com/smsapi/send"
REFERENCE = "https://api-us.aurorasendcloud.com/api/mail/send"
MANAGEMENT = "https://api.aurorasendcloud.com/api/template/list"
EARLIER = "https://api2.sendcloud.net/api/mail/send"
V1 = "https://sendcloud.sohu.com/webapi/mail.send.json"
V2 = "https://api.sendcloud.net/apiv2/mail/send"
SIGNED = "https://api.sendcloud.net/smsapi/send"
ELSEWHERE_ON_IT = "https://api.aurorasendcloud.com/status"

SOMETHING = Unknown("what a test does not care for")
MASK = "‹key, 16 characters, #kmrtwz›"


def place(start: int, path: str = "mailer.py") -> Place:
    return Place(path, Span(start, start + 10))


CALL = place(500)
SENT_HERE = Step(CALL, "sent here")
WAY = (Step(place(900, "client.py"), "handed on here"), Step(place(950, "client.py"), "sent here"))


def text(characters: str) -> Known:
    return Known(Written(characters), (place(300),))


def endpoint(url: str) -> Endpoint:
    found = endpoint_of(url)
    assert found is not None, f"{url} is no endpoint of the API"
    return found


def sent(name: str, role: Role | None = None, *, at: int = 100, value: Value = SOMETHING, certain: bool = True) -> Sent:
    """A named value. The four exact names are credentials without saying so."""
    exact = next((known for known in Role if known.parameter == name), None)
    return Sent(name, place(at), value, FORM, role or exact, certain)


def pair(*names: str) -> tuple[Sent, ...]:
    return tuple(sent(name) for name in names)


def basic_auth(at: int = 200, scheme: str = "basic") -> Auth:
    return Auth(place(at), scheme, SOMETHING, SOMETHING)


def request(
    to: str | Endpoint,
    *parameters: Sent,
    headers: tuple[Sent, ...] = (),
    cookies: tuple[Sent, ...] = (),
    auth: tuple[Auth, ...] = (),
    complete: bool = True,
    settled: bool = True,
    way: tuple[Step, ...] = (),
) -> Request:
    return Request(
        place=CALL,
        endpoint=endpoint(to) if isinstance(to, str) else to,
        method="POST",
        client="requests.post",
        parameters=parameters,
        headers=headers,
        cookies=cookies,
        auth=auth,
        complete=complete,
        settled=settled,
        scope="send",
        way=way,
    )


def literal(role: Role, name: str, *, placeholder: bool = False, default_of: str = "") -> Credential:
    return Credential(
        role=role,
        place=place(40),
        name=name,
        mask=MASK,
        tag="kmrtwz",
        placeholder=placeholder,
        scope="Config",
        default_of=default_of,
        uses=(SENT_HERE,),
    )


def faults(rule: Rule, fact: Fact) -> list[Fault]:
    """What the rule says of the fact; every fault must keep to the conventions."""
    assert type(fact) is rule.wants
    found = list(rule.check(fact))
    for fault in found:
        _check_sentence(fault.message)
        _check_sentence(fault.help)
        assert fault.place not in [step.place for step in fault.related], "the primary place is related to itself"
    return found


def messages(rule: Rule, fact: Fact) -> list[str]:
    return [fault.message for fault in faults(rule, fact)]


def slots(rule: Rule, fact: Fact) -> list[str]:
    return [fault.slot for fault in faults(rule, fact)]


def _check_sentence(said: str) -> None:
    assert said, "nothing is said"
    assert "\n" not in said
    assert said == said.strip()
    assert not said.endswith((".", "!", "?", ":", ",")), "a sentence without a stop at its end"
    assert said[0].isupper() or said[0] == "`", "a sentence starts with a capital or with a name"
    assert "‹text" not in said, "a closed text was put into a sentence"
