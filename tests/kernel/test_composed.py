"""Reads that are composed once and run with other values."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.kernel.composed import composed, one_of
from motcua.kernel.models import Blob, StoredFile

if TYPE_CHECKING:
    from django.db.models import QuerySet

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
composings: list[str] = []


@composed
def files_of(kind: Any) -> QuerySet[StoredFile]:
    composings.append("files")
    found = StoredFile.objects.filter(blob__media_type=kind)
    return found.select_related("blob").order_by("pk")


@composed
def kinds_of_size(sizes: Any) -> QuerySet[StoredFile, str]:
    rows = StoredFile.objects.filter(one_of("blob__size", sizes)).order_by("pk")
    return rows.values_list("blob__media_type", flat=True)


@composed
def nothing_at_all(kind: Any) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(pk__in=[], blob__media_type=kind)


@pytest.fixture
def files() -> list[StoredFile]:
    made = []
    for size, kind in ((1, "a"), (2, "b"), (3, "b")):
        blob = Blob.objects.create(sha256=str(size), size=size, media_type=kind, stored_at=NOW)
        made.append(StoredFile.objects.create(blob=blob, name=f"{kind}.pdf", stored_at=NOW))
    return made


def test_the_second_time_only_the_values_are_others(files):
    before = len(composings)
    assert files_of(kind="a") == files[:1]
    assert files_of(kind="b") == files[1:]
    assert files_of(kind="c") == []
    assert len(composings) - before <= 1


def test_rows_are_django_s_own_with_what_they_name(files):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        (found,) = files_of(kind="a")
        assert found.blob.size == 1
    assert len(asked) == 1
    assert found.name == "a.pdf"  # opened, though it is kept sealed
    found.blob.media_type = "d"
    found.blob.save()
    assert files_of(kind="d") == [found]


def test_columns_come_alone_and_a_list_may_be_of_any_length(files):
    assert kinds_of_size(sizes=[1, 3]) == ["a", "b"]
    assert kinds_of_size(sizes=[2]) == ["b"]
    assert kinds_of_size(sizes=[]) == []


def test_what_can_match_nothing_asks_nothing(files):
    with CaptureQueriesContext(connection) as asked:
        assert nothing_at_all(kind="a") == []
    assert not asked.captured_queries


def test_a_value_is_never_part_of_the_statement(files):
    assert files_of(kind="' OR true --") == []


def test_values_that_are_missing_or_too_many_are_refused(files):
    with pytest.raises(TypeError, match="kind"):
        files_of()
    with pytest.raises(TypeError, match="kind"):
        files_of(kind="a", size=1)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_through_its_own_connection(files):
    files_of(kind="a")
    found: list[list[StoredFile]] = []

    def ask() -> None:
        found.append(files_of(kind="b"))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [files[1:]]
