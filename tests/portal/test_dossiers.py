"""A dossier as its filer sees it: what to do now, where it is, what it holds."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pikepdf
import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Draft, Paper
from tests.cast import BIRTH, NOW, RESIDENCE
from tests.portal.typing import pdf
from tests.qr import read_pdf


@pytest.fixture
def dossier(world):
    return world.file()


def at(dossier, place=""):
    return f"/dossiers/{dossier.public_id}{place}"


def ask(world, dossier, *items):
    listed = [actions.SupplementItem(kind, code, reason) for kind, code, reason in items]
    actions.ask_supplement(
        actor=world.actor("receptionist"), dossier_id=dossier.pk, items=listed, now=NOW
    )


def downloaded(browser, address):
    """Fetch what a link gives and check how it is sent."""
    answer = browser.client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_one_s_list_says_where_each_stands_and_what_to_do(citizen, world, dossier):
    citizen.go("/my")
    assert dossier.code in citizen.text
    assert "Đã nộp, chờ tiếp nhận" in citizen.text
    ask(world, dossier, ("question", "child_name", "Thiếu họ."))
    citizen.go("/")
    assert "Hồ sơ của tôi" in citizen.text
    assert "Anh/chị cần bổ sung hồ sơ" in citizen.text


def test_a_long_list_goes_on_on_the_next_page(citizen, world):
    for number in range(21):
        world.file(key=f"key-{number:04}")
    citizen.go("/my")
    assert len(citizen.page.xpath("//main//li/h2")) == 20
    (after,) = citizen.page.xpath("//a[@rel='next']/@href")
    citizen.go(f"/my{after}")
    assert len(citizen.page.xpath("//main//li/h2")) == 1
    for nonsense in ("x", "-1", "%00", "", "0" * 32):
        assert citizen.go(f"/my?after={nonsense}").status == 200


def test_what_still_needs_somebody_s_work_is_listed_first(citizen, world):
    done = [world.file(key=f"key-{number:04}") for number in range(20)]
    for dossier in done:
        actions.withdraw(actor=world.actor("citizen"), dossier_id=dossier.pk, reason="", now=NOW)
    early = world.file(key="key-open", now=NOW - timedelta(days=30))
    citizen.go("/my")
    codes = citizen.page.xpath("//main//li//code/text()")
    assert codes[0] == early.code
    assert len(codes) == 20
    (after,) = citizen.page.xpath("//a[@rel='next']/@href")
    rest = citizen.go(f"/my{after}").page.xpath("//main//li//code/text()")
    assert sorted([*codes, *rest]) == sorted([early.code, *(dossier.code for dossier in done)])


def test_the_time_line_tells_what_happened_who_has_it_and_what_comes(citizen, world, dossier):
    citizen.go(at(dossier))
    story = "(//ol[@class='mc-timeline'])[1]//*[@class='mc-timeline__title']"
    titles = [one.text for one in citizen.page.xpath(story)]
    assert titles[0] == "Anh/chị đã nộp hồ sơ"
    assert titles[-1] == "Trả kết quả"
    assert "Trung tâm Phục vụ hành chính công" in citizen.words("//li[@aria-current='step']")
    world.receive(dossier)
    citizen.go(at(dossier))
    assert "Cơ quan đã tiếp nhận" in citizen.text
    assert "Hẹn trả: 17:00 20/11/2026" in citizen.text
    assert "Chuyên môn" in citizen.words("//li[@aria-current='step']")


def test_a_late_dossier_says_so_in_a_word(citizen, world, dossier):
    world.receive(dossier)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=NOW)
    citizen.go(at(dossier))
    assert "Quá hạn" in citizen.text


def test_every_other_place_of_a_dossier_is_hidden_from_a_stranger(
    citizen, relative, stranger, world, dossier
):
    paper = Paper.objects.filter(dossier=dossier).first()
    places = ["", "/filed", "/receipt.pdf", "/answers.pdf", f"/papers/{paper.public_id}"]
    places += ["/supplement", "/withdraw", "/danh-gia", "/pay", "/result.pdf", "/result.json"]
    places += [f"/slips/{paper.public_id}.pdf"]
    for place in places:
        assert relative.go(at(dossier, place)).status == 404, place
        assert relative.post(at(dossier, place)).status in {404, 405}, place
        assert stranger.go(at(dossier, place)).status == 302, place
    dossier.refresh_from_db()
    assert dossier.state == "filed"


def test_the_receipt_comes_at_once_and_its_qr_opens_tracking(citizen, dossier):
    content = downloaded(citizen, at(dossier, "/receipt.pdf"))
    with pikepdf.open(io.BytesIO(content)) as receipt:
        assert receipt.Root.Lang == "vi-VN"
        words = receipt.Root.Metadata.read_bytes().decode()
    assert "Biên nhận nộp hồ sơ" in words
    assert f"/t/{dossier.code}".encode() in b"".join(_images_and_text(content))
    assert read_pdf(content).endswith(f"/t/{dossier.code}")
    assert downloaded(citizen, at(dossier, "/receipt.pdf")) == content


def _images_and_text(content):
    """Give everything readable of a PDF, alternative texts among it."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/Alt" in item:
                yield str(item["/Alt"]).encode()


def test_every_answer_and_paper_can_be_printed_and_fetched(citizen, world, dossier):
    assert downloaded(citizen, at(dossier, "/answers.pdf")).startswith(b"%PDF-")
    citizen.go(at(dossier))
    links = [link for link in citizen.page.xpath("//main//a/@href") if "/papers/" in link]
    assert len(links) == Paper.objects.filter(dossier=dossier).count()
    assert downloaded(citizen, links[0]).startswith(b"%PDF-")


def test_slips_are_given_as_they_were_issued(citizen, world, dossier):
    world.receive(dossier)
    citizen.go(at(dossier))
    (link,) = [one for one in citizen.page.xpath("//main//a/@href") if "/slips/" in one]
    first = downloaded(citizen, link)
    with pikepdf.open(io.BytesIO(first)) as slip:
        assert "Giấy tiếp nhận" in slip.Root.Metadata.read_bytes().decode()
    citizen.client.get("/?lang=en")
    assert downloaded(citizen, link) == first


def test_only_the_listed_items_reopen_each_with_its_reason(citizen, world, dossier):
    code = Paper.objects.filter(dossier=dossier).first().code
    ask(
        world,
        dossier,
        ("question", "requester_phone", "Số này không gọi được."),
        ("paper", code, "Ảnh bị mờ."),
    )
    citizen.go(at(dossier))
    assert len(citizen.page.xpath("//*[@class='mc-todo']//li")) == 2
    assert "Tạm dừng" not in citizen.text  # nothing was promised yet
    citizen.go(at(dossier, "/supplement"))
    assert len(citizen.page.xpath("//*[contains(@class,'mc-question')]")) == 2
    assert "Số này không gọi được." in citizen.text
    assert "Ảnh bị mờ." in citizen.text
    assert "Chỉ 2 mục" in citizen.text


def test_a_supplement_keeps_its_files_while_answers_are_put_right(citizen, world, dossier):
    code = Paper.objects.filter(dossier=dossier).first().code
    ask(world, dossier, ("question", "requester_phone", "Sai."), ("paper", code, "Mờ."))
    place = at(dossier, "/supplement")
    citizen.post(place, {"requester_phone": "12"})
    assert len(citizen.problems) == 2
    citizen.post(place, {"requester_phone": "12", code: pdf("mới.pdf")})
    assert "mới.pdf" in citizen.text
    assert len(citizen.problems) == 1
    data = {"requester_phone": "0987654321"}
    citizen.post(place, data).follow()
    citizen.post(f"{place}/check")
    assert citizen.response["Location"] == at(dossier)
    dossier.refresh_from_db()
    assert dossier.answers["requester_phone"] == "0987654321"
    assert Paper.objects.get(dossier=dossier, code=code, replaced_at=None).file.name == "mới.pdf"
    for again in (citizen.go(place), citizen.post(place, data)):
        assert again.response["Location"] == at(dossier)


def test_what_is_written_in_a_supplement_is_kept_as_a_draft_is(
    citizen, relative, browser_of, world, dossier
):
    code = Paper.objects.filter(dossier=dossier).first().code
    ask(world, dossier, ("question", "requester_phone", "Sai."), ("paper", code, "Mờ."))
    place = at(dossier, "/supplement")
    citizen.post(place, {"requester_phone": "0987", "_autosave": "1"})
    assert citizen.response.json() == {"saved_at": "09:00"}
    sent = pdf("rõ.pdf")
    citizen.post(f"{place}/files", {"field": code, "file": sent})
    assert citizen.status == 200
    assert "rõ.pdf" in citizen.words("//*[@class='mc-files']")
    elsewhere = browser_of("citizen").go(place)  # another device
    assert elsewhere.value("requester_phone") == "0987"
    assert "Đã lưu lúc 09:00" in elsewhere.text
    (link,) = elsewhere.page.xpath("//*[@class='mc-files']//a/@href")
    assert downloaded(elsewhere, link) == sent.getvalue()
    assert relative.go(link).status == 404
    dossier.refresh_from_db()
    assert dossier.state == "supplement-at-receipt"
    assert dossier.answers["requester_phone"] != "0987"
    elsewhere.post(place, {"requester_phone": "0987654321"}).follow()
    elsewhere.post(f"{place}/check").follow()
    dossier.refresh_from_db()
    assert dossier.state == "filed"
    assert Paper.objects.get(dossier=dossier, code=code, replaced_at=None).file.name == "rõ.pdf"
    assert not Draft.objects.filter(supplement__dossier=dossier).exists()


def test_a_supplement_is_seen_once_more_before_it_is_given(citizen, relative, world, dossier):
    code = Paper.objects.filter(dossier=dossier).first().code
    ask(world, dossier, ("question", "requester_phone", "Sai."), ("paper", code, "Mờ."))
    place = at(dossier, "/supplement")
    data = {"requester_phone": "0987654321", code: pdf("rõ.pdf")}
    citizen.post(place, data)
    assert citizen.response["Location"] == f"{place}/check"
    citizen.follow()
    assert citizen.title == "Xem lại rồi gửi"
    assert "0987654321" in citizen.text
    assert "rõ.pdf" in citizen.text
    assert dossier.agency.name in citizen.text
    dossier.refresh_from_db()
    assert dossier.state == "supplement-at-receipt"
    assert relative.post(f"{place}/check").status == 404
    for _twice in range(2):
        citizen.post(f"{place}/check")
        assert citizen.response["Location"] in {at(dossier), place}
    dossier.refresh_from_db()
    assert dossier.state == "filed"
    assert citizen.go(f"{place}/check").follow().response["Location"] == at(dossier)


def test_what_is_wrong_with_a_supplement_keeps_it_from_being_seen_or_given(citizen, world, dossier):
    ask(world, dossier, ("question", "requester_phone", "Sai."))
    place = at(dossier, "/supplement")
    assert citizen.go(f"{place}/check").response["Location"] == place
    citizen.post(place, {"requester_phone": "12", "_autosave": "1"})
    for page in (citizen.go(f"{place}/check"), citizen.post(f"{place}/check")):
        assert page.status == 200
        assert len(page.problems) == 1
    dossier.refresh_from_db()
    assert dossier.state == "supplement-at-receipt"


def test_an_optional_answer_that_is_emptied_in_a_supplement_is_gone(citizen, world, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(
        answers={**dossier.answers, "requester_email": "an.cu@example.vn"}
    )
    ask(world, dossier, ("question", "requester_email", "Thư không tới."))
    place = at(dossier, "/supplement")
    assert citizen.go(place).value("requester_email") == "an.cu@example.vn"
    citizen.post(place, {"requester_email": ""}).follow()
    assert "Để trống" in citizen.text
    citizen.post(f"{place}/check")
    dossier.refresh_from_db()
    assert dossier.state == "filed"
    assert "requester_email" not in dossier.answers


def test_a_supplement_s_draft_is_no_form_of_its_own(citizen, world, dossier):
    ask(world, dossier, ("question", "requester_phone", "Sai."))
    citizen.post(at(dossier, "/supplement"), {"requester_phone": "12", "_save": ""}).follow()
    draft = Draft.objects.get(supplement__dossier=dossier)
    assert citizen.go(f"/drafts/{draft.public_id}").status == 404
    citizen.post(f"/drafts/{draft.public_id}/check")
    assert citizen.status == 404
    citizen.open("my")
    assert not citizen.page.xpath("//a[contains(@href, '/drafts/')]")
    citizen.post(f"/procedures/{BIRTH}/start?office={world.offerings[BIRTH]}")
    assert str(draft.public_id) not in citizen.response["Location"]


def test_a_file_for_a_paper_that_is_not_listed_is_refused(citizen, world, dossier):
    ask(world, dossier, ("question", "requester_phone", "Sai."))
    code = Paper.objects.filter(dossier=dossier).first().code
    citizen.post(at(dossier, "/supplement/files"), {"field": code, "file": pdf("x.pdf")})
    assert citizen.status == 404
    citizen.post(at(dossier, "/supplement/files"), {"field": code})
    assert citizen.status == 422


def test_a_supplement_s_file_is_dropped_and_somebody_else_s_is_not_taken(citizen, world, dossier):
    code = Paper.objects.filter(dossier=dossier).first().code
    ask(world, dossier, ("paper", code, "Mờ."))
    place = at(dossier, "/supplement")
    citizen.post(place, {code: pdf("một.pdf"), "_drop": ""})
    (kept,) = citizen.page.xpath("//button[@name='_drop']/@value")
    foreign = str(world.upload("relative").public_id)
    for nothing in (foreign, "x", "\0", "0" * 36):
        citizen.post(place, {"_drop": nothing})
        assert citizen.status == 200
        assert "một.pdf" in citizen.text
    citizen.post(place, {"_drop": kept})
    assert "một.pdf" not in citizen.text
    citizen.post(place)
    dossier.refresh_from_db()
    assert dossier.state == "supplement-at-receipt"


def test_answers_that_were_not_asked_for_are_not_taken(citizen, world, dossier):
    ask(world, dossier, ("question", "requester_phone", "Sai."))
    name = dossier.answers["requester_name"]
    data = {"requester_phone": "0987654321", "requester_name": "Kẻ Khác"}
    citizen.post(at(dossier, "/supplement"), data)
    citizen.post(at(dossier, "/supplement/check"))
    dossier.refresh_from_db()
    assert dossier.answers["requester_phone"] == "0987654321"
    assert dossier.answers["requester_name"] == name


def test_the_language_of_a_supplement_is_switched_without_losing_what_was_typed(
    citizen, world, dossier
):
    ask(world, dossier, ("question", "requester_phone", "Sai."))
    citizen.post(at(dossier, "/supplement"), {"requester_phone": "12", "_language": "en"})
    assert citizen.page.get("lang") == "en"
    assert citizen.value("requester_phone") == "12"


def test_the_clock_stands_still_while_a_supplement_is_asked_in_process(citizen, world, dossier):
    world.receive(dossier)
    actions.ask_supplement(
        actor=world.actor("specialist"),
        dossier_id=dossier.pk,
        items=[actions.SupplementItem("question", "child_name", "Thiếu họ.")],
        now=NOW,
    )
    citizen.go(at(dossier))
    assert "Tạm dừng" in citizen.text
    assert "Chờ bổ sung hồ sơ: từ 09:00 20/11/2026" in citizen.text
    assert "Hẹn trả:" not in citizen.text


def test_taking_a_dossier_back_asks_first(citizen, dossier):
    citizen.go(at(dossier, "/withdraw"))
    assert "Rút hồ sơ này?" in citizen.title
    dossier.refresh_from_db()
    assert dossier.state == "filed"
    citizen.post(at(dossier, "/withdraw"), {"reason": "Nộp nhầm nơi."}).follow()
    assert "Anh/chị đã rút hồ sơ" in citizen.text
    assert citizen.go(at(dossier, "/withdraw")).status == 302
    assert citizen.post(at(dossier, "/withdraw"), {}).status == 302


def test_the_result_is_given_as_paper_and_as_data_once_it_is_returned(citizen, world, dossier):
    world.receive(dossier)
    world.finish(dossier)
    for kind in ("pdf", "json"):
        assert citizen.go(at(dossier, f"/result.{kind}")).status == 404
    actions.return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    citizen.go(at(dossier))
    assert "Tải kết quả" in citizen.text
    assert downloaded(citizen, at(dossier, "/result.pdf")).startswith(b"%PDF-")
    assert json.loads(downloaded(citizen, at(dossier, "/result.json")))
    assert citizen.go(at(dossier, "/result.exe")).status == 404


def test_one_says_once_how_one_was_served(citizen, world, dossier):
    assert citizen.go(at(dossier, "/danh-gia")).status == 302
    citizen.post(at(dossier, "/withdraw"), {})
    place, said = at(dossier, "/danh-gia"), {"i3": "as-recorded", "i4": "as-recorded", "i6": "2"}
    for wrong in ({}, said, said | {"i7": "3"}, said | {"i7": "2", "comment": "x" * 2001}):
        citizen.post(place, wrong)
        assert citizen.problems, wrong
    citizen.post(place, said | {"i7": "2", "comment": "<b>Nhanh</b>"}).follow()
    assert "Cảm ơn anh/chị đã đánh giá" in citizen.title
    assert "Anh/chị đã đánh giá" in citizen.go(at(dossier)).text
    assert citizen.post(place, said | {"i7": "1"}).status == 302


def test_a_refusal_shows_its_reasons(citizen, world, dossier):
    actions.refuse(
        actor=world.actor("receptionist"),
        dossier_id=dossier.pk,
        reason="Không thuộc thẩm quyền.",
        now=NOW,
    )
    citizen.go(at(dossier))
    assert "Không thuộc thẩm quyền." in citizen.text
    assert "Phiếu từ chối" in citizen.text


@pytest.mark.parametrize("code", [BIRTH, RESIDENCE])
def test_the_page_after_filing_says_code_next_steps_and_time(citizen, world, code):
    dossier = world.file(code)
    citizen.go(at(dossier, "/filed"))
    assert dossier.code in citizen.text
    assert "Việc tiếp theo" in citizen.text
    assert dossier.agency.name in citizen.text
    assert "kiểm tra hồ sơ trong giờ làm việc, từ 09:00 20/11/2026" in citizen.text
    assert re.search(r"hẹn trả là 17:00 \d\d/\d\d/2026", citizen.text)
    assert "hồ sơ.." not in citizen.text
    assert "Tải biên nhận" in citizen.text
