"""Lists that decisions order, and how far the agency is with each."""

from __future__ import annotations

import pytest

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
