"""A disk down to its reserve: nothing from outside is taken in, and nothing that came is lost."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.test import Client

from motcua.kernel import disk, files, keys, parts
from motcua.kernel.disk import NoRoom
from motcua.kernel.kinds import DOCUMENTS
from motcua.kernel.models import StoredFile
from tests.cast import NOW, PDF

_MORE_THAN_THERE_IS = 10**9


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Keep the files of these tests apart; the keys stay those of all tests."""
    keys.ring()
    settings.DATA = tmp_path


@pytest.fixture
def full(settings):
    """Give what makes the disk full, and what makes room on it again."""
    before = settings.DISK_RESERVE

    def fill(*, is_full=True):
        settings.DISK_RESERVE = _MORE_THAN_THERE_IS if is_full else before

    return fill


def store():
    kept = {"name": "giấy.pdf", "now": NOW, "limit_bytes": 10**6, "accept": DOCUMENTS}
    return files.store(io.BytesIO(PDF), **kept)


@pytest.mark.django_db
def test_with_the_disk_down_to_its_reserve_no_file_is_taken_in_and_one_is_asked_to_wait(full):
    full()
    with pytest.raises(NoRoom) as refusal:
        store()
    assert (refusal.value.status, refusal.value.details["retry_after"]) == (503, 300)
    assert not StoredFile.objects.exists()
    full(is_full=False)
    assert store().blob.size == len(PDF)


@pytest.mark.django_db
def test_what_the_node_makes_itself_may_use_the_reserve(full):
    full()
    made = files.keep_own(PDF, name="ket-qua.pdf", media_type="application/pdf", now=NOW)
    assert files.content_of(made) == PDF


def test_a_file_larger_than_what_is_left_does_not_begin(settings):
    settings.DISK_RESERVE = 0
    parts.begin(uuid4(), whole=1)
    with pytest.raises(NoRoom):
        parts.begin(uuid4(), whole=disk.free() * 2)


def test_a_file_on_its_way_waits_and_goes_on_where_it_was_once_there_is_room(full):
    key = uuid4()
    parts.begin(key, whole=6)
    assert parts.append(key, 0, io.BytesIO(b"abc"), whole=6) == 3
    full()
    with pytest.raises(NoRoom):
        parts.append(key, 3, io.BytesIO(b"def"), whole=6)
    assert parts.arrived(key) == 3
    full(is_full=False)
    assert parts.append(key, 3, io.BytesIO(b"def"), whole=6) == 6
    with parts.opened(key) as whole:
        assert whole.read() == b"abcdef"


@pytest.mark.django_db
def test_readiness_says_that_there_is_no_room_and_the_node_goes_on(full):
    full()
    answer = Client().get("/readyz", headers={"host": "localhost"})
    assert (answer.status_code, answer.json()["room"]) == (200, False)
    full(is_full=False)
    assert Client().get("/readyz", headers={"host": "localhost"}).json()["room"] is True
