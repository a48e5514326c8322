"""Of every address that takes writes it is said how we know that it does none twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from motcua.kernel.models import AuditRow
from tests.security import writes
from tests.security.methods import writing

ROOT = Path(__file__).resolve().parents[2]
_LISTS = (writes.SENT_BY, writes.BESIDE, writes.READS, writes.GUARDED)
_GUARD = (
    "tests/security/test_twenty_at_once.py::test_a_button_pressed_twenty_times_calls_one_person",
    "tests/security/test_pressed_twice.py::test_a_form_pressed_twice_writes_once",
    "tests/security/test_access.py::test_a_stranger_changes_nothing_by_posting",
)
_NEW = """
These addresses take writes, and nobody knows yet that what is sent to them twenty times at once is
done once: {names}.

Write a test that sends a right request there and looks at what came of it (you want one anyway),
name it under SENT_BY in tests/security/writes.py, and see it pass:

    .venv/bin/pytest -n 0 -m promise tests/security/test_every_write.py

What cannot be sent twenty times alike stands under BESIDE, with the test that sends it again.
"""
_GONE = "tests/security/writes.py names addresses that take no writes (any more): {names}"
_TWICE = "tests/security/writes.py names addresses under two headings: {names}"


def test_every_address_that_takes_writes_is_known_to_write_once():
    listed = [name for names in _LISTS for name in names]
    new = sorted(writing() - set(listed))
    assert not new, _NEW.format(names=", ".join(new))
    gone = sorted(set(listed) - writing())
    assert not gone, _GONE.format(names=", ".join(gone))
    twice = sorted({name for name in listed if listed.count(name) > 1})
    assert not twice, _TWICE.format(names=", ".join(twice))


def test_the_tests_that_are_relied_on_are_there():
    gone = []
    for place in {*writes.SENT_BY.values(), *writes.BESIDE.values(), *_GUARD}:
        file, _, name = place.partition("::")
        if not (ROOT / file).is_file() or f"def {name}(" not in (ROOT / file).read_text():
            gone.append(place)
    assert sorted(gone) == []


@pytest.mark.django_db
def test_what_only_reads_writes_nothing():
    places = {"openapi:api-root": "/api/v1/", "openapi:openapi-json": "/api/v1/openapi.json"}
    assert places.keys() == set(writes.READS)
    for name, place in places.items():
        answer = Client(SERVER_NAME="localhost").post(place, {"a": "b"})
        assert answer.resolver_match.view_name == name
    assert not AuditRow.objects.exists()
