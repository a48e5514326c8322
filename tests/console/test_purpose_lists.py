"""Lists that decisions order, and how far the agency is with each."""

from __future__ import annotations

import pytest
from lxml import html

from motcua.procedures.models import PurposeList
from tests.cast import BIRTH, BUSINESS

pytestmark = pytest.mark.django_db

LIST = {
    "code": "truc-tuyen-2026",
    "name": "Thủ tục phải trực tuyến năm 2026",
    "purpose": "online",
    "decision": "Quyết định 01/QĐ-UBND",
    "valid_from": "01/01/2026",
    "level": "3",
    "entries": f"{BIRTH}\n{BUSINESS} 4\n9.999999\n",
}


def test_a_list_is_written_down_with_its_progress(admin, base):
    assert admin.post(f"{base}lists/new/", LIST).status_code == 302
    number = PurposeList.objects.get().pk
    page = admin.get(f"{base}lists/{number}/")
    found = page.context["found"]
    ordered = {row.code: row.ordered for row in found.rows}
    assert ordered == {BIRTH: 3, BUSINESS: 4, "9.999999": 3}
    assert found.unknown == 1
    assert found.reached + found.below == 2
    shown = page.content.decode()
    assert "Đăng ký khai sinh" in shown
    assert "Xem số liệu dạng bảng" in shown
    assert f"{found.reached}/3" in admin.get(f"{base}lists/").content.decode()


def test_a_line_that_is_no_code_is_named(admin, base):
    answer = admin.post(f"{base}lists/new/", {**LIST, "entries": f"{BIRTH}\nkhông phải mã"})
    assert answer.status_code == 422
    assert "Dòng 2 chưa đúng" in answer.content.decode()


def test_a_list_is_changed_and_its_code_stays(admin, base):
    admin.post(f"{base}lists/new/", LIST)
    row = PurposeList.objects.get()
    changed = {**LIST, "code": "khac", "entries": BIRTH, "valid_to": "31/12/2026"}
    assert admin.post(f"{base}lists/{row.pk}/change/", changed).status_code == 302
    row.refresh_from_db()
    assert (row.code, row.entries.count()) == ("truc-tuyen-2026", 1)


def test_a_list_ends_after_it_begins(admin, base):
    answer = admin.post(f"{base}lists/new/", {**LIST, "valid_to": "31/12/2025"})
    assert answer.status_code == 422


def test_a_code_that_stands_twice_is_told_with_both_lines_and_nothing_typed_is_lost(admin, base):
    typed = f"{BIRTH} 4\n{BUSINESS}\n{BIRTH} 2\nkhông phải mã"
    answer = admin.post(f"{base}lists/new/", {**LIST, "entries": typed})
    assert answer.status_code == 422
    shown = html.fromstring(answer.content)
    errors = " ".join(shown.xpath("//*[@class='govuk-error-summary']")[0].itertext())
    assert f"Dòng 3: mã {BIRTH} đã ghi ở dòng 1." in errors
    assert "Dòng 4 chưa đúng: không phải mã" in errors
    assert shown.xpath("//textarea[@name='entries']")[0].text.split("\n")[-4:] == typed.split("\n")
    assert not PurposeList.objects.exists()


def test_codes_that_the_catalogue_does_not_have_are_named(admin, base):
    admin.post(f"{base}lists/new/", LIST)
    shown = admin.get(f"{base}lists/{PurposeList.objects.get().pk}/").content.decode()
    assert "Danh mục chưa có: 9.999999." in shown
    assert "danh mục chưa có mã này" in shown
