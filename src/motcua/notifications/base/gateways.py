"""A text-message gateway as data: where to send, in which words, and how answers are to be read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal

from motcua.notifications.base.segments import MOST_SEGMENTS

if TYPE_CHECKING:
    from collections.abc import Callable

_PLACE = re.compile(r"\{([a-z0-9_]+)\}")
_NAME = re.compile(r"[a-z0-9-]{1,20}")
_STEP = re.compile(r"[^.]+")
PLACES = frozenset({"phone", "text", "reference", "secret", "alphabet", "is_unicode"})
"""What a field or a header may hold: `{phone}` and so on."""


class GatewayError(Exception):
    """A description that cannot be used; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How a gateway's answer says that it took a message, or never will.

    With a `field`, its value decides among answers of a `taken_status`; anything that neither list
    names is tried again. `id` leads to the gateway's own number, as `data.0.id`.
    """

    id: str
    taken_status: tuple[int, ...] = (200, 201, 202)
    refused_status: tuple[int, ...] = (400, 413, 422)
    field: str = ""
    taken: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reports:
    """How a gateway tells what became of a message, by calling us.

    `proof` is `signature` (`docs/processes/sandbox.md`, §1.2) or the name of a header that carries
    the secret. The others lead to fields of the JSON object it sends.
    """

    proof: str = "signature"
    id: str = "id"
    reference: str = "reference"
    state: str = "event"
    delivered: tuple[str, ...] = ("message.delivered",)
    failed: tuple[str, ...] = ("message.failed",)
    dead: tuple[str, ...] = ("unknown", "not_in_use")
    reason: str = "reason"
    at: str = "at"


@dataclass(frozen=True, slots=True)
class Gateway:
    """One gateway. `secret` is what we prove ourselves by, `proves` what it proves itself by."""

    name: str
    url: str
    answers: Answers
    body: Literal["json", "form", "query"] = "json"
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    number: Literal["national", "international", "plus"] = "national"
    most_segments: int = MOST_SEGMENTS
    at_once: int = 8
    reports: Reports = field(default_factory=Reports)
    secret: str = field(default="", repr=False)
    proves: str = field(default="", repr=False)


def sandbox(url: str, secret: str, proves: str) -> Gateway:
    """Describe the gateway of `docs/processes/sandbox.md`, §3: the one without a description."""
    return Gateway(
        name="phone",
        url=f"{url.rstrip('/')}/messages",
        answers=Answers(id="id", taken_status=(202,)),
        headers={"Authorization": "Bearer {secret}", "Idempotency-Key": "{reference}"},
        fields={"to": "{phone}", "text": "{text}", "reference": "{reference}"},
        secret=secret,
        proves=proves,
    )


def described(text: str, read_secret: Callable[[str], str]) -> Gateway:
    """Read a description (JSON); `secret_file` and `proves_file` name files with the secrets.

    Raises `GatewayError`.
    """
    try:
        told = json.loads(text)
        secrets: dict[str, Any] = {
            name: read_secret(told.pop(f"{name}_file")) if f"{name}_file" in told else ""
            for name in ("secret", "proves")
        }
        gateway = Gateway(
            **_listed(Gateway, told, ("answers", "reports")),
            answers=Answers(**_listed(Answers, told["answers"])),
            reports=Reports(**_listed(Reports, told.get("reports", {}))),
            **secrets,
        )
    except (ValueError, TypeError, AttributeError, LookupError, OSError) as error:
        raise GatewayError(f"the gateway's description: {type(error).__name__} {error}") from error
    _check(gateway)
    return gateway


def filled(value: Any, places: Mapping[str, str]) -> Any:
    """Put values into the places of a text, or of every text in a list or an object."""
    if isinstance(value, str):
        return _PLACE.sub(lambda found: places.get(found[1], found[0]), value)
    if isinstance(value, Mapping):
        return {key: filled(one, places) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, places) for one in value]
    return value


def found_at(data: Any, path: str) -> str:
    """Follow a path like `data.0.id`; give what is there as text, empty when nothing is."""
    for step in _STEP.findall(path):
        if isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        elif isinstance(data, dict) and step in data:
            data = data[step]
        else:
            return ""
    return "" if data is None or isinstance(data, dict | list) else str(data)


def _listed(kind: type, told: Mapping[str, Any], apart: tuple[str, ...] = ()) -> dict[str, Any]:
    known = {one.name for one in fields(kind)}
    if unknown := set(told) - known:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told.items()
        if name not in apart
    }


def _check(gateway: Gateway) -> None:
    if not _NAME.fullmatch(gateway.name):
        raise GatewayError("name is not 1 to 20 of a-z, 0-9 and -")
    if not gateway.url.startswith("https://") and not gateway.url.startswith("http://127."):
        raise GatewayError("url is not https")
    named = set(_PLACE.findall(json.dumps([dict(gateway.headers), dict(gateway.fields)])))
    if unknown := named - PLACES:
        raise GatewayError(f"no such place: {', '.join(sorted(unknown))}")
    if not {"phone", "text"} <= named:
        raise GatewayError("fields hold no {phone} or no {text}")
    if gateway.body not in {"json", "form", "query"} or gateway.number not in {
        "national",
        "international",
        "plus",
    }:
        raise GatewayError("body or number is a word that is not known")
    if not 1 <= gateway.at_once <= 32 or not 1 <= gateway.most_segments <= 20:
        raise GatewayError("at_once is not 1 to 32, or most_segments not 1 to 20")
