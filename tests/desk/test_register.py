"""The register on screen: by unit and days, page by page, with figures; written out as a file."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from motcua.dossiers.models import Dossier
from motcua.insight.models import Report
from motcua.kernel.models import AuditRow
from tests.desk.crowds import crowd
from tests.desk.test_reports import content
from tests.dossiers.episodes import declare, end, second
from tests.ui.reading import text_of

__all__ = ["declare", "end", "second"]
DAYS = {"since": "01/11/2026", "until": "30/11/2026"}


@pytest.fixture
def some(world):
    for number in range(3):
        dossier = world.file(key=f"k{number}")
    world.receive(dossier)
    return dossier


def sums(desk):
    found = desk.page.xpath("//dl[contains(@class,'desk-sums')]/div")
    return {one.xpath("dt")[0].text: one.xpath("dd")[0].text for one in found}


def test_it_shows_the_lines_of_form_06_with_their_figures(desk_of, some):
    desk = desk_of("receptionist").open("register")
    assert len(desk.codes) == 3
    assert sums(desk) == {
        "Đã nộp": "3",
        "Đã tiếp nhận": "1",
        "Xong đúng hạn": "0",
        "Xong trễ": "0",
        "Đang giải quyết": "3",
        "Đang quá hạn": "0",
        "Từ chối, rút hoặc dừng": "0",
    }
    heads = [th.text for th in desk.page.xpath("//thead//th")]
    assert heads == [
        *("Số vào sổ", "Mã hồ sơ", "Thủ tục", "Số bộ", "Tổ chức, cá nhân; liên hệ"),
        *("Cơ quan giải quyết", "Nhận", "Hẹn trả", "Trả", "Phương thức", "Ghi chú"),
    ]
    assert "01/2026" in desk.text
    assert "Mẫu số 06" in desk.text


def test_pages_follow_one_another_to_the_end(desk_of, world, some):
    crowd(some, 60)
    desk, codes = desk_of("leader").open("register", **DAYS), []
    while True:
        codes += desk.codes
        following = desk.page.xpath("//a[@rel='next']/@href")
        if not following:
            break
        desk.go(following[0])
    assert len(codes) == len(set(codes)) == 63


def test_it_is_narrowed_to_a_unit_and_a_procedure(desk_of, world, some):
    desk = desk_of("leader")
    unit = {code: world.ward.units.get(code=code).public_id for code in ("MC", "CM")}
    assert len(desk.open("register", unit=unit["MC"]).codes) == 3
    assert desk.open("register", unit=unit["CM"]).codes == []
    assert desk.open("register", procedure="1.004222").codes == []
    assert desk.open("register", since="01/12/2026", until="31/12/2026").codes == []


def test_days_out_of_order_and_odd_addresses_are_answered(desk_of, some):
    desk = desk_of("leader")
    assert desk.open("register", since="20/11/2026", until="01/11/2026").status == 422
    assert "Ngày cuối phải sau ngày đầu" in desk.text
    for odd in ("since=x", "unit=x", "agency=9999999", "agency=x", "after=x", "procedure=%00"):
        assert desk.go(f"{desk.at('register')}?{odd}").status in {200, 422}, odd


@pytest.mark.parametrize("role", ["specialist", "administrator", "accountant"])
def test_who_keeps_no_register_sees_none(desk_of, some, role):
    assert desk_of(role).open("register").status == 403
    if role != "administrator":  # whose first page is the console's
        assert "Sổ theo dõi hồ sơ" not in desk_of(role).open("queue").words("//nav")


def test_another_wards_receptionist_sees_his_own_ward_only(desk_of, some):
    assert desk_of("outsider").open("register").codes == []


def test_who_looked_at_which_part_is_in_the_log_once_an_hour(desk_of, some):
    desk = desk_of("clerk")
    for _again in range(2):
        desk.open("register")
    row = AuditRow.objects.get(action="dossiers.read_register")
    assert row.data == {"since": "2026-11-01", "until": "2026-11-20"}


@pytest.mark.parametrize("role", ["receptionist", "leader"])
def test_the_part_that_is_shown_is_written_out_as_a_workbook(desk_of, world, some, role):
    desk = desk_of(role)
    unit = world.ward.units.get(code="MC").public_id
    asked = {"agency": world.ward.pk, "unit": unit, **DAYS, "format": "xlsx"}
    desk.response = desk.client.post(
        desk.at("register-write"), {**asked, "purpose": "inspection", "procedure": ""}
    )
    assert "Tệp đã xong" in desk.follow().text
    desk.open("report-file", Report.objects.get().public_id)
    sheet = load_workbook(io.BytesIO(content(desk.response))).active
    assert {sheet[f"C{line}"].value for line in (4, 5, 6)} == set(
        Dossier.objects.values_list("code", flat=True)
    )
    assert AuditRow.objects.get(action="insight.export").purpose == "inspection"


def test_the_pdf_is_form_06_with_the_outages_of_its_days(desk_of, world, some, declare, end):
    end(declare("2026-11-20T07:00", now="2026-11-20T08:00"), "2026-11-20T08:30")
    desk = desk_of("leader").open("register")
    said = "Cháy phòng máy chủ (Quyết định 12/QĐ-UBND): 07:00 20/11/2026 – 08:30 20/11/2026"
    assert said in desk.text
    asked = {"agency": world.ward.pk, **DAYS, "format": "pdf", "purpose": "archive"}
    desk.response = desk.client.post(desk.at("register-write"), asked)
    desk.follow()
    desk.open("report-file", Report.objects.get().public_id)
    text = " ".join(text_of(content(desk.response)).split())
    assert "SỔ THEO DÕI HỒ SƠ" in text
    assert "Ký nhận" in text
    assert said in text


def test_the_leaders_screen_and_the_rail_lead_to_it(desk_of):
    desk = desk_of("leader").open("leading")
    assert desk.page.xpath("//main//a[contains(@href,'/so-theo-doi/')]")
    assert "Sổ theo dõi hồ sơ" in desk_of("receptionist").open("queue").words("//nav")
