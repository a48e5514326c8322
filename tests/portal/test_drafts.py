"""A form page by page: kept as typed, judged on the way on, filed once."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.queries.known import enterprise_numbered
from motcua.identity.enums import Door
from motcua.identity.middleware.cookies import session_cookie
from tests.cast import BIRTH, BUSINESS, RESIDENCE
from tests.portal.typing import pdf
from tests.ui.reading import khmer_of

FIRST = "nguoi-yeu-cau"


def the_draft():
    return Draft.objects.get()


def test_beginning_asks_to_sign_in_and_comes_back_to_the_same_place(stranger, world):
    address = f"/procedures/{BIRTH}/start?office={world.offerings[BIRTH]}"
    stranger.go(address)
    assert stranger.status == 302
    assert stranger.response["Location"].startswith(
        "/accounts/login/?next=/procedures/1.001193/start"
    )


def test_two_clicks_on_begin_make_one_draft(citizen, begin):
    assert begin() == begin()
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("office", ["", "x", "0", "999999", "9" * 40, "%00", "-1"])
def test_an_office_there_is_not_is_404(citizen, office):
    assert citizen.go(f"/procedures/{BIRTH}/start?office={office}").status == 404


def test_an_office_of_another_procedure_is_404(citizen, world):
    assert citizen.go(f"/procedures/{BIRTH}/start?office={world.offerings[BUSINESS]}").status == 404


def test_what_the_account_knows_is_filled_in_and_can_be_changed(citizen, begin):
    citizen.go(f"{begin()}/{FIRST}")
    assert citizen.value("requester_name") == "Nguyễn Thị An"
    assert citizen.value("requester_phone") == "0912345678"
    assert citizen.value("requester_document.number") == "001190000123"
    assert citizen.value("requester_address.line") == "Số 1 phố Hoa Sữa"
    assert citizen.value("requester_address.commune") == "00004"


def test_a_known_answer_that_was_emptied_stays_empty(citizen, begin):
    page = f"{begin()}/{FIRST}"
    citizen.post(page, {"requester_name": "Nguyễn Thị An", "requester_email": "", "_save": "1"})
    citizen.go(page)
    assert citizen.value("requester_email") in {None, ""}
    assert citizen.value("requester_name") == "Nguyễn Thị An"


def test_the_mother_s_page_takes_over_who_one_is(citizen, filled):
    draft = filled(child_case="ordinary", parents="married", relation="mother")
    record = the_draft()
    record.answers = {
        key: value for key, value in record.answers.items() if not key.startswith("mother_")
    }
    record.save()
    citizen.go(f"{draft}/me")
    assert citizen.value("mother_name") == "Nguyễn Thị An"
    assert citizen.value("mother_birth.year") == "1990"


def test_each_answer_is_kept_as_it_is_typed(citizen, begin):
    page = f"{begin()}/{FIRST}"
    citizen.post(page, {"requester_name": "Lê", "_autosave": "1"})
    assert citizen.response.json()["saved_at"] == "09:00"
    citizen.go(page)
    assert citizen.value("requester_name") == "Lê"
    assert "Đã lưu lúc 09:00" in citizen.text


def test_a_save_that_comes_after_the_page_it_was_made_on_takes_nothing_back(citizen, begin):
    page = f"{begin()}/{FIRST}"
    citizen.post(page, {"requester_name": "Lê", "_autosave": "1", "_sending": "a1.1"})
    citizen.post(page, {"requester_name": "Lê Văn Tám", "_sending": "a1.3"})
    citizen.post(page, {"requester_name": "Lê Văn", "_autosave": "1", "_sending": "a1.2"})
    assert citizen.response.json()["saved_at"] == "09:00"
    citizen.go(page)
    assert citizen.value("requester_name") == "Lê Văn Tám"
    citizen.post(page, {"requester_name": "Lê Chín", "_autosave": "1", "_sending": "b2.1"})
    citizen.go(page)
    assert citizen.value("requester_name") == "Lê Chín"  # opened anew
    citizen.post(page, {"requester_name": "Lê Muộn", "_autosave": "1", "_sending": "a1.2"})
    citizen.go(page)
    assert citizen.value("requester_name") == "Lê Chín"


def test_only_the_pages_opened_last_are_remembered(citizen, begin):
    page = f"{begin()}/{FIRST}"
    for number in range(8):
        citizen.post(page, {"requester_name": "Lê", "_autosave": "1", "_sending": f"o{number}.3"})
    assert the_draft().sendings[FIRST] == {f"o{number}": 3 for number in range(3, 8)}


@pytest.mark.parametrize("sending", ["", "a1", "a1.", ".1", "a1.-1", "A 1.2", "a1.1234567890"])
def test_what_does_not_say_when_it_was_sent_is_kept(citizen, begin, sending):
    page = f"{begin()}/{FIRST}"
    citizen.post(page, {"requester_name": "Lê", "_sending": "a1.5"})
    citizen.post(page, {"requester_name": "Lê Chín", "_autosave": "1", "_sending": sending})
    citizen.go(page)
    assert citizen.value("requester_name") == "Lê Chín"


def test_wrong_answers_are_listed_on_top_beside_the_question_and_not_lost(citizen, begin):
    page = f"{begin()}/{FIRST}"
    citizen.post(page, {"requester_name": "", "requester_phone": "12", "requester_email": "x"})
    assert citizen.status == 200
    assert "#f-requester_name" in citizen.problems.values()
    assert "#f-requester_phone" in citizen.problems.values()
    (said,) = [text for text, to in citizen.problems.items() if to == "#f-requester_phone"]
    assert said in citizen.words("//*[@id='f-requester_phone-error']")
    assert citizen.value("requester_phone") == "12"
    assert citizen.value("requester_email") == "x"
    citizen.go(page)
    assert citizen.value("requester_phone") == "12"
    assert citizen.problems == {}


def test_one_matter_a_page_says_where_one_is_and_leads_back(citizen, filled):
    draft = filled(child_case="ordinary", parents="married")
    citizen.go(f"{draft}/tre")
    assert citizen.title == "Về trẻ"
    assert "Bước 3 trên" in citizen.text
    (back,) = citizen.page.xpath("//a[@class='govuk-back-link']/@href")
    assert back == f"{draft}/truong-hop"


def test_a_page_that_is_not_asked_for_is_404(citizen, filled):
    draft = filled(child_case="ordinary", parents="mother-only", relation="mother")
    assert citizen.go(f"{draft}/me").status == 200
    for page in ("cha", "bien-ban", "no-such-page", "__class__"):
        assert citizen.go(f"{draft}/{page}").status == 404
        assert citizen.post(f"{draft}/{page}", {"x": "1"}).status == 404


def test_rows_are_added_and_taken_away_without_scripts(citizen, filled):
    draft = filled(RESIDENCE, has_members=True, residence_case="own", birth_date="1990-01-02")
    page = f"{draft}/cung-chuyen"
    citizen.go(page)
    rows = int(citizen.value("members.count"))
    citizen.post(page, {"has_members": "yes", "members.count": "0", "_add": "members"}).follow()
    assert citizen.value("members.count") in {"1", "2"}
    names = citizen.page.xpath("//input[starts-with(@name,'members.')]/@name")
    first = next(name for name in names if name.endswith(("_name", ".full_name")))
    citizen.post(
        page,
        {"has_members": "yes", "members.count": "2", first: "Lê Văn Một", "_remove": "members.1"},
    ).follow()
    assert citizen.value(first) == "Lê Văn Một"
    assert rows >= 1


def test_communes_are_shown_without_scripts_once_the_province_is_chosen(citizen, begin):
    page = f"{begin()}/{FIRST}"
    data = {"requester_address.line": "Số 9", "requester_address.province": "01"}
    citizen.post(page, {**data, "requester_address.commune": "", "_lookup": "requester_address"})
    assert citizen.response["Location"] == f"{page}#f-requester_address-commune"
    citizen.follow()
    assert citizen.page.xpath("//select[@name='requester_address.commune']/option[@value='00004']")
    assert citizen.value("requester_address.line") == "Số 9"


def test_the_language_is_switched_with_page_and_answers(citizen, begin):
    page = f"{begin()}/{FIRST}"
    citizen.post(page, {"requester_name": "Lê Thị Hai", "_language": "en"}).follow()
    assert citizen.page.get("lang") == "en"
    assert citizen.title == "About you"
    assert citizen.value("requester_name") == "Lê Thị Hai"
    assert the_draft().language == "en"
    citizen.post(page, {"requester_name": "Lê Thị Hai", "_language": "xx"})
    assert the_draft().language in {"vi", "en"}


def test_saving_for_later_leads_to_one_s_list_and_back_to_the_page(citizen, filled, browser_of):
    draft = filled(child_case="ordinary", parents="married")
    citizen.post(f"{draft}/tre", {"_save": "1"}).follow()
    assert "Đã lưu bản nháp" in citizen.text
    other_device = browser_of("citizen")
    other_device.go("/my")
    (link,) = other_device.page.xpath("//main//h2/a/@href")
    other_device.go(link)
    assert other_device.response["Location"] == f"{draft}/tre"


def test_an_expired_session_comes_back_to_the_same_step(citizen, begin):
    page = f"{begin()}/{FIRST}"
    del citizen.client.cookies[session_cookie(Door.PORTAL)]
    citizen.post(page, {"requester_name": "Lê"})
    assert citizen.status == 401
    assert citizen.page.xpath(f"//main//a[@href='/accounts/login/?next={page}']")
    citizen.go(page)
    assert citizen.response["Location"] == f"/accounts/login/?next={page}"


def test_somebody_else_s_draft_is_not_there(citizen, relative, stranger, filled):
    draft = filled()
    for place in ("", "/papers", "/check", "/discard", "/tre"):
        assert relative.go(draft + place).status == 404
        assert relative.post(draft + place, {"_next": ""}).status in {404, 405}
        assert stranger.go(draft + place).status == 302
    assert Draft.objects.count() == 1


def test_the_last_look_shows_answers_papers_cost_and_time_with_links_to_change(citizen, filled):
    draft = filled(child_case="ordinary", parents="married", relation="father")
    citizen.go(f"{draft}/check")
    assert "Nơi nhận" in citizen.text
    assert "Thời hạn giải quyết" in citizen.text
    changes = citizen.page.xpath("//a[starts-with(normalize-space(.), 'Sửa')]/@href")
    assert f"{draft}/tre?from=check#f-child_name-family-question" in changes
    assert any(link.startswith(f"{draft}/papers?from=check") for link in changes)
    citizen.go(f"{draft}/tre?from=check")
    assert citizen.problems == {}


def test_what_is_missing_is_listed_at_the_last_look_and_nothing_can_be_filed(citizen, begin):
    draft = begin()
    citizen.go(f"{draft}/check")
    assert len(citizen.problems) > 3
    assert not citizen.page.xpath("//main//button[contains(., 'Nộp hồ sơ')]")
    citizen.post(f"{draft}/check")
    assert citizen.status == 200
    assert len(citizen.problems) > 3
    assert Dossier.objects.count() == 0


def test_filing_twice_or_going_back_makes_one_dossier(citizen, filled):
    draft = filled(child_case="ordinary", parents="married")
    send_papers(citizen, draft)
    first = citizen.post(f"{draft}/check").response["Location"]
    assert citizen.post(f"{draft}/check").response["Location"] == first
    for place in ("", "/check", "/papers", "/tre"):
        assert citizen.go(draft + place).response["Location"] == first
    assert citizen.post(f"{draft}/tre", {"x": "1"}).response["Location"] == first
    dossier = Dossier.objects.get()
    citizen.go(first)
    assert dossier.code in citizen.text
    assert "Việc tiếp theo" in citizen.text


def test_a_khmer_name_goes_from_the_form_onto_the_printed_paper(citizen, filled):
    name = {"family": "សុខ", "middle": "", "given": "វិបុល"}
    draft = filled(child_case="ordinary", parents="married", child_name=name)
    send_papers(citizen, draft)
    citizen.post(f"{draft}/check")
    dossier = Dossier.objects.get()
    printed = citizen.client.get(f"/dossiers/{dossier.public_id}/answers.pdf")
    assert "សុខវិបុល" in khmer_of(printed.content)


def test_a_change_made_from_the_last_look_leads_back_to_it(citizen, filled):
    draft = filled(child_case="ordinary", parents="married", born_at="facility")
    data = {"born_at": "elsewhere", "birth_place.province": "01", "birth_place.commune": "00004"}
    data |= {"hometown.province": "01", "hometown.commune": "00004"}
    citizen.post(f"{draft}/noi-sinh?from=check", data)
    assert citizen.response["Location"] == f"{draft}/check"


def test_a_draft_is_thrown_away_only_after_a_question(citizen, begin):
    draft = begin()
    citizen.go(f"{draft}/discard")
    assert "Xóa bản nháp này?" in citizen.title
    assert Draft.objects.count() == 1
    citizen.post(f"{draft}/discard").follow()
    assert "Đã xóa bản nháp" in citizen.text
    assert Draft.objects.count() == 0


def send_papers(citizen, draft):
    """Send what is asked, one file for each paper that is missing."""
    citizen.post(
        f"{draft}/papers", {"giay-chung-sinh": pdf(), "van-ban-uy-quyen": pdf("uy-quyen.pdf")}
    )
    assert citizen.status == 302, citizen.problems


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "\0", "0101\0", "\ud800", "０１０１", "1 OR 1", "x" * 5000])
def test_no_register_is_asked_for_what_is_no_number(number):
    assert enterprise_numbered(number, date(2026, 11, 20)) == {}
