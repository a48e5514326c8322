"""Odd words in every field of every form of every page: answered, never a fault, never markup."""

from __future__ import annotations

import re
import time
from itertools import count

import pytest
from django.conf import settings
from django.db import transaction

from motcua.identity.enums import Door
from tests.identity.doors import NAMES
from tests.security.access import OFFICIALS
from tests.security.pressing import NOT_HERE, TOKEN, forms_of, pages

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ODD = (
    "a\0b",
    "9" * 400,
    "<script>alert(1)</script>",
    "\u202enahp \u200b\ufeff\x1b[31m",
    "00000000-0000-4000-8000-00000000000x",
    "ộ" * 20_000,
    "=cmd|' /C calc'!A0",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "-1",
    "'; DROP TABLE dossiers_dossier; --",
    "99999999999",
    "31/02/2026",
    "2026-11-23T25:61",
    "٣٤٥",
    "1e309",
    "9999-12-31",
    "\r\nSet-Cookie: x=1",
    "../../etc/passwd",
)
MOST_ALONE, MORE_ALONE = 20, 4
"""How many fields of a form are odd alone: with one of its buttons, and with each other one."""
# Two cores of a test run are shared by many; alone each is answered within half a second.
SLOW = 10.0
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")
ROLES = sorted((OFFICIALS - {"outsider"}) | {"citizen", "anonymous"})


def odd_forms(form, turn, most):
    """Give what is posted: one field odd at a time, of long forms some, then all at once."""
    names = [name for name in form.data if name != TOKEN]
    step = 1 + len(names) // most
    for name in names[next(turn) % step :: step]:
        yield form.data | {name: [ODD[next(turn) % len(ODD)]]}
    yield form.data | {name: ["a\0b"] for name in names}
    yield form.data | {name: [ODD[next(turn) % len(ODD)]] for name in names}


def shape(form):
    """Tell forms apart by what they ask and where they go, not by which row they stand in."""
    return _ID.sub("*", form.path), frozenset(form.data)


def controls(path, form):
    """Tell forms apart by the page and what they ask, whichever of their buttons is pressed."""
    return _ID.sub("*", path), frozenset(form.data) - {form.button}


def told(form, data):
    odd = {name: value[0][:20] for name, value in data.items() if value != form.data[name]}
    return f"{form.path} {odd}"


@pytest.mark.parametrize("role", ROLES)
def test_odd_words_in_every_form_are_answered(visit, things, role):
    browser, seen, met, wrong, turn = visit(role), set(), set(), [], count()
    server = {"SERVER_NAME": NAMES[Door.DESK if role in OFFICIALS else Door.PORTAL]}
    for path, content in pages(browser, things, role):
        for form in forms_of(path, content):
            if shape(form) in seen or form.path.endswith(NOT_HERE):
                continue
            seen.add(shape(form))
            most = MORE_ALONE if controls(path, form) in met else MOST_ALONE
            met.add(controls(path, form))
            for data in odd_forms(form, turn, most):
                kept, began = transaction.savepoint(), time.monotonic()
                answer = browser.post(form.path, data, **server)
                took = time.monotonic() - began
                shown = b"" if answer.streaming else answer.content
                transaction.savepoint_rollback(kept)
                if answer.status_code >= 500:
                    wrong.append((told(form, data), answer.status_code))
                if b"<script>alert" in shown or settings.SECRET_KEY.encode() in shown:
                    wrong.append((told(form, data), "markup"))
                if took > SLOW:
                    wrong.append((told(form, data), f"{took:.1f} s"))
    assert not wrong, "\n".join(map(str, wrong))
    assert seen
