"""The national catalogue at the console: flags, changes, records that are gone, opening."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.conf import settings
from lxml import html

from motcua.kernel.models import AuditRow
from motcua.procedures.models import NationalRecord, ProcedureVersion
from motcua.procedures.queries import offerings_of, rules, version_on
from tests.cast import NOW
from tests.console.national import CHANGED, CLEAR, GONE, TIME, bring_unclear, let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("national")]
DAY = NOW.date()
KIND = "limit.other-unit"


def text(answer):
    page = html.fromstring(answer.content)
    (main,) = page.xpath("//main")
    return " ".join(" ".join(main.itertext()).split())


def test_flags_stand_beside_what_the_source_says(admin, base):
    shown = text(admin.get(f"{base}national/flags/"))
    assert f"{CHANGED} Đăng ký nuôi chó, mèo" in shown
    assert "1 đơn vị khác (OTHER) Trong ngày" in shown


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ("?kind=limit.", True),
        ("?kind=law.", False),
        ("?q=Cho+đăng", True),
        ("?q=1.900001", True),
        ("?q=khong+co", False),
        ("?field=chan-nuoi", True),
        ("?field=khac", False),
        ("?state=settled", False),
        ("?tier=commune", True),
        ("?tier=ministry", False),
        ("?ours=1", False),
        ("?page=2", True),
        ("?q=%00%25_\\&kind=%27&page=-1&field=%00", True),
    ],
)
def test_flags_are_narrowed_by_what_is_asked(admin, base, asked, is_there):
    answer = admin.get(f"{base}national/flags/{asked}")
    assert answer.status_code == 200
    assert ("Trong ngày" in answer.content.decode()) is is_there


def test_a_limit_that_is_said_waits_as_a_change_and_leaves_the_list(admin, base):
    address = f"{base}national/flags/{CHANGED}/{KIND}/{TIME}/"
    page = text(admin.get(address))
    assert "Mô tả: Trong ngày" in page
    assert "Đơn vị thời gian: đơn vị khác (OTHER)" in page
    assert "DONVITINH" not in page
    assert "chưa rõ" in page
    answer = admin.post(address, {"holds": "value", "amount": "1", "unit": "working-day"})
    assert answer["Location"] == f"{base}national/flags/"
    assert "Trong ngày" not in admin.get(f"{base}national/flags/").content.decode()
    assert "1 ngày làm việc" in text(admin.get(f"{base}national/changes/{CHANGED}/"))
    assert AuditRow.objects.filter(action="procedures.settle_flags").exists()


def test_a_value_is_demanded_where_one_is_to_hold(admin, base):
    address = f"{base}national/flags/{CHANGED}/{KIND}/{TIME}/"
    answer = admin.post(address, {"holds": "value", "amount": "1"})
    assert answer.status_code == 422
    assert "Chưa trả lời: Đơn vị." in text(answer)
    assert 'value="1"' in answer.content.decode()
    assert admin.post(address, {"holds": "source"}).status_code == 302


def test_settling_leads_back_to_the_list_as_it_was_narrowed(admin, base):
    (row,) = html.fromstring(
        admin.get(f"{base}national/flags/?kind=limit.&q=cho&page=7").content
    ).xpath(f"//main//a[contains(@href, '{TIME}')]/@href")
    answer = admin.post(row, {"holds": "source"})
    assert answer["Location"] == f"{base}national/flags/?q=cho&kind=limit.&page=7"
    assert admin.get(answer["Location"]).status_code == 200


def test_several_flags_of_one_kind_take_one_answer(admin, base):
    bring_unclear(CLEAR)
    page = html.fromstring(admin.get(f"{base}national/flags/?kind={KIND}&all=1").content)
    form = next(each for each in page.forms if "chosen" in (each.action or ""))
    query = urlencode([(name, value) for name, value in form.form_values() if value])
    address = f"{form.action}?{query}"
    shown = text(admin.get(address))
    assert CHANGED in shown
    assert CLEAR in shown
    assert "đơn vị khác (OTHER)" in shown
    refused = admin.post(address, {"holds": "value", "amount": "2"})
    assert refused.status_code == 422
    given = {"holds": "value", "amount": "2", "unit": "working-day"}
    assert admin.post(address, given)["Location"] == f"{base}national/flags/?kind={KIND}"
    left = NationalRecord.objects.filter(code__in=(CHANGED, CLEAR))
    settled = [
        flag["settled"]["value"] for row in left for flag in row.flags if flag["kind"] == KIND
    ]
    assert settled == [{"amount": 2, "unit": "working-day"}] * 2


def test_flags_that_ask_for_different_things_are_not_answered_together(admin, base):
    keys = urlencode([("flag", f"{CHANGED}|{KIND}|{TIME}"), ("flag", "x|y|z"), ("flag", "odd")])
    assert "Xử lý 1 điều" in text(admin.get(f"{base}national/flags/chosen/?{keys}"))
    assert "Chưa chọn điều nào" in text(admin.get(f"{base}national/flags/chosen/?flag=x"))


def test_a_flag_leads_to_the_page_of_its_procedure(admin, base):
    page = html.fromstring(admin.get(f"{base}national/flags/").content)
    assert f"{settings.PORTAL_URL}/procedures/{CHANGED}" in page.xpath("//main//a/@href")


def test_a_flag_that_is_not_there_is_not_found(admin, base):
    for place in (f"{CHANGED}/{KIND}/X.0", f"9.999999/{KIND}/{TIME}", f"{CHANGED}/x.y/{TIME}"):
        assert admin.get(f"{base}national/flags/{place}/").status_code == 404


def test_a_change_shows_both_wordings_and_holds_from_the_day_that_is_said(admin, base):
    address = f"{base}national/changes/{CHANGED}/"
    assert CHANGED in text(admin.get(f"{base}national/changes/"))
    shown = text(admin.get(address))
    assert "Tên thủ tục Đăng ký nuôi chó Đăng ký nuôi chó, mèo" in shown
    assert let_in(admin, base, "01/12/2026").status_code == 302
    assert ProcedureVersion.objects.get(number=2, procedure__code=CHANGED).status == "published"
    assert CHANGED not in text(admin.get(f"{base}national/changes/"))
    assert admin.get(address).status_code == 404


def test_what_is_gone_is_withdrawn_or_kept(admin, base):
    assert GONE in text(admin.get(f"{base}national/gone/"))
    keep = f"{base}national/gone/{GONE}/keep/"
    assert admin.post(keep).status_code == 302
    assert GONE not in text(admin.get(f"{base}national/gone/"))
    assert admin.post(keep).status_code == 404
    NationalRecord.objects.filter(code=GONE).update(gone_settled_at=None)
    withdraw = f"{base}national/gone/{GONE}/withdraw/"
    assert admin.post(withdraw, {"on": "31/12/2026"}).status_code == 302
    version = ProcedureVersion.objects.get(procedure__code=GONE)
    assert f"{version.valid_to:%d/%m/%Y}" == "31/12/2026"


def test_a_clear_procedure_is_opened_with_one_click(admin, base):
    listed = admin.get(f"{base}national/open/?q=nuoi+cho")
    page = html.fromstring(listed.content)
    (form,) = page.xpath(f"//form[@action='{base}national/open/{CLEAR}/?q=nuoi+cho']")
    assert form.xpath(".//button")[0].text.strip() == "Mở"
    answer = admin.post(f"{base}national/open/{CLEAR}/", {"as_it_is": "1"})
    assert answer["Location"] == f"{base}national/open/"
    assert [card.agency_code for card in offerings_of(CLEAR, DAY)] == ["H26.101"]
    assert CLEAR in text(admin.get(f"{base}offerings/"))
    assert CLEAR not in text(admin.get(f"{base}national/open/?q=nuoi+cho"))


def test_an_unclear_limit_is_asked_for_before_opening(admin, base):
    let_in(admin, base, "20/11/2026")
    address = f"{base}national/open/{CHANGED}/"
    page = text(admin.get(address))
    assert "trực tuyến (ONLINE): 1 đơn vị khác (OTHER) Trong ngày" in page
    assert "Dịch vụ công trực tuyến một phần (mức 1 trên 4)" in page
    refused = admin.post(address, {"as_it_is": "1"})
    assert refused.status_code == 422
    assert "Chưa trả lời: Thời hạn, bằng số · Trực tuyến." in text(refused)
    given = html.fromstring(admin.get(address).content).xpath("//main//form")[0]
    fields = {
        name: value for name, value in given.form_values() if name.startswith(("unit_", "channels"))
    }
    fields |= {"amount_online": "1", "unit_of_online": "working-day"}
    assert admin.post(address, fields).status_code == 302
    assert rules(version_on(CHANGED, DAY)).limit("online", DAY).amount == 1


def test_what_waits_keeps_it_from_being_opened_with_a_new_limit(admin, base):
    address = f"{base}national/open/{CHANGED}/"
    given = html.fromstring(admin.get(address).content).xpath("//main//form")[0]
    fields = dict(given.form_values()) | {"amount_online": "1", "unit_of_online": "working-day"}
    refused = admin.post(address, fields)
    assert refused.status_code == 409
    assert "có thay đổi đang chờ" in text(refused)


def test_every_page_speaks_english_too(admin, base):
    admin.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for path in ("flags/", "changes/", f"changes/{CHANGED}/", "gone/", "open/", f"open/{CLEAR}/"):
        answer = admin.get(f"{base}national/{path}")
        assert answer.status_code == 200
        assert html.fromstring(answer.content).get("lang") == "en"


def test_procedures_to_open_stand_by_tier_field_and_name_and_are_narrowed(admin, base):
    for code, name, tier, field in (
        ("1.910001", "Xét tặng kỷ niệm chương", "Cấp Tỉnh", "An toàn"),
        ("1.910002", "Ở nhờ", "Cấp Xã", "Văn hóa"),
        ("1.910003", "Ăn hỏi", "Cấp Xã", "Văn hóa"),
    ):
        fields = [{"TENLINHVUC": field}]
        bring_unclear(code, TENTTHC=name, CAPTHUCHIEN=tier, LINHVUCTHUCHIEN=fields)
    address = f"{base}national/open/"

    def codes(query=""):
        page = html.fromstring(admin.get(f"{address}{query}").content)
        return [code.text for code in page.xpath("//main//td//code")]

    ours = [code for code in codes("?q=&tier=") if code.startswith("1.91")]
    assert ours == ["1.910003", "1.910002", "1.910001"]
    assert codes("?tier=province")[0] == "1.910001"
    assert codes("?field=van-hoa") == ["1.910003", "1.910002"]
    assert codes("?q=1.910001") == ["1.910001"]
    assert codes("?field=%00khac&tier=x&page=-1") == []
    page = html.fromstring(admin.get(f"{address}?field=van-hoa").content)
    assert f"{address}1.910003/?field=van-hoa" in page.xpath("//main//td//a/@href")
