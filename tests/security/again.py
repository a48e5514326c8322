"""Sends again what tests send: each write once in one run, twenty times at one moment in the other.

Loaded with `-p tests.security.again`, by `test_every_write.py` alone: the tests that it names
run twice, each time in a database whose transactions end. What a test sends is then in the second
run sent by twenty at once, with the token of one page where it is a form, and the test goes on with
one of the answers: so it must still find everything as it expects it. Rows and acts that each write
left behind are noted for both runs in the file that `MOTCUA_PRESSED` names.
"""

from __future__ import annotations

import copy
import json
import os
from collections import defaultdict
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.client import MULTIPART_CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterator

ONCE, MANY = "once", "twenty"
_WRITES = {"POST", "PUT", "PATCH", "DELETE"}
_TOKEN = "csrfmiddlewaretoken"
# Sessions and caches are written by being there.
_BESIDE = ("kernel_cache", "django_session", "kernel_requestkey", "kernel_ratewindow")
_SESSIONS = ("_desk", "_portal")
_TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
AND relname <> ALL(%s) ORDER BY 1
"""
_numbers = count(1)
_seen: dict[str, dict[str, list[Any]]] = defaultdict(dict)
_generic, _post = Client.generic, Client.post
_presses: dict[str, Any] = {"run": ONCE, "number": count(), "test": ""}


def _standing() -> dict[str, int]:
    """Count the rows of every table and the acts on record."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [list(_BESIDE)])
        looks = (
            f"SELECT '{name}', count(*) FROM \"{name}\""  # noqa: S608 - our own names
            for (name,) in cursor.fetchall()
        )
        acts = "SELECT 'act ' || action, count(*) FROM kernel_auditrow GROUP BY 1"
        cursor.execute(" UNION ALL ".join((*looks, acts)))
        return dict(cursor.fetchall())


def _touched(since: int) -> dict[str, int]:
    """Count the rows that transactions since then left, by table."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [list(_BESIDE)])
        looks = (
            f"SELECT 'into {name}', count(*) FROM \"{name}\" WHERE xmin::text::bigint >= {since}"  # noqa: S608 - our own names
            for (name,) in cursor.fetchall()
        )
        cursor.execute(" UNION ALL ".join(looks))
        return {name: rows for name, rows in cursor.fetchall() if rows}


def _next_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _written(before: dict[str, int], since: int) -> dict[str, int]:
    after = _standing()
    names = before.keys() | after.keys()
    grown = {name: after.get(name, 0) - before.get(name, 0) for name in names}
    return {name: rows for name, rows in grown.items() if rows} | _touched(since)


def _twin(client: Client) -> Client:
    """Give another window of the same browser."""
    own = copy.copy(client)
    own.cookies = copy.deepcopy(client.cookies)
    own.raise_request_exception = False
    return own


def _all_at_once(client: Client, *words: Any, **more: Any) -> tuple[Any, Client, list[Any]]:
    from tests.security.crowd import AT_ONCE, at_once  # noqa: PLC0415 - after Django is set up

    if client.handler._middleware_chain is None:
        client.handler.load_middleware()
    twins = [_twin(client) for _ in range(AT_ONCE)]
    answers = at_once(lambda number: _generic(twins[number], *words, **more))
    best = min(range(AT_ONCE), key=lambda number: answers[number].status_code)
    return answers[best], twins[best], answers


def _send(self: Client, method: str, path: str, *words: Any, **more: Any) -> Any:
    if method not in _WRITES or connection.in_atomic_block:
        return _generic(self, method, path, *words, **more)
    since, before = _next_transaction(), _standing()
    answers = []
    # Who signs in twenty times is signed in twenty times.
    is_signing_in = str(path).startswith("/accounts/") and path != "/accounts/token/"
    if _presses["run"] == MANY and not is_signing_in:
        answer, twin, answers = _all_at_once(self, method, path, *words, **more)
        self.cookies = twin.cookies
    else:
        answer = _generic(self, method, path, *words, **more)
    of = getattr(answer, "resolver_match", None)
    if of:
        told = {
            "run": _presses["run"],
            "written": _written(before, since),
            "answers": sorted({one.status_code for one in answers or [answer]}),
            "leads": len({one.headers.get("Location") for one in answers or [answer]}),
        }
        key = f"{_presses['test']} {next(_presses['number'])}"
        _seen[of.view_name].setdefault(key, []).append(told)
    return answer


def _send_form(self: Client, path: str, data: Any = None, *words: Any, **more: Any) -> Any:
    """Give a form of somebody who signed in the token that its page would have given it."""
    is_form = isinstance(data, Mapping | None) and not words
    is_form = is_form and more.get("content_type", MULTIPART_CONTENT) == MULTIPART_CONTENT
    if is_form and any(name.endswith(_SESSIONS) for name in self.cookies):
        data = {_TOKEN: f"again-{next(_numbers)}"} | dict(data or {})
    return _post(self, path, data, *words, **more)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.fixturenames.append("_run")
    metafunc.parametrize("_run", [ONCE, MANY], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.django_db(transaction=True), append=False)


@pytest.fixture(autouse=True)
def _run(request: pytest.FixtureRequest) -> Iterator[None]:
    """Note which test runs, and how."""
    test = request.node.nodeid
    of_both = test.replace(f"{MANY}-", "").replace(f"{ONCE}-", "")
    of_both = of_both.replace(f"-{MANY}", "").replace(f"-{ONCE}", "")
    of_both = of_both.replace(f"[{MANY}]", "").replace(f"[{ONCE}]", "")
    _presses.update(run=request.param, number=count(), test=of_both)
    Client.generic, Client.post = _send, _send_form  # type: ignore[method-assign]
    yield
    Client.generic, Client.post = _generic, _post  # type: ignore[method-assign]


def pytest_sessionfinish() -> None:
    Path(os.environ["MOTCUA_PRESSED"]).write_text(json.dumps(_seen, ensure_ascii=False))
