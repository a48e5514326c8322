"""The counter's pages: calling people, and filing for somebody on one page."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from motcua.counters import actions as counters
from motcua.counters.models import Comparison, CounterFiling, Scan
from motcua.dossiers.models import Dossier, Slip, Transition
from motcua.identity.models import Identifier, Person
from motcua.kernel.clock import civil
from motcua.kernel.models import AuditRow
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from tests.cast import BIRTH, BUSINESS, PDF, RESIDENCE

pytestmark = pytest.mark.django_db
CARD = "001085009999|012345678|Lê Văn Cả|05031985|Nam|Số 5 phố Huế, Hà Nội|10052021"
WHO = {
    "who-full_name": "Lê Văn Cả",
    "who-type": "citizen-number",
    "who-number": "001085009999",
    "who-birth_date": "05/03/1985",
    "who-sex": "male",
    "who-phone": "0911222333",
}


@pytest.fixture
def clerk(office, desk_of):
    """The receptionist, sitting at counter 1."""
    browser = desk_of("receptionist")
    act(browser, office.one, act="open")
    return browser


def act(browser, counter, **fields):
    browser.response = browser.client.post(browser.at("counter-act", counter.pk), fields)
    return browser


def begin(browser, office, code=BUSINESS, card=CARD):
    fields = {"card": card, "offering": office.world.offerings[code]}
    browser.response = browser.client.post(browser.at("counter-receive", office.one.pk), fields)
    return browser


def answered(filing, seed=3):
    """Put right answers into the draft; typing them is the form's own test."""
    draft = filing.draft
    form = catalogue.rules(draft.version_id).form
    draft.answers = sample_answers(form, seed=seed, today=draft.started_at.date())
    draft.origins = {}
    draft.save(update_fields=["answers", "origins"])
    return draft


def boxes(browser):
    """Give what the page's form would post as it stands."""
    found = {}
    for one in browser.page.xpath("//form[@id='questions']//*[@name]"):
        name, kind = one.get("name"), one.get("type", "")
        if one.tag == "button" or kind in {"file", "submit"}:
            continue
        if kind in {"checkbox", "radio"}:
            if one.get("checked") is not None:
                found.setdefault(name, []).append(one.get("value", "on"))
        elif one.tag == "select":
            chosen = one.xpath(".//option[@selected]")
            found.setdefault(name, []).append(chosen[0].get("value") if chosen else "")
        else:
            found.setdefault(name, []).append(one.get("value", one.text or ""))
    return found


def send(browser, filing, **fields):
    """Post the page with what stands on it and these fields."""
    browser.open("counter-filing", filing.public_id)
    posted = boxes(browser) | WHO | fields
    browser.response = browser.client.post(browser.at("counter-filing", filing.public_id), posted)
    return browser


def with_papers(browser, filing):
    """Hand in one file for each paper that is asked."""
    browser.open("counter-filing", filing.public_id)
    names = [one.get("name") for one in browser.page.xpath("//input[@type='file']")]
    files = {
        name: SimpleUploadedFile(f"{name}.pdf", PDF + name.encode(), "application/pdf")
        for name in names
    }
    return send(browser, filing, **files, _save="1")


def test_people_are_called_missed_and_sent_on_from_one_page(clerk, office):
    office.take(key="a")
    office.take(key="b", minute=1, priority="elderly")
    act(clerk, office.one, act="next").follow()
    assert "A002" in clerk.text
    ticket = clerk.page.xpath("//input[@name='ticket']")[0].get("value")
    act(clerk, office.one, act="miss", ticket=ticket).follow()
    act(clerk, office.one, act="next").follow()
    assert clerk.words("//*[@class='desk-ticket']") == "A001"
    act(clerk, office.one, act="back", ticket=ticket).follow()
    assert clerk.words("//*[@class='desk-ticket']") == "A002"


def test_a_ticket_is_given_once_for_one_press(clerk, office):
    fields = {"act": "give", "kind": office.status.public_id, "token": "t", "priority": "disabled"}
    act(clerk, office.one, **fields)
    act(clerk, office.one, **fields)
    clerk.open("counter", office.one.pk)
    assert "1 người chờ" in clerk.text
    assert "Người khuyết tật" in clerk.text


def test_a_ticket_prints_80_mm_wide_and_names_nobody(clerk, office):
    ticket = office.take(key="a")
    clerk.open("counter-ticket", ticket.public_id)
    with pikepdf.open(io.BytesIO(clerk.response.content)) as paper:
        (page,) = paper.pages
        width = float(page.mediabox[2]) / 72 * 25.4
    assert round(width) == 80


def test_the_card_fills_the_page_and_proves_nothing(clerk, office):
    begin(clerk, office).follow()
    values = boxes(clerk)
    assert values["who-full_name"] == ["Lê Văn Cả"]
    assert values["who-number"] == ["001085009999"]
    assert values["who-birth_date"] == ["05/03/1985"]
    assert "who-is_seen" not in values
    assert not Person.objects.filter(full_name="Lê Văn Cả").exists()


def test_a_line_that_is_no_card_is_said_and_nothing_is_begun(clerk, office):
    begin(clerk, office, card="xin chào")
    assert clerk.status == 422
    assert CounterFiling.objects.count() == 0


def test_somebody_without_an_account_is_filed_for_accepted_and_given_slip_01(clerk, office):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    with_papers(clerk, filing)
    assert clerk.status == 302, clerk.text
    send(clerk, filing, **{"who-is_seen": "on"}, cash="on", _next="")
    assert clerk.status == 302, clerk.words("//*[@data-error-summary]") or clerk.text
    clerk.follow()
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.channel, dossier.account_id) == ("accepted", "counter", None)
    assert dossier.person.full_name == dossier.applicant_name == "Lê Văn Cả"
    assert dossier.contact["phone"] == "0911222333"
    assert Identifier.objects.get(person=dossier.person).confirmed_at
    slip = Slip.objects.get()
    assert slip.form == "01"
    clerk.open("slip", dossier.public_id, slip.public_id)
    with pikepdf.open(io.BytesIO(clerk.response.content)) as paper:
        size = [round(float(side) / 72 * 25.4) for side in paper.pages[0].mediabox[2:]]
    assert size == [148, 210]
    typed = Transition.objects.get(dossier=dossier, action="file_at_counter")
    assert typed.official == office.world.accounts["receptionist"].official
    assert AuditRow.objects.filter(action="dossiers.file_at_counter").count() == 1


def test_papers_that_came_by_post_are_filed_by_that_channel(clerk, office):
    fields = {"card": "", "offering": office.world.offerings[BIRTH], "by_post": "on"}
    clerk.response = clerk.client.post(clerk.at("counter-receive", office.one.pk), fields)
    assert clerk.response.status_code in {200, 302, 409}
    offering = catalogue.offering(office.world.offerings[BIRTH])
    filing = CounterFiling.objects.filter(draft__channel="post").first()
    assert (filing is not None) == ("post" in offering.channels)
    begin(clerk, office)
    assert CounterFiling.objects.filter(draft__channel="counter").count() == 1


def test_clicking_twice_files_one_dossier(clerk, office):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    with_papers(clerk, filing)
    clerk.open("counter-filing", filing.public_id)
    posted = boxes(clerk) | WHO | {"cash": "on", "_next": ""}
    for _ in range(2):
        clerk.response = clerk.client.post(clerk.at("counter-filing", filing.public_id), posted)
    assert Dossier.objects.count() == 1


def test_whoever_has_an_account_finds_the_dossier_there(clerk, office):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    with_papers(clerk, filing)
    citizen = office.world.accounts["citizen"]
    person = Identifier.objects.get(person=citizen.person)
    counters_who = {"who-number": str(person.number), "who-is_seen": "on"}
    counters_who["who-full_name"] = citizen.person.full_name
    Identifier.objects.filter(pk=person.pk).update(confirmed_at=office.now)
    send(clerk, filing, **counters_who, cash="on", _next="")
    dossier = Dossier.objects.get()
    assert dossier.account_id == citizen.pk
    assert dossier.person_id == citizen.person_id


def test_a_number_that_nobody_saw_finds_nobody(clerk, office):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    with_papers(clerk, filing)
    number = str(Identifier.objects.get(person=office.world.accounts["citizen"].person).number)
    send(clerk, filing, **{"who-number": number}, cash="on", _next="")
    dossier = Dossier.objects.get()
    assert dossier.account_id is None
    assert dossier.person_id != office.world.accounts["citizen"].person_id


def test_each_file_is_marked_with_who_compared_it_and_when(clerk, office):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    with_papers(clerk, filing)
    clerk.open("counter-filing", filing.public_id)
    names = [one for one in boxes(clerk) if one.startswith("mark.")]
    assert names
    send(clerk, filing, **dict.fromkeys(names, "compared"), _save="1")
    clerk.open("counter-filing", filing.public_id)
    assert "Cán bộ receptionist" in clerk.text
    assert {one.kind for one in Comparison.objects.all()} == {"compared"}
    send(clerk, filing, **dict.fromkeys(names, ""), _save="1")
    assert Comparison.objects.count() == 0


def test_what_lacks_papers_is_offered_slips_02_and_03_at_once(clerk, office):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    send(clerk, filing, _next="")
    assert clerk.status == 422
    assert "Nhận thiếu, lập phiếu yêu cầu bổ sung" in clerk.text
    assert Dossier.objects.count() == 0
    send(clerk, filing, _lacking="1")
    dossier = Dossier.objects.get()
    assert clerk.response["Location"].endswith(f"/dossiers/{dossier.public_id}/supplement")
    clerk.follow()
    assert clerk.status == 200


def test_wrong_answers_are_said_and_nothing_is_filed(clerk, office):
    begin(clerk, office, RESIDENCE)
    filing = CounterFiling.objects.get()
    send(clerk, filing, _next="")
    assert clerk.status == 422
    assert clerk.page.xpath("//*[@data-error-summary]")
    assert Dossier.objects.count() == 0


def test_the_whole_form_can_be_typed_on_the_one_page(clerk, office):
    begin(clerk, office, BIRTH)
    filing = CounterFiling.objects.get()
    answers = answered(filing, seed=5).answers
    send(clerk, filing, _save="1")
    filing.draft.refresh_from_db()
    form = catalogue.rules(filing.draft.version_id).form
    files = {key for key, row in form.questions.items() if row.kind in {"files", "calculated"}}
    kept = filing.draft.answers
    assert {k: kept.get(k) for k in answers if k not in files} == {
        k: v for k, v in answers.items() if k not in files
    }


def test_what_was_begun_stays_at_the_counter_when_the_clerk_changes(clerk, office, desk_of):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    with_papers(clerk, filing)
    act(clerk, office.one, act="leave")
    clerk.open("counter-filing", filing.public_id)
    assert clerk.status == 302
    assert "login" in clerk.response["Location"]
    second = desk_of("second")
    second.open("counter-filing", filing.public_id)
    assert second.status == 404
    act(second, office.one, act="open").follow()
    assert "Đang làm dở ở quầy này" in second.text
    send(second, filing, cash="on", _next="")
    assert Dossier.objects.get().state == "accepted"


def test_locking_tells_the_browser_to_forget(clerk, office):
    act(clerk, office.one, act="leave")
    assert clerk.response["Clear-Site-Data"] == '"cache", "storage"'
    assert clerk.response["Location"].startswith("/accounts/login/")


def test_a_stranger_finds_neither_counter_nor_filing(clerk, office, desk_of):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    for name, status in (("outsider", 404), ("specialist", 403), ("second", 404)):
        browser = desk_of(name)
        assert browser.open("counter-filing", filing.public_id).status == status
    assert desk_of("outsider").open("counter", office.one.pk).status == 404


def test_the_camera_is_allowed_at_the_counter(clerk, office):
    clerk.open("counter", office.one.pk)
    assert "camera=(self)" in clerk.response["Permissions-Policy"]


def test_an_administrator_adds_kinds_of_service_and_a_kiosk_whose_code_shows_once(office, desk_of):
    browser = desk_of("administrator")
    fields = {
        "act": "kind",
        "kind-unit": office.unit.pk,
        "kind-letters": "C",
        "kind-name": "Chứng thực",
        "kind-minutes": "5",
    }
    browser.response = browser.client.post(browser.at("counter-setup"), fields)
    browser.follow()
    assert "Chứng thực" in browser.text
    fields = {"act": "kiosk", "kiosk-unit": office.unit.pk, "kiosk-name": "Máy ở sảnh"}
    browser.response = browser.client.post(browser.at("counter-setup"), fields)
    (code,) = re.findall(r"\b[2-9A-HJ-NP-Z]{8}\b", browser.text)
    browser.open("counter-setup")
    assert code not in browser.text
    assert (
        counters.begin_kiosk(actor=office.actor(), code=code, now=office.now).name == "Máy ở sảnh"
    )


def test_a_kind_whose_numbers_were_stopped_gives_them_again_with_one_press(office, desk_of):
    browser = desk_of("administrator")
    address, kind = browser.at("counter-setup"), str(office.status.public_id)
    browser.response = browser.client.post(address, {"act": "close-kind", "id": kind})
    browser.follow()
    office.status.refresh_from_db()
    assert not office.status.is_open
    assert browser.page.xpath("//form[.//input[@value='reopen-kind']]//button/@value") == [kind]
    browser.response = browser.client.post(address, {"act": "reopen-kind", "id": kind})
    browser.follow()
    office.status.refresh_from_db()
    assert (office.status.is_open, office.status.minutes) == (True, 10)
    assert not browser.page.xpath("//input[@value='reopen-kind']")


def test_a_kiosk_is_switched_off_for_good_only_when_said_twice(office, desk_of):
    kiosk, code = counters.make_kiosk(
        actor=office.actor("administrator"), unit=office.unit, name="Máy ở sảnh", now=office.now
    )
    counters.begin_kiosk(actor=office.actor(), code=code, now=office.now)
    browser = desk_of("administrator")
    browser.open("counter-setup")
    fields = {"act": "end-kiosk", "id": str(kiosk.public_id)}
    browser.response = browser.client.post(browser.at("counter-setup"), fields)
    assert "Tắt hẳn Máy ở sảnh?" in browser.text
    kiosk.refresh_from_db()
    assert kiosk.ended_at is None
    sure = dict(browser.page.xpath("//main//form")[0].form_values()) | {"_sure": "1"}
    browser.response = browser.client.post(browser.at("counter-setup"), sure)
    browser.follow()
    kiosk.refresh_from_db()
    assert kiosk.ended_at is not None


def test_only_administrators_set_counters_up(office, desk_of):
    assert desk_of("receptionist").open("counter-setup").status == 403


def scan_of(*pages):
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=list(pages[1:]))
    return out.getvalue()


def test_scans_are_taken_in_from_the_page_and_put_by_hand(clerk, office):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    content = scan_of(Image.new("RGB", (400, 600), "white"))
    sent = SimpleUploadedFile("quet.pdf", content, "application/pdf")
    clerk.client.post(clerk.at("counter-tray"), {"act": "scan", "scan": sent})
    clerk.open("counter-tray")
    assert "1 trang" in clerk.text
    assert "Không có tờ bìa" in clerk.text
    part = clerk.page.xpath("//input[@name='part']/@value")[0]
    target = clerk.page.xpath("//select[@name='target']/option/@value")[1]
    clerk.open("counter-part", part)
    assert clerk.response.content.startswith(b"%PDF-")
    fields = {"act": "file", "part": part, "target": target}
    clerk.response = clerk.client.post(clerk.at("counter-tray"), fields)
    clerk.follow()
    assert "Khay đang trống" in clerk.text
    clerk.open("counter-filing", filing.public_id)
    assert "quet.pdf" in clerk.text


def test_a_paper_of_the_tray_is_chosen_by_what_is_filed_before_its_applicant_is_known(
    clerk, office
):
    begin(clerk, office, card="")
    sent = SimpleUploadedFile("quet.pdf", scan_of(Image.new("RGB", (400, 600), "white")))
    clerk.client.post(clerk.at("counter-tray"), {"act": "scan", "scan": sent})
    first, *papers = clerk.open("counter-tray").page.xpath("//select[@name='target']/option")
    assert (first.get("value"), first.text) == ("", "Chọn giấy tờ")
    assert papers
    began = f"{civil(CounterFiling.objects.get().started_at):%H:%M}"
    assert all(one.text.startswith(f"Đăng ký thành lập hộ kinh doanh, {began}: ") for one in papers)


def test_of_what_was_not_read_the_tray_tells_no_pages(clerk):
    sent = SimpleUploadedFile("thu.txt", b"no scan", "text/plain")
    clerk.client.post(clerk.at("counter-tray"), {"act": "scan", "scan": sent})
    assert "thu.txt" in clerk.open("counter-tray").text
    assert "0 trang" not in clerk.text


def test_what_was_thrown_out_of_the_tray_is_laid_back(clerk, office, desk_of):
    content = scan_of(Image.new("RGB", (400, 600), "white"))
    sent = SimpleUploadedFile("quet.pdf", content, "application/pdf")
    address = clerk.at("counter-tray")
    clerk.client.post(address, {"act": "scan", "scan": sent})
    part = clerk.open("counter-tray").page.xpath("//input[@name='part']/@value")[0]
    clerk.response = clerk.client.post(address, {"act": "drop", "part": part})
    clerk.follow()
    assert "Khay đang trống" in clerk.text
    assert "Đã bỏ khỏi khay trong 7 ngày qua" in clerk.text
    stranger = desk_of("outsider")
    assert stranger.client.post(address, {"act": "bring-back", "part": part}).status_code == 404
    for _press in range(2):
        clerk.response = clerk.client.post(address, {"act": "bring-back", "part": part})
    clerk.open("counter-tray")
    assert "Không có tờ bìa" in clerk.text
    assert "Đã bỏ khỏi khay" not in clerk.text
    acts = AuditRow.objects.filter(action__startswith="counters.").order_by("pk")
    assert [row.action for row in acts][-2:] == ["counters.drop_scan", "counters.bring_scan_back"]


def test_what_was_put_to_its_paper_is_not_among_what_was_thrown_out(clerk, office):
    begin(clerk, office)
    sent = SimpleUploadedFile("quet.pdf", scan_of(Image.new("RGB", (400, 600), "white")))
    address = clerk.at("counter-tray")
    clerk.client.post(address, {"act": "scan", "scan": sent})
    clerk.open("counter-tray")
    part = clerk.page.xpath("//input[@name='part']/@value")[0]
    target = clerk.page.xpath("//select[@name='target']/option/@value")[1]
    clerk.client.post(address, {"act": "file", "part": part, "target": target})
    assert "Đã bỏ khỏi khay" not in clerk.open("counter-tray").text
    fields = {"act": "bring-back", "part": part}
    assert clerk.client.post(address, fields).status_code == 404


def test_another_scan_of_the_same_name_and_size_sent_from_one_page_is_taken_in(clerk, office):
    token = clerk.open("counter-tray").page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    for colour in ("#000001", "#000002"):
        out = io.BytesIO()
        Image.new("RGB", (400, 600), colour).save(out, "BMP")
        sent = SimpleUploadedFile("quet.bmp", out.getvalue(), "image/bmp")
        fields = {"act": "scan", "scan": sent, "csrfmiddlewaretoken": token}
        clerk.client.post(clerk.at("counter-tray"), fields)
    assert Scan.objects.count() == 2


def test_pages_of_a_paper_are_joined_from_the_page(clerk, office):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    pictures = []
    for colour in ("red", "white"):
        out = io.BytesIO()
        Image.new("RGB", (400, 600), colour).save(out, "PNG")
        pictures.append(SimpleUploadedFile(f"{colour}.png", out.getvalue(), "image/png"))
    clerk.open("counter-filing", filing.public_id)
    paper = clerk.page.xpath("//*[@class='desk-place']//input[@type='file']/@name")[0]
    send(clerk, filing, **{paper: pictures}, _save="1")
    clerk.open("counter-pages", filing.public_id, paper)
    boxes_here = clerk.page.xpath("//input[starts-with(@name,'order.')]/@name")
    assert len(boxes_here) == 2
    fields = {boxes_here[0]: "2", boxes_here[1]: "1", "turn.0.0": "2"}
    clerk.response = clerk.client.post(clerk.at("counter-pages", filing.public_id, paper), fields)
    clerk.follow()
    assert f"{paper}.pdf" in clerk.text


def test_cover_sheets_print_in_one_click_from_the_filing(clerk, office):
    begin(clerk, office).follow()
    filing = CounterFiling.objects.get()
    assert "In tờ bìa để quét" in clerk.text
    clerk.open("counter-covers", filing.public_id)
    with pikepdf.open(io.BytesIO(clerk.response.content)) as paper:
        assert [round(float(x) / 72 * 25.4) for x in paper.pages[0].mediabox[2:]] == [210, 297]


def test_whoever_handles_the_dossier_sees_which_papers_were_compared(clerk, office, desk_of):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    with_papers(clerk, filing)
    clerk.open("counter-filing", filing.public_id)
    marks = dict.fromkeys([one for one in boxes(clerk) if one.startswith("mark.")], "certified")
    send(clerk, filing, **marks, cash="on", _next="")
    dossier = Dossier.objects.get()
    clerk.open("dossier", dossier.public_id)
    assert "Bản sao có chứng thực · Cán bộ receptionist" in clerk.text
