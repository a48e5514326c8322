"""Outages at the console: asked for, agreed to by another, ended, told as one episode."""

from __future__ import annotations

import pytest
from lxml import html

from motcua.dossiers.actions.outage_clocks import carry_out_outages
from motcua.dossiers.models import Outage
from motcua.kernel.caching import forget_all
from tests.cast import BUSINESS, NOW
from tests.ui.reading import text_of

pytestmark = pytest.mark.django_db
ASKED = {
    "reason": "Mất điện cả phường",
    "legal_basis": "Thông báo 7",
    "started_at": "20/11/2026 08:30",
}


def text(answer):
    (main,) = html.fromstring(answer.content).xpath("//main")
    return " ".join(main.text_content().split())


def test_an_outage_is_asked_for_agreed_to_and_ended(world, admin, another_administrator, base):
    dossier = world.file(BUSINESS)
    type(dossier).objects.update(fee_state="paid")
    world.receive(dossier, now=NOW.replace(hour=1, minute=0))
    assert admin.post(f"{base}outages/ask/", ASKED).status_code == 302
    outage = Outage.objects.get()
    page = f"{base}outages/{outage.public_id}/"
    assert "Chờ người khác duyệt" in text(admin.get(page))
    refused = admin.post(f"{page}declare/")
    assert refused.status_code == 409
    assert "người đề nghị và người duyệt phải khác nhau" in text(refused)
    assert another_administrator.post(f"{page}declare/").status_code == 302
    forget_all()
    carry_out_outages(now=NOW)
    seen = text(admin.get(page))
    assert "Đang diễn ra" in seen
    assert "Hồ sơ đã dừng thời hạn1" in seen
    late = admin.post(f"{page}end/", {"ended_at": "21/11/2026 08:00"})
    assert late.status_code == 422
    assert admin.post(f"{page}end/", {"ended_at": "20/11/2026 08:55"}).status_code == 302
    again = admin.post(f"{page}end/", {"ended_at": "20/11/2026 08:56"})
    assert again.status_code == 409
    assert "Đã kết thúc" in text(admin.get(f"{base}outages/"))


def rail(answer):
    (side,) = html.fromstring(answer.content).xpath("//details[contains(@class, 'desk-side')]")
    return " ".join(side.text_content().split()), " ".join(side[0].text_content().split())


def test_the_rail_says_what_waits_for_a_second_person_and_which_page_is_shown(
    admin, another_administrator, base
):
    waits = "1 chờ người thứ hai duyệt"
    whole, _folded = rail(another_administrator.get(base))
    assert waits not in whole
    admin.post(f"{base}outages/ask/", ASKED)
    whole, folded = rail(another_administrator.get(base))
    assert f"Sự cố đã công bố{waits}" in whole
    assert folded.startswith("Thông tin")
    page = another_administrator.get(f"{base}outages/")
    assert rail(page)[1].startswith(f"Sự cố đã công bố {waits}")
    assert len(html.fromstring(page.content).xpath("//nav//a[@aria-current='page']")) == 1
    another_administrator.post(f"{base}outages/{Outage.objects.get().public_id}/declare/")
    assert waits not in rail(admin.get(base))[0]


def test_a_time_that_cannot_be_read_is_said_beside_the_question(admin, base):
    answer = admin.post(f"{base}outages/ask/", ASKED | {"started_at": "sáng nay"})
    assert answer.status_code == 422
    assert "Viết như 20/11/2026 15:30" in text(answer)
    assert Outage.objects.count() == 0


def test_a_planned_one_is_announced_called_off_and_has_its_record(
    world, admin, another_administrator, base
):
    asked = ASKED | {"started_at": "27/11/2026 08:00", "planned_end_at": "27/11/2026 12:00"}
    assert admin.post(f"{base}outages/ask/", asked).status_code == 302
    page = f"{base}outages/{Outage.objects.get().public_id}/"
    assert another_administrator.post(f"{page}declare/").status_code == 302
    seen = text(admin.get(page))
    assert "Đã báo trước" in seen
    assert "dự kiến 12:00 27/11/2026" in seen
    record = admin.get(f"{page}record.pdf")
    assert record["Content-Type"] == "application/pdf"
    told = " ".join(text_of(record.content).split())
    assert "BIÊN BẢN SỰ CỐ" in told
    assert "Mất điện cả phường" in told
    assert admin.post(f"{page}call-off/").status_code == 302
    assert "Đã hủy" in text(admin.get(page))
    assert admin.post(f"{page}call-off/").status_code == 409


def test_a_plan_without_its_end_is_said_in_the_form(admin, base):
    answer = admin.post(f"{base}outages/ask/", ASKED | {"started_at": "27/11/2026 08:00"})
    assert answer.status_code == 422
    assert "giờ dự kiến kết thúc" in text(answer)


def test_who_administers_the_node_may_choose_every_agency(admin, base):
    page = text(admin.get(f"{base}outages/ask/"))
    assert "Mọi cơ quan của nút" in page
    assert admin.post(f"{base}outages/ask/", ASKED | {"unit": "*"}).status_code == 302
    assert Outage.objects.get().whole_node


def test_a_scope_that_nobody_narrowed_says_that_it_is_the_whole_agency(admin, base):
    (first, *_units) = html.fromstring(admin.get(f"{base}outages/ask/").content).xpath(
        "//select[@name='unit']/option"
    )
    assert (first.get("value"), first.text_content().strip()) == ("", "Cả cơ quan")


def test_the_second_person_reads_which_unit_stands_still_and_since_when(
    world, admin, another_administrator, base
):
    unit = world.ward.units.get(code="MC")
    assert admin.post(f"{base}outages/ask/", ASKED | {"unit": unit.path}).status_code == 302
    page = f"{base}outages/{Outage.objects.get().public_id}/"
    asked = text(another_administrator.get(f"{page}declare/"))
    for said in (unit.name, "08:30 20/11/2026", "Thông báo 7"):
        assert said in asked
    assert unit.name in text(admin.get(page))
