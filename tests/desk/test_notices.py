"""An official's inbox: what is new for him, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from motcua.desk.notices.queries import inbox
from motcua.dossiers.base.reminders import MANY, QUEUES, TEXTS, Reminder
from motcua.notifications.actions import Told, forget_notices, read_notice, tell_officials
from motcua.notifications.errors import NoticeNotFound
from motcua.notifications.models import OfficialNotice
from motcua.notifications.queries import NOTICES_A_PAGE, unread_notices
from tests.cast import NOW

pytestmark = pytest.mark.django_db
LATE = TEXTS[Reminder.LATE]


def tell(world, role, dossier, key="late:1", now=NOW):
    one = Told(
        world.accounts[role].official_id,
        key,
        str(dossier.public_id),
        {"code": dossier.code, "due": "20/11/2026 17:00"},
    )
    return tell_officials([one], kind="dossiers.late", subject_kind="dossier", text=LATE, now=now)


def test_a_notice_leads_to_its_dossier_and_is_read_then(world, desk_of, filed):
    tell(world, "receptionist", filed)
    desk = desk_of("receptionist").open("notices")
    assert f"Hồ sơ {filed.code} đã quá hạn trả 20/11/2026 17:00." in desk.text
    assert desk.words("//nav[contains(@class,'desk-rail')]//a[contains(.,'Tin mới')]") == "Tin mới1"
    (address,) = desk.page.xpath("//tr[@data-row]//a/@href")
    assert desk.go(address).response["Location"] == desk.at("dossier", filed.public_id)
    assert unread_notices(world.actor("receptionist")) == 0
    assert desk.open("notices").status == 200
    assert "Đánh dấu đã đọc hết" not in desk.text


def test_a_notice_of_many_leads_to_the_queue_where_they_stand(world, desk_of):
    many = Told(
        world.accounts["receptionist"].official_id,
        "late:many",
        QUEUES[Reminder.LATE],
        {"count": 37, "due": "20/11/2026 17:00"},
    )
    text = MANY[Reminder.LATE]
    tell_officials([many], kind="dossiers.late", subject_kind="queue", text=text, now=NOW)
    desk = desk_of("receptionist").open("notices")
    assert "37 hồ sơ đã quá hạn trả" in desk.text
    (address,) = desk.page.xpath("//tr[@data-row]//a/@href")
    assert desk.go(address).response["Location"] == f"{desk.at('queue')}?queue=late"


def test_an_official_who_reads_english_is_told_in_english(world, desk_of, filed):
    tell(world, "receptionist", filed)
    desk = desk_of("receptionist")
    with translation.override("en"):
        line = inbox(world.actor("receptionist"), None, NOW).lines[0]
    assert line.text == f"Dossier {filed.code} is overdue; it was due 20/11/2026 17:00."
    assert desk.open("notices").status == 200


def test_the_same_key_tells_once(world, filed):
    assert [tell(world, "receptionist", filed) for _ in range(2)] == [1, 0]


def test_somebody_elses_notice_is_not_there(world, desk_of, filed):
    tell(world, "receptionist", filed)
    (notice,) = OfficialNotice.objects.all()
    desk = desk_of("specialist").open("notices")
    assert "Chưa có tin nào" in desk.text
    assert desk.open("notice", notice.public_id).status == 404
    with pytest.raises(NoticeNotFound):
        read_notice(actor=world.actor("specialist"), public_id=notice.public_id, now=NOW)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_that_was_seen_is_read_at_once_and_what_came_since_is_not(world, desk_of, filed):
    tell(world, "receptionist", filed)
    desk = desk_of("receptionist").open("notices")
    (until,) = desk.page.xpath("//input[@name='until']/@value")
    tell(world, "receptionist", filed, key="late:2", now=NOW.replace(year=2027))
    desk.response = desk.client.post(desk.at("notices-read"), {"until": until})
    desk.follow()
    assert unread_notices(world.actor("receptionist")) == 1


def test_older_notices_stand_on_further_pages(world, desk_of, filed):
    for number in range(NOTICES_A_PAGE + 1):
        tell(world, "receptionist", filed, key=f"late:{number}")
    desk = desk_of("receptionist").open("notices")
    assert len(desk.codes) == NOTICES_A_PAGE
    (older,) = desk.page.xpath("//a[.='Tin cũ hơn']/@href")
    assert len(desk.go(older).codes) == 1


def test_a_place_in_the_inbox_that_is_not_ones_own_shows_nothing(world, desk_of, filed):
    tell(world, "specialist", filed)
    (notice,) = OfficialNotice.objects.all()
    desk = desk_of("receptionist")
    for before in (notice.pk, "x", "9" * 40):
        assert desk.open("notices", before=before).status == 200
        assert "Hồ sơ" not in desk.text.replace("Khi hồ sơ", "")


def test_notices_of_half_a_year_ago_are_forgotten(world, filed):
    tell(world, "receptionist", filed, now=NOW - timedelta(days=181))
    tell(world, "receptionist", filed, key="late:2")
    assert forget_notices(older_than=timedelta(days=180), now=NOW) == 1
