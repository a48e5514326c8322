"""A write sent many times under one key is done once and answered alike."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.idempotency import Answer, KeyReused, as_body, once, purge
from motcua.kernel.models import AuditRow, RequestKey

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def submit(key="k1", body=b'{"a": 1}', scope="submit:account:1", pause=0.0):
    with transaction.atomic():
        claim = once(scope=scope, key=key, body=body, now=NOW)
        if claim.answer:
            return claim.answer
        number = audit.record(
            actor=SYSTEM, action="t.done", subject=("t", "1"), agency_id=0, now=NOW
        )
        time.sleep(pause)
        answer = Answer(201, "application/json", b"{}\n%d" % number)
        claim.keep(answer)
    return answer


@pytest.mark.django_db
def test_the_second_time_gives_the_first_answer():
    assert submit() == submit()
    assert AuditRow.objects.count() == 1


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused():
    submit()
    with pytest.raises(KeyReused) as refusal:
        submit(body=b'{"a": 2}')
    assert refusal.value.status == 422


@pytest.mark.django_db
def test_a_stranger_with_the_same_key_gets_nothing_of_it():
    assert submit() != submit(scope="submit:account:2")
    assert AuditRow.objects.count() == 2


@pytest.mark.django_db
def test_a_write_that_failed_can_be_sent_again():
    with transaction.atomic():
        submit()
        transaction.set_rollback(True)
    assert submit().status == 201


@pytest.mark.django_db
def test_a_write_done_without_an_answer_is_not_done_again():
    with transaction.atomic():
        once(scope="s", key="k", body=b"", now=NOW)
    with transaction.atomic():
        assert once(scope="s", key="k", body=b"", now=NOW).answer == Answer(204, "", b"")


def sent(content, name="to-khai.pdf"):
    return as_body([["scan", [SimpleUploadedFile(name, content)]]])


@pytest.mark.parametrize("place", [0, 5_000_000, 12_000_000, 19_999_999])
def test_two_files_of_one_name_and_size_are_two(place):
    first = bytearray(20_000_000)
    other = bytearray(first)
    other[place] = 1
    assert sent(first) != sent(other)
    assert sent(first) == sent(bytearray(first))
    assert sent(first) != sent(first, name="khac.pdf")


def test_a_file_that_is_told_apart_is_still_to_be_read_from_where_it_was():
    file = SimpleUploadedFile("to-khai.pdf", b"abcdef")
    file.read(2)
    as_body([file])
    assert file.read() == b"cdef"


@pytest.mark.django_db
def test_keys_and_answers_are_not_readable_in_the_table():
    submit(key="phone-0912345678")
    row = RequestKey.objects.get()
    assert b"0912345678" not in bytes(row.key)
    assert b"json" not in bytes(row.answer)


@pytest.mark.django_db
def test_old_keys_are_purged():
    submit()
    assert purge(before=NOW) == 0
    assert purge(before=NOW + timedelta(days=7)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_is_claimed_only_with_the_write():
    with pytest.raises(RuntimeError):
        once(scope="s", key="k", body=b"", now=NOW)


def answers_of(requests):
    def run(arguments):
        try:
            return submit(pause=0.05, **arguments)
        except KeyReused as refusal:
            return refusal.status
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(run, requests))


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_do_it_once_and_all_get_the_first_answer():
    answers = answers_of([{} for _ in range(20)])
    assert len(set(answers)) == 1
    assert AuditRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_bodies_at_once_one_wins():
    answers = answers_of([{"body": b"%d" % (number % 2)} for number in range(10)])
    assert answers.count(422) == 5
    assert AuditRow.objects.count() == 1
