"""Paper in an outage at the desk: sheets are made and printed, bound to what is typed, spoiled."""

from __future__ import annotations

from uuid import uuid4

import pytest

from motcua.agencies.actions.counters import open_counter
from motcua.counters.actions.filing import start_filing
from motcua.counters.actions.shifts import open_shift
from motcua.counters.queries.knowing import Who
from motcua.dossiers.actions.counter_filing import start_counter_draft
from motcua.dossiers.actions.provisional import make_block, spoil_number
from motcua.dossiers.models import ProvisionalBlock
from motcua.dossiers.queries.provisional import LateEntry, late_entry_of, number_of
from motcua.kernel.actors import SYSTEM
from tests.cast import BIRTH, NOW
from tests.dossiers.episodes import at, declare, second

pytestmark = pytest.mark.django_db
__all__ = ["declare", "second"]


@pytest.fixture
def counter(world):
    unit = world.ward.units.get(code="MC")
    return open_counter(actor=SYSTEM, unit=unit, code="1", name="Quầy 1", now=NOW)


def test_sheets_are_made_for_a_counter_and_printed(desk_of, counter):
    desk = desk_of("receptionist").open("outage-paper")
    assert "Chưa có tờ số tạm nào" in desk.text
    made = {"counter": counter.pk, "sheets": 3}
    desk.response = desk.client.post(desk.at("outage-sheets"), made)
    desk.follow()
    block = ProvisionalBlock.objects.get()
    assert number_of(block, 1) in desk.text
    desk.open("outage-sheets-pdf", block.public_id)
    assert desk.response["Content-Type"] == "application/pdf"
    desk.response = desk.client.post(
        desk.at("outage-sheets-used", block.public_id), {"used_to": "2"}
    )
    desk.follow()
    assert [number_of(block, n) in desk.text for n in (1, 2)] == [True, True]
    assert desk.words("//tbody//td[5]").count("TT26") == 2


def test_the_last_sheet_is_named_as_it_is_printed_and_a_slip_loses_nothing(desk_of, world, counter):
    made_at = at("2026-11-19T09:00")
    block = make_block(
        actor=world.actor("receptionist"),
        unit=counter.unit,
        counter_id=counter.pk,
        sheets=3,
        now=made_at,
    )
    desk = desk_of("receptionist")
    address = desk.at("outage-sheets-used", block.public_id)
    desk.client.post(address, {"used_to": f" {number_of(block, 2)} "})
    block.refresh_from_db()
    assert block.used_to == 2
    desk.response = desk.client.post(address, {"used_to": "tờ hai"})
    desk.follow()
    assert "Không có tờ nào mang số tạm này." in desk.text
    block.refresh_from_db()
    assert block.used_to == 2


def test_a_wrong_number_is_said_in_the_form(desk_of, counter):
    desk = desk_of("receptionist")
    answers = {"number": "H26.101-TT26-00001-00", "reason": "Rách"}
    desk.response = desk.client.post(desk.at("outage-spoil"), answers)
    assert desk.status == 422
    assert "Không có tờ nào mang số tạm này." in desk.text
    assert desk.page.xpath("//input[@name='reason']/@value") == ["Rách"]


def test_a_sheet_called_spoiled_by_mistake_is_put_right_from_the_list(desk_of, world, counter):
    by = {"actor": world.actor("receptionist"), "now": at("2026-11-19T09:00")}
    block = make_block(**by, unit=counter.unit, counter_id=counter.pk, sheets=3)
    spoil_number(**by, number=number_of(block, 2), reason="Rách")
    desk = desk_of("receptionist").open("outage-paper")
    assert "Rách" in desk.text
    (link,) = desk.page.xpath("//main//a[contains(@href, 'restore')]/@href")
    desk.go(link)
    assert desk.page.xpath("//input[@name='number']/@value") == [number_of(block, 2)]
    sent = {"number": number_of(block, 2), "reason": ""}
    desk.response = desk.client.post(desk.at("outage-restore"), sent)
    assert "Chưa trả lời: Vì sao ghi hỏng là nhầm." in desk.text
    desk.response = desk.client.post(desk.at("outage-restore"), sent | {"reason": "Gõ nhầm số"})
    desk.follow()
    assert "Tờ này nhập được như thường" in desk.words("//body")
    assert "Ghi nhầm?" not in desk.text


def test_what_is_being_typed_is_chosen_by_who_it_is_for(desk_of, world, counter, declare):
    declare("2026-11-20T08:00", now="2026-11-20T08:30")
    clerk = world.actor("receptionist")
    open_shift(actor=clerk, counter_id=counter.pk, now=NOW)
    by = {"actor": clerk, "counter_id": counter.pk, "offering_id": world.offerings[BIRTH]}
    for name in ("Trần Thị Sáu", "Lê Văn Bảy"):
        start_filing(**by, who=Who(full_name=name), now=NOW)
    shown = desk_of("receptionist").open("outage-bind").words("//select[@name='draft']")
    for name in ("Trần Thị Sáu", "Lê Văn Bảy"):
        assert f"{name} · Đăng ký khai sinh" in shown


def test_where_nothing_is_being_typed_the_page_says_what_to_do_first(desk_of, counter):
    desk = desk_of("receptionist").open("outage-bind")
    assert "chưa nhập hồ sơ nào ở quầy" in desk.text
    assert desk.at("counters") in desk.page.xpath("//main//a/@href")
    assert not desk.page.xpath("//main//form")
    desk.response = desk.client.post(desk.at("outage-bind"), {"draft": "", "number": "1"})
    assert desk.status == 422
    assert "chưa nhập hồ sơ nào ở quầy" in desk.text


def test_who_does_not_receive_has_no_such_page(desk_of):
    assert desk_of("specialist").open("outage-paper").status == 403


def test_the_desk_says_what_is_wrong_and_leads_to_the_sheets(desk_of, declare):
    assert not desk_of("receptionist").open("outage-paper").page.xpath("//*[@data-outage]")
    declare("2026-11-20T08:00", now="2026-11-20T08:30")
    shown = desk_of("receptionist").open("queue").words("//*[@data-outage='now']")
    assert "Đang có sự cố: Cháy phòng máy chủ" in shown
    assert "Giấy nhận khi sự cố" in shown
    assert "Giấy nhận khi sự cố" not in desk_of("specialist").open("queue").words(
        "//*[@data-outage]"
    )


def test_what_is_typed_in_an_outage_leads_to_its_sheet_and_back(desk_of, world, declare):
    declare("2026-11-20T08:00", now="2026-11-20T08:30")
    receptionist = world.actor("receptionist")
    unit = world.ward.units.get(code="MC")
    block = make_block(
        actor=receptionist, unit=unit, counter_id=None, sheets=2, now=at("2026-11-19T09:00")
    )
    draft = start_counter_draft(
        actor=receptionist, offering_id=world.offerings[BIRTH], answers={}, now=NOW
    )
    assert late_entry_of(draft, NOW) == LateEntry()
    desk = desk_of("receptionist").open("outage-bind", draft=draft.public_id)
    chosen = desk.page.xpath("//select[@name='draft']/option[@selected]/@value")
    assert chosen == [str(draft.public_id)]
    filing = uuid4()
    address = f"{desk.at('outage-bind')}?draft={draft.public_id}&filing={filing}"
    answers = {
        "draft": draft.public_id,
        "number": number_of(block, 1),
        "taken_at": "20/11/2026 08:40",
    }
    answer = desk.client.post(address, answers)
    assert answer["Location"].endswith(f"{filing}")
    assert late_entry_of(draft, NOW).number == number_of(block, 1)
