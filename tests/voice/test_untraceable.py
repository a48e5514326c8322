"""As an attacker who handled the dossier: nothing leads from a rating to it."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from django.db import connection

from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow, OutboxRow
from motcua.notifications.models import Message
from motcua.voice import actions
from motcua.voice.errors import RatingClosed
from motcua.voice.models import Rating
from motcua.voice.queries.satisfaction import comments_of, quarter_of, satisfaction

pytestmark = pytest.mark.django_db


def seen(world, day):
    begins, ends = quarter_of(day)
    return satisfaction([world.ward.pk], begins, ends), comments_of([world.ward.pk], begins, ends)


def test_a_rating_has_no_column_that_names_a_dossier_a_person_or_a_moment(
    world, withdrawn, rate, now
):
    rate(withdrawn(), comment="Tốt.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r) FROM voice_rating r")
        (row,) = cursor.fetchone()
    row = json.loads(row) if isinstance(row, str) else row
    assert set(row) == {
        *("id", "agency_id", "unit_id", "given_on", "scores", "comment", "way", "released_on")
    }
    assert "T" not in row["given_on"]
    assert Rating._meta.get_field("id").get_internal_type() == "UUIDField"


def test_fewer_than_five_ratings_of_a_unit_are_never_counted(world, withdrawn, rate, later):
    for number in range(4):
        rate(withdrawn(number), attitude="0", comment="Lâu")
    assert actions.release_ratings(actor=SYSTEM, now=later(1)) == 0
    said, comments = seen(world, later(1).date())
    assert (said.rated, said.share, comments) == (0, None, ())


def test_what_is_shown_changes_by_five_at_least_so_that_no_difference_tells_one(
    world, withdrawn, rate, now, later
):
    counts = [0]
    for number in range(13):
        rate(withdrawn(number), comment=f"Lời {number}", now=later(number))
        actions.release_ratings(actor=SYSTEM, now=later(number))
        counts.append(seen(world, later(number).date())[0].rated)
    steps = {after - before for before, after in pairwise(counts)}
    assert steps - {0} != set()
    assert min(steps - {0}) >= 5


def test_an_index_that_few_of_a_release_answered_is_left_out_and_tells_nobodys_word(
    world, withdrawn, rate, later
):
    for number in range(10):
        rate(withdrawn(number), now=later(number // 5))
        if number % 5 == 4:
            actions.release_ratings(actor=SYSTEM, now=later(number // 5 + 1))
    # Of the second release one alone said how often he had to come.
    second = Rating.objects.filter(released_on=later(2).date()).order_by("pk")
    for row in second[1:]:
        Rating.objects.filter(pk=row.pk).update(scores={"6": 2, "7": 2})
    said, _comments = seen(world, later(2).date())
    answered = {row.index.code: row.answered for row in said.averages}
    assert said.rated == 10
    assert answered["3"] == 5
    assert answered["7"] == 10


def test_todays_ratings_wait_for_another_day(world, withdrawn, rate, now):
    for number in range(6):
        rate(withdrawn(number))
    assert actions.release_ratings(actor=SYSTEM, now=now) == 0


def test_comments_come_in_no_order_of_time_and_without_who(world, withdrawn, rate, later):
    told = ["Zu", "An gọi 0912345678", "Mẹ tôi 001190000123", "Bà", "Hồ sơ H26.101-261120-0001"]
    for number, text in enumerate(told):
        rate(withdrawn(number), comment=text)
    actions.release_ratings(actor=SYSTEM, now=later(1))
    _said, comments = seen(world, later(1).date())
    assert list(comments) == sorted(comments)
    together = " ".join(comments)
    for secret in ("0912345678", "001190000123", "261120"):
        assert secret not in together


def test_the_log_and_the_outbox_say_that_the_agency_was_rated_and_nothing_more(
    world, withdrawn, rate, now
):
    dossier = withdrawn()
    rate(dossier, comment="Tốt.")
    (row,) = AuditRow.objects.filter(action="voice.rate")
    assert (row.account_id, row.person_id, row.official_id, row.dossier_id) == (None,) * 4
    assert row.subject_id == str(world.ward.pk)
    assert row.data == {}
    assert not OutboxRow.objects.filter(name__startswith="voice.").exists()


def test_nobody_is_sent_anything_when_a_rating_comes(settings, world, withdrawn, rate):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    dossier = withdrawn()
    world.settle()
    before = Message.objects.count()
    rate(dossier)
    world.settle()
    assert Message.objects.count() == before


def test_a_code_for_a_rated_dossier_looks_like_any_other_and_is_refused_like_a_wrong_one(
    world, withdrawn, rate, now
):
    rated, fresh = withdrawn(1), withdrawn(2)
    rate(rated)
    receptionist = world.actor("receptionist")
    codes = [
        actions.give_counter_code(actor=receptionist, dossier_id=one.public_id, now=now)
        for one in (rated, fresh)
    ]
    assert [len(code) for code in codes] == [6, 6]
    said = []
    for code in (codes[0], "AAAAAA"):
        with pytest.raises(RatingClosed) as refusal:
            actions.open_on_kiosk(code=code, agency_id=world.ward.pk, address="192.0.2.1", now=now)
        said.append((type(refusal.value), str(refusal.value), refusal.value.details))
    assert said[0] == said[1]
