"""The forms of a page as a browser would send them, filled with what they show or anything fit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import html

from motcua.identity.enums import Door
from tests.identity.doors import NAMES
from tests.security.access import OFFICIALS, TABLES
from tests.security.urls import addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

# They try something out and undo it, or read the whole log, in a transaction of their own; the
# language is nobody's record; who takes a list away is written down as often as he does.
NOT_HERE = ("/prove/", "/simulate/", "/frame/", "/ui/language", "/audit/", "/bien-lai/bang-ke")
# What signing in keeps is allauth's own.
ELSEWHERE = ("account_", "mfa_", "socialaccount")
TOKEN = "csrfmiddlewaretoken"
_PRESSED = {"submit", "image"}
_NOT_SENT = _PRESSED | {"button", "reset", "file"}
_BY_NAME = {
    **dict.fromkeys(("since", "last_day", "valid_from"), "24/11/2026"),
    **dict.fromkeys(("valid_to", "planned_end_at", "parent", "instead_of", "commune"), ""),
    "day": "24",
    "month": "11",
    "year": "2026",
    "sheets": "2",
    "amount": "1",
    "days": "3",
    "code": "ma-1",
    "lost_after": "9",
    "entries": "1.001612",
    "identity_number": "",
}
_FIT = {"date": "2026-11-23", "number": "1", "email": "ai@vi-du.example", "tel": "0900000111"}


@dataclass(frozen=True)
class Form:
    """One form of a page with one of its buttons pressed: where it goes and what it sends."""

    path: str
    fields: tuple[tuple[str, str], ...]
    button: str | None = None

    @property
    def data(self) -> dict[str, list[str]]:
        """What is posted, by name."""
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found

    def __str__(self) -> str:
        told = [f"{name}={value[:20]}" for name, value in self.fields if name != TOKEN]
        return f"{self.path} {' '.join(told)}"


def forms_of(path: str, content: bytes) -> Iterator[Form]:
    """Give each form that a page posts, once for each of its buttons."""
    page = html.fromstring(content)
    for form in page.iterfind(".//form"):
        if form.get("method", "get").lower() != "post":
            continue
        target = urljoin(path, form.get("action") or path)
        controls = [*form.iter("input", "select", "textarea", "button")]
        if form.get("id"):
            controls += page.xpath("//*[@form=$id]", id=form.get("id"))
        fields = tuple(_sent(controls))
        buttons = [one for one in controls if _is_button(one)]
        for button in buttons or [None]:
            pressed = ()
            if button is not None and button.get("name"):
                pressed = ((button.get("name"), button.get("value") or ""),)
            elsewhere = button.get("formaction") if button is not None else None
            to = urljoin(path, elsewhere) if elsewhere else target
            yield Form(to, fields + pressed, pressed[0][0] if pressed else None)


def pages(browser, things, role: str) -> Iterator[tuple[str, bytes]]:
    """Give the path and content of every page that a role opens at its own door."""
    door = Door.DESK if role in OFFICIALS else Door.PORTAL
    for each in addresses():
        if each.door != door or each.name.startswith(ELSEWHERE):
            continue
        if role not in TABLES[each.door][each.name]:
            continue
        path = each.path(things)
        answer = browser.get(path, SERVER_NAME=NAMES[door])
        if answer.streaming:
            list(answer)  # a file is closed when it was read
        elif answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield path, answer.content


def _is_button(control) -> bool:
    if control.tag == "button":
        return control.get("type", "submit") == "submit"
    return control.tag == "input" and control.get("type") in _PRESSED


def _sent(controls) -> Iterator[tuple[str, str]]:
    chosen = set()
    for one in controls:
        name = one.get("name")
        if not name or one.get("disabled") is not None or one.tag == "button":
            continue
        kind = one.get("type", "text") if one.tag == "input" else one.tag
        if kind in _NOT_SENT or (kind == "radio" and name in chosen):
            continue
        chosen.add(name)
        yield name, _value(one, kind)


def _value(one, kind: str) -> str:
    if kind == "select":
        options = [*one.iter("option")]
        marked = [option for option in options if "selected" in option.attrib]
        values = [option.get("value", "") for option in (*marked, *options)]
        return next(filter(None, values), "")
    if kind == "textarea":
        return (one.text or "").strip() or "Chữ bất kỳ."
    if kind in {"radio", "checkbox"}:
        return one.get("value", "on")
    return one.get("value") or _fit(one.get("name", ""), one, kind)


def _fit(name: str, one, kind: str) -> str:
    """Give what fits an empty line, told by its last name, its kind or its keyboard."""
    last = re.split(r"[._-]", name)[-1]
    if name in _BY_NAME or last in _BY_NAME:
        return _BY_NAME.get(name, _BY_NAME.get(last, ""))
    if one.get("inputmode") in {"numeric", "decimal"}:
        return "1"
    return _FIT.get(kind, "Chữ bất kỳ")
