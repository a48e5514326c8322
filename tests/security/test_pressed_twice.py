"""Every form of every page, pressed twice from one page: what the first press did is all."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from motcua.identity.enums import Door
from tests.identity.doors import NAMES
from tests.security.access import OFFICIALS
from tests.security.pressing import NOT_HERE, forms_of, pages

pytestmark = pytest.mark.django_db
# Sessions and caches are written by being there.
_BESIDE = {"kernel_cache", "django_session", "kernel_requestkey", "kernel_ratewindow"}
# A code is shown once, on the page that answers; who asks again gets another.
_SHOWN_ONCE = ("/counter/setup act=kiosk", "/ma-danh-gia")
# The same answers, saved again: the draft says when.
_SAVED_AGAIN = {"dossiers_draft": 1}
ROLES = sorted((OFFICIALS - {"outsider"}) | {"citizen"})


def written():
    """Give how many rows this transaction wrote, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


def more(before, after):
    grown = {name: n - before.get(name, 0) for name, n in after.items()}
    return {name: n for name, n in grown.items() if n and name not in _BESIDE}


def _is_shown_once(form):
    return any(one in str(form) for one in _SHOWN_ONCE)


@pytest.mark.parametrize("role", ROLES)
def test_a_form_pressed_twice_writes_once(visit, things, role):
    browser, seen, doubled, broken, did = visit(role), set(), [], [], []
    server = {"SERVER_NAME": NAMES[Door.DESK if role in OFFICIALS else Door.PORTAL]}
    for path, content in pages(browser, things, role):
        for form in forms_of(path, content):
            if str(form) in seen or form.path.endswith(NOT_HERE):
                continue
            seen.add(str(form))
            # Not a block of its own: some acts write only where nothing around them can be undone.
            kept = transaction.savepoint()
            start = written()
            first = browser.post(form.path, form.data, **server)
            once = written()
            second = browser.post(form.path, form.data, **server)
            again = more(once, written())
            transaction.savepoint_rollback(kept)
            if max(first.status_code, second.status_code) >= 500:
                broken.append((str(form), first.status_code, second.status_code))
            # What was refused wrote at most what was undone.
            if first.status_code < 400 and more(start, once):
                did.append(str(form))
                if again and again != _SAVED_AGAIN and not _is_shown_once(form):
                    doubled.append((str(form), again))
    assert broken == []
    assert doubled == []
    assert did
