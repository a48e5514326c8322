"""A result handed out at the counter: who took it, how he said so, and the day's list on paper."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers import actions
from motcua.dossiers.enums import ReceivedBy, State
from motcua.dossiers.errors import HandOutCodeWrong
from motcua.dossiers.models import Dossier, HandOut
from motcua.notifications.models import Message
from tests.cast import PDF

DRAWN = json.dumps([[[10 * n, 400 + 20 * (n % 3)] for n in range(1, 20)]])
OWNER = {"name": "Nguyễn Thị An", "paper": "CCCD …0123"}


@pytest.fixture(autouse=True)
def _by_text_message(settings):
    """Let texts be written; none is sent."""
    settings.SMS_URL = "http://127.0.0.1:1"


@pytest.fixture
def finished(world):
    return world.finish(world.receive(world.file()))


def state(dossier):
    return Dossier.objects.get(pk=dossier.pk).state


def hand(desk, dossier, **answers):
    return desk.post("hand-out", dossier, **answers)


def test_the_receiver_signs_on_the_screen_and_the_dossier_is_closed(desk_of, finished):
    desk = desk_of("receptionist").open("dossier", finished.public_id)
    assert "Trao tại quầy, có ký nhận" in desk.acts
    hand(desk, finished, way="drawn", signature=DRAWN, **OWNER).follow()
    assert state(finished) == State.RETURNED
    row = HandOut.objects.get()
    assert row.receiver["name"] == "Nguyễn Thị An"
    assert len(row.receiver["strokes"][0]) == 19
    assert "Giao kết quả cho Nguyễn Thị An" in desk.text
    assert "Ký trên màn hình" in desk.text


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"way": "drawn", "signature": "", **OWNER}, "chưa ký vào khung"),
        ({"way": "drawn", "signature": "[[[1,1]]]", **OWNER}, "chưa ký vào khung"),
        ({"way": "drawn", "signature": '[[["x",9999]]]', **OWNER}, "chưa ký vào khung"),
        ({"way": "paper", **OWNER}, "Chưa có bản quét giấy người nhận đã ký"),
        ({"way": "typed", "name": "", "paper": "CCCD"}, "ghi họ tên người nhận"),
        ({"way": "typed", "name": "An", "paper": ""}, "xem giấy tờ tùy thân"),
        ({"way": "typed", "relation": "con", **OWNER}, "cần giấy ủy quyền"),
        ({"way": "code", "code": "000000", **OWNER}, "Mã chưa đúng"),
        ({"way": "", **OWNER}, "Chọn cách xác nhận"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_handed_out(desk_of, finished, answers, words):
    desk = hand(desk_of("receptionist"), finished, **answers)
    assert desk.status == 422
    assert words in desk.words("//main")
    assert desk.page.xpath("//input[@name='name']/@value") == [answers["name"]]
    assert state(finished) == State.FINISHED
    assert not HandOut.objects.exists()


def test_all_that_a_way_still_asks_for_is_said_at_once_where_it_is_answered(desk_of, finished):
    answers = {"way": "paper", "name": "Trần Văn Bình", "relation": "con đẻ", "paper": ""}
    desk = hand(desk_of("receptionist"), finished, **answers)
    asked = desk.page.xpath("//*[@data-error-summary]//a/@href")
    assert asked == ["#f-authority", "#f-paper", "#f-signed"]
    (label,) = desk.page.xpath("//label[@for='f-paper']")
    assert "không bắt buộc" not in label.text_content()


def test_who_has_signed_need_not_sign_again_when_something_else_is_missing(desk_of, finished):
    drawn = {"way": "drawn", "signature": DRAWN, "name": "An", "paper": ""}
    desk = hand(desk_of("receptionist"), finished, **drawn)
    assert desk.status == 422
    (kept,) = desk.page.xpath("//input[@name='signature']/@value")
    assert json.loads(kept) == json.loads(DRAWN)
    spoilt = hand(desk, finished, **(drawn | {"signature": '[[["<",9999]]]'}))
    assert spoilt.page.xpath("//input[@name='signature']/@value") == ["[]"]


def test_what_the_receiver_signed_on_paper_is_scanned_and_kept(desk_of, finished):
    signed = SimpleUploadedFile("bien-nhan.pdf", PDF + b"signed", "application/pdf")
    desk = hand(desk_of("receptionist"), finished, way="paper", signed=signed, **OWNER).follow()
    assert state(finished) == State.RETURNED
    assert "Ký trên giấy, đã quét" in desk.text
    assert "Biên nhận kết quả có chữ ký" in desk.text


def test_a_refusal_that_no_answer_caused_counts_no_answers_to_put_right(desk_of, finished):
    desk = hand(desk_of("receptionist"), finished, way="drawn", signature="", **OWNER)
    assert "chưa ký vào khung" in desk.words("//main")
    assert not desk.page.xpath("//*[@data-error-summary]")


def test_a_relative_brings_a_paper_of_authority(desk_of, finished):
    paper = SimpleUploadedFile("uy-quyen.pdf", PDF, "application/pdf")
    answers = {"way": "typed", "relation": "con đẻ", "name": "Trần Văn Bình", "paper": "CCCD …0456"}
    desk = hand(desk_of("clerk"), finished, authority=paper, **answers).follow()
    assert state(finished) == State.RETURNED
    assert HandOut.objects.get().authority is not None
    assert "Nhận thay: con đẻ" in desk.text


def sent_code():
    return Message.objects.filter(template="hand-out-code").latest("pk").context["code"]


def test_a_code_sent_to_the_owners_telephone_is_enough(desk_of, world, finished):
    desk = desk_of("receptionist")
    desk.post("hand-out-code", finished).follow()
    assert "Đã gửi mã" in desk.text
    code = sent_code()
    answers = {"way": "code", "name": "Trần Văn Bình", "relation": "hàng xóm"}
    assert hand(desk, finished, code="x" + code[1:], **answers).status == 422
    hand(desk, finished, code=code, **answers).follow()
    assert state(finished) == State.RETURNED
    assert HandOut.objects.get().way == ReceivedBy.CODE


def test_what_was_typed_before_the_code_was_sent_is_not_typed_again(desk_of, finished):
    desk = desk_of("receptionist")
    typed = {"name": "Trần Văn Bình", "relation": "hàng xóm", "paper": "CCCD …0456"}
    button = "//form[@id='act']//button[@formaction]/@formaction"
    (address,) = desk.open("hand-out", finished.public_id).page.xpath(button)
    assert address.split("?")[0] == desk.at("hand-out-code", finished.public_id)
    desk.post("hand-out-code", finished, way="drawn", signature=DRAWN, **typed).follow()
    shown = dict(desk.page.xpath("//form[@id='act']")[0].form_values())
    assert {name: shown[name] for name in typed} == typed
    assert shown["way"] == "code"
    assert json.loads(shown["signature"]) == json.loads(DRAWN)
    assert "Giao kết quả cho" not in desk.open("dossier", finished.public_id).text


def test_a_code_that_cannot_be_sent_loses_nothing_typed_either(desk_of, finished):
    desk = desk_of("receptionist")
    for _press in range(5):
        desk.post("hand-out-code", finished)
    desk.post("hand-out-code", finished, way="code", name="Trần Văn Bình", relation="hàng xóm")
    assert desk.status == 429
    shown = dict(desk.page.xpath("//form[@id='act']")[0].form_values())
    assert (shown["name"], shown["relation"], shown["way"]) == ("Trần Văn Bình", "hàng xóm", "code")


def test_files_that_a_browser_forgets_are_named(desk_of, finished):
    signed = SimpleUploadedFile("bien-nhan.pdf", PDF, "application/pdf")
    desk = hand(desk_of("receptionist"), finished, way="paper", signed=signed, name="", paper="")
    assert desk.status == 422
    assert "Tệp cần chọn lại" in desk.text
    assert "bien-nhan.pdf" in desk.text


def test_a_code_wears_out(desk_of, world, finished):
    desk = desk_of("receptionist")
    desk.post("hand-out-code", finished)
    code = sent_code()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        hand(desk, finished, way="code", code=wrong, name="An")
    receiver = actions.Receiver("An", code=code)
    with pytest.raises(HandOutCodeWrong):
        actions.hand_out(
            actor=world.actor("receptionist"),
            dossier_id=finished.pk,
            way=ReceivedBy.CODE,
            receiver=receiver,
            now=world.now,
        )
    assert state(finished) == State.FINISHED


def test_who_returns_nothing_hands_nothing_out(desk_of, finished):
    for role in ("specialist", "head", "leader", "auditor"):
        desk = desk_of(role).open("hand-out", finished.public_id)
        assert desk.status == 302
        assert desk.post("hand-out-code", finished).status in {403, 404}
    assert desk_of("outsider").open("hand-out", finished.public_id).status == 404


def test_the_days_hand_over_is_a_paper_to_be_signed(desk_of, world):
    for number in range(3):
        world.receive(world.file(key=f"key-{number:04}", seed=number + 3))
    desk = desk_of("receptionist").open("handed-over")
    assert desk.response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(desk.response.content)) as paper:
        box = [float(side) for side in paper.pages[0].mediabox]
    assert [round(side) for side in box[2:]] == [595, 842]
    empty = desk.open("handed-over", ngay="2026-11-19")
    assert len(empty.response.content) < len(
        desk_of("receptionist").open("handed-over").response.content
    )
    assert desk_of("specialist").open("handed-over").status == 403
