"""Acts upon a dossier: by the right role only, once only, with nothing typed lost."""

from __future__ import annotations

import base64
import io

import pytest
from django.test import Client
from PIL import Image

from motcua.dossiers import actions
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier, Note, Result, Slip, StepRun, Supplement, Transition
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from tests.cast import BUSINESS, NOW
from tests.security.access import OFFICIALS
from tests.ui.reading import text_of

# Of this ward; a consultant is another's.
ROLES = sorted(OFFICIALS - {"consultant"})
REASON = {"reason": "Không thuộc thẩm quyền."}


def filed(world, dossier=None):
    return dossier or world.file()


def accepted(world, dossier=None):
    dossier = filed(world, dossier)
    actions.accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    return dossier


def in_process(world, dossier=None):
    return world.receive(filed(world, dossier))


def drafted(world, dossier=None):
    dossier = in_process(world, dossier)
    world.draft(dossier)
    return dossier


def to_be_signed(world, dossier=None):
    dossier = drafted(world, dossier)
    for name in ("specialist", "head"):
        actions.complete_step(
            actor=world.actor(name), dossier_id=dossier.pk, now=NOW, note="Đủ điều kiện."
        )
    return dossier


def finished(world, dossier=None):
    return world.finish(in_process(world, dossier))


def result_answers(dossier):
    form = catalogue.rules(dossier.version_id).official_form
    return sample_answers(form, seed=2, today=NOW.date())


LISTED = {"item": "question:child_name", "reason.question:child_name": "Chưa khớp giấy chứng sinh."}
OBLIGATION = {"name": "Lệ phí trước bạ", "amount": "120.000"}

# act, how the dossier gets there, who may, what is written, where it goes
ACTS = (
    ("accept", filed, {"receptionist"}, {}, State.ACCEPTED),
    ("refuse", filed, {"receptionist"}, REASON, State.REFUSED),
    ("supplement", filed, {"receptionist"}, LISTED, State.SUPPLEMENT_AT_RECEIPT),
    ("payment", filed, {"receptionist"}, OBLIGATION, State.PAYMENT_AT_RECEIPT),
    ("hand-over", accepted, {"receptionist"}, {}, State.IN_PROCESS),
    ("supplement", in_process, {"specialist"}, LISTED, State.SUPPLEMENT_IN_PROCESS),
    ("payment", in_process, {"specialist"}, OBLIGATION, State.PAYMENT_IN_PROCESS),
    ("stop", in_process, {"head", "leader"}, REASON, State.STOPPED),
    ("return", finished, {"receptionist", "clerk"}, {}, State.RETURNED),
)


@pytest.mark.parametrize("case", ACTS, ids=lambda case: f"{case[0]}-{case[1].__name__}")
def test_each_move_is_made_by_its_roles_and_refused_to_the_others(desk_of, world, case):
    act, reach, allowed, written, target = case
    waiting = [world.file(key=f"key-{number:04}") for number in range(1 + len(allowed))]
    dossier = reach(world, waiting.pop())
    before = Dossier.objects.get(pk=dossier.pk).state
    for role in ROLES:
        if role not in allowed:
            desk = desk_of(role).post(act, dossier, **written)
            assert desk.status in ({404} if role == "outsider" else {403, 404}), role
            assert Dossier.objects.get(pk=dossier.pk).state == before
    for role in sorted(allowed):
        dossier = reach(world, waiting.pop())
        desk = desk_of(role).post(act, dossier, **written)
        assert desk.status == 302, desk.text
        assert Dossier.objects.get(pk=dossier.pk).state == target
        last = Transition.objects.filter(dossier=dossier).last()
        assert last.official_id == world.accounts[role].official_id
        assert desk.follow().status == 200


STEPS = (
    ("take-up", in_process, {"specialist"}, {}),
    ("draft", in_process, {"specialist"}, None),
    ("complete", drafted, {"specialist"}, {"note": "Đủ điều kiện."}),
    ("approve", to_be_signed, {"leader"}, {}),
    ("send-back", to_be_signed, {"leader"}, REASON),
)


@pytest.mark.parametrize("case", STEPS, ids=lambda case: case[0])
def test_each_step_is_taken_by_whose_it_is_and_refused_to_the_others(desk_of, world, case):
    act, reach, allowed, written = case
    dossier = reach(world)
    written = result_answers(dossier) if written is None else written

    def traces():
        return (
            Dossier.objects.values_list("official_id", "step_code").get(pk=dossier.pk),
            StepRun.objects.filter(dossier=dossier).count(),
            list(Result.objects.filter(dossier=dossier).values_list("drafted_at", "approved_at")),
        )

    before = traces()
    for role in sorted(set(ROLES) - allowed):
        desk = desk_of(role).post(act, dossier, **written)
        assert desk.status in ({404} if role == "outsider" else {403, 404}), role
        assert traces() == before
    for role in allowed:
        assert desk_of(role).post(act, dossier, **written).status == 302
        assert traces() != before


def test_notes_are_left_by_all_who_handle_and_not_by_auditors(desk_of, world):
    dossier = in_process(world)
    for role in ROLES:
        expected = {"auditor": 403, "outsider": 404, "administrator": 404}.get(role, 302)
        desk = desk_of(role).post("note", dossier, text="Đã gọi điện cho người nộp.")
        assert desk.status == expected, role
    assert Note.objects.count() == len(ROLES) - 3


def test_a_dossier_walks_through_the_pages_from_receipt_to_return(desk_of, world):
    world.give_a_key()
    dossier = world.file()
    receptionist = desk_of("receptionist").open("dossier", dossier.public_id)
    assert receptionist.acts[0] == "Tiếp nhận"
    assert "Nhận lúc này thì hẹn trả 17:00 20/11/2026" in receptionist.text
    receptionist.post("accept", dossier).follow()
    assert "Đã tiếp nhận" in receptionist.text
    assert receptionist.acts == ["Chuyển xử lý"]
    receptionist.post("hand-over", dossier).follow()
    assert receptionist.acts == []
    specialist = desk_of("specialist").open("dossier", dossier.public_id)
    assert specialist.acts[:2] == ["Soạn kết quả", "Nhận việc"]
    specialist.post("draft", dossier, **result_answers(dossier)).follow()
    assert specialist.acts[0] == "Chuyển bước sau"
    specialist.post("complete", dossier, note="Đã đối chiếu dữ liệu dân cư.").follow()
    assert specialist.acts == []
    head = desk_of("head").open("complete", dossier.public_id)
    assert head.page.xpath("//img[starts-with(@src, 'data:image/png')]")
    head.post("complete", dossier).follow()
    leader = desk_of("leader").open("approve", dossier.public_id)
    assert "Đây là văn bản sẽ được ký số" in leader.text
    leader.post("approve", dossier).follow()
    world.settle()
    receptionist.open("dossier", dossier.public_id)
    assert receptionist.acts[:2] == ["Trả kết quả", "Trao tại quầy, có ký nhận"]
    receptionist.post("return", dossier).follow()
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    history = receptionist.words("//section[@aria-labelledby='pane-history']")
    for word in (
        "Đã đối chiếu dữ liệu dân cư.",
        "Cán bộ specialist",
        "Cán bộ head",
        "Cán bộ leader",
    ):
        assert word in history


def test_a_second_click_does_nothing_and_says_nothing_bad(desk_of, world):
    dossier = world.file()
    desk = desk_of("receptionist")
    for _ in range(3):
        desk.post("accept", dossier, token="one-form").follow()
        assert desk.status == 200
        assert "Chưa làm được" not in desk.text
    assert Transition.objects.filter(dossier=dossier, action="accept").count() == 1
    assert Slip.objects.filter(dossier=dossier).count() == 1


def test_a_form_filled_in_otherwise_and_sent_again_is_refused_not_lost(desk_of, world):
    dossier = world.file()
    desk = desk_of("receptionist").post("note", dossier, token="one-form", text="Gọi lại chiều.")
    assert desk.post("note", dossier, token="one-form", text="Đã gọi, hẹn mai.").status == 422
    assert "Đã gọi, hẹn mai." in desk.response.content.decode()
    assert list(Note.objects.values_list("text", flat=True)) == ["Gọi lại chiều."]


def test_a_form_of_one_dossier_does_not_serve_another(desk_of, world):
    first, second = world.file(), world.file(key="key-0002", seed=4)
    desk = desk_of("receptionist").post("accept", first, token="one-form")
    assert desk.post("accept", second, token="one-form").status == 422
    second.refresh_from_db()
    assert second.state == State.FILED


def test_two_receptionists_on_one_dossier_see_what_happened(desk_of, world):
    dossier = world.file()
    desk = desk_of("receptionist").open("dossier", dossier.public_id)
    actions.refuse(
        actor=world.actor("receptionist"), dossier_id=dossier.pk, reason="Trùng hồ sơ.", now=NOW
    )
    desk.post("accept", dossier)
    assert desk.status == 409
    assert "Không làm được việc này ở trạng thái hiện tại" in desk.text
    assert "Không được tiếp nhận" in desk.text
    assert desk.acts == []


def test_what_was_typed_stays_when_the_act_is_refused(desk_of, world):
    dossier = in_process(world)
    desk = desk_of("specialist")
    desk.post("complete", dossier, note="Đã đối chiếu, còn thiếu dự thảo.")
    assert desk.status == 409
    assert "Bước này chưa có kết quả phải có" in desk.text
    assert desk.words("//textarea[@name='note']") == "Đã đối chiếu, còn thiếu dự thảo."


def test_a_dossier_is_not_accepted_before_what_is_due_is_paid(desk_of, world):
    dossier = world.file(BUSINESS)
    desk = desk_of("receptionist").open("dossier", dossier.public_id)
    assert "100.000" in desk.text.replace("\xa0", " ")
    desk.post("accept", dossier)
    assert desk.status == 409
    assert "chưa nộp phí, lệ phí" in desk.text


ASKED = {
    "refuse": ("Lý do", "Anh/chị phải ghi rõ lý do."),
    "stop": ("Lý do", "Anh/chị phải ghi rõ lý do."),
    "send-back": ("Lý do", "Anh/chị phải ghi rõ lý do."),
    "complete": ("Ý kiến thẩm tra", "Anh/chị phải ghi ý kiến thẩm tra."),
    "note": ("Ghi chú", "Anh/chị phải viết ghi chú."),
}


@pytest.mark.parametrize("act", ASKED)
def test_acts_that_need_words_ask_for_them_in_the_words_of_the_field(desk_of, world, act):
    dossier = world.file() if act == "refuse" else drafted(world)
    role = {"refuse": "receptionist", "stop": "head"}.get(act, "specialist")
    desk = desk_of(role)
    for words in ("", "\n\n", "   "):
        assert desk.post(act, dossier, reason=words, note=words, text=words).status == 422
    summary = desk.page.xpath("//*[@data-error-summary]//a")
    label, asked = ASKED[act]
    assert [link.text for link in summary] == [asked]
    field = summary[0].get("href")[1:]
    assert desk.page.xpath(f"//textarea[@id='{field}']")
    assert desk.words(f"//label[@for='{field}']") == label


def test_an_obligation_left_empty_is_asked_for_in_the_words_of_its_fields(desk_of, world):
    desk = desk_of("receptionist").post("payment", world.file())
    summary = desk.page.xpath("//*[@data-error-summary]//a")
    asked = ["Anh/chị phải ghi khoản phải nộp.", "Anh/chị phải ghi số tiền."]
    assert [link.text for link in summary] == asked


def test_what_cannot_be_printed_on_a_slip_is_said_before_it_is_issued(desk_of, world):
    dossier = world.file()
    desk = desk_of("receptionist")
    for sign in ("😀", "\x07", "ខ្មែរ", "\u202e", "中"):
        desk.post("refuse", dossier, reason=f"Thiếu giấy tờ {sign}")
        assert desk.status == 422
        assert "không in được lên giấy" in desk.text
        assert "Thiếu giấy tờ" in desk.words("//textarea")


def test_a_supplement_lists_everything_with_its_reason_at_once(desk_of, world):
    dossier = world.file()
    paper = dossier.papers.first().code
    desk = desk_of("receptionist").open("supplement", dossier.public_id)
    assert "Giấy tờ" in desk.words("(//caption)[1]")
    answers = {
        "item": [f"paper:{paper}", "question:child_name"],
        f"reason.paper:{paper}": "Ảnh mờ.",
        "reason.question:child_name": "Chưa khớp.",
        "reason.question:child_sex": "Ghi nhầm.",
        "message": "Anh/chị bổ sung sớm giúp.",
    }
    desk.post("supplement", dossier, **answers).follow()
    listed = Supplement.objects.get(dossier=dossier)
    # A reason without a tick counts: whoever writes one means the line.
    assert {(item["kind"], item["code"]) for item in listed.items} == {
        ("paper", paper),
        ("question", "child_name"),
        ("question", "child_sex"),
    }
    assert listed.message == "Anh/chị bổ sung sớm giúp."
    assert "Yêu cầu bổ sung" not in desk.acts


def test_a_supplement_without_reason_is_sent_back_with_ticks_and_words(desk_of, world):
    dossier = world.file()
    desk = desk_of("receptionist")
    desk.post("supplement", dossier, item=["question:child_name"], message="Sớm giúp.")
    assert desk.status == 422
    assert "Ghi lý do: Họ, chữ đệm, tên của trẻ" in desk.words("//*[@data-error-summary]")
    assert desk.page.xpath("//input[@value='question:child_name'][@checked]")
    assert desk.words("//textarea[@name='message']") == "Sớm giúp."
    assert desk.post("supplement", dossier).status == 422
    assert "chọn ít nhất một mục" in desk.text


def test_a_supplement_is_asked_for_once_in_a_phase(desk_of, world):
    dossier = in_process(world)
    desk = desk_of("specialist").post("supplement", dossier, **LISTED)
    actions.answer_supplement(
        actor=world.actor("citizen"),
        dossier_id=dossier.pk,
        answers={"child_name": dossier.answers["child_name"]},
        uploads={},
        now=NOW,
    )
    desk.open("dossier", dossier.public_id)
    assert "Yêu cầu bổ sung" not in desk.acts
    desk.post("supplement", dossier, **LISTED)
    assert desk.status == 409
    assert "đã được yêu cầu bổ sung một lần" in desk.text


@pytest.mark.parametrize(("act", "written"), [("supplement", LISTED), ("refuse", REASON)])
def test_a_slip_is_looked_at_before_it_is_issued_and_nothing_happens(desk_of, world, act, written):
    dossier = world.file()
    desk = desk_of("receptionist").post(act, dossier, _preview="", **written)
    assert desk.status == 200
    assert desk.page.xpath("//img[starts-with(@src, 'data:image/png;base64,iVBOR')]")
    dossier.refresh_from_db()
    assert dossier.state == State.FILED
    assert not Slip.objects.exists()
    form = desk.page.get_element_by_id("act")
    fields = form.xpath(".//input | .//textarea")
    typed = [one.get("value") or (one.text or "").strip() for one in fields]
    assert list(written.values())[-1] in typed
    desk.post(act, dossier, **written)
    assert Slip.objects.get().number == 1


def test_an_obligation_is_a_whole_amount_of_dong(desk_of, world):
    dossier = world.file()
    desk = desk_of("receptionist")
    for amount in ("", "0", "-5", "999", "1e9", "12,5", "một", "1000000001", "٣٠٠٠"):
        desk.post("payment", dossier, **{**OBLIGATION, "amount": amount})
        assert desk.status == 422, amount
        assert desk.page.xpath("//input[@name='name']/@value") == [OBLIGATION["name"]]
    dossier.refresh_from_db()
    assert dossier.state == State.FILED


def test_an_obligation_is_told_with_its_amount(desk_of, world):
    dossier = in_process(world)
    desk = desk_of("specialist").post("payment", dossier, name="Lệ phí trước bạ", amount="120 000")
    desk.follow()
    assert "Lệ phí trước bạ" in desk.text
    assert "120.000" in desk.text
    assert "Tạm dừng" in desk.text


def test_a_draft_with_mistakes_says_where_and_keeps_the_rest(desk_of, world):
    dossier = in_process(world)
    desk = desk_of("specialist").post("draft", dossier, child_citizen_number="12")
    assert desk.status == 422
    link = desk.page.xpath("//*[@data-error-summary]//a/@href")[0]
    assert desk.page.get_element_by_id(link[1:]).get("value") == "12"
    assert not Result.objects.exists()


def test_a_draft_can_be_written_again_until_it_is_approved(desk_of, world):
    dossier = drafted(world)
    desk = desk_of("specialist").open("draft", dossier.public_id)
    kept = desk.page.xpath("//input[@name='child_citizen_number']/@value")
    assert kept == [Result.objects.get().data["child_citizen_number"]]
    desk.post("draft", dossier, **result_answers(dossier))
    assert Result.objects.get().data == result_answers(dossier)


def test_a_step_sent_back_tells_why(desk_of, world):
    dossier = to_be_signed(world)
    desk_of("leader").post("send-back", dossier, reason="Sai tên đệm của mẹ.")
    head = desk_of("head").open("dossier", dossier.public_id)
    assert "Trả lại từ bước" in head.text
    assert "Sai tên đệm của mẹ." in head.text
    assert head.acts[0] == "Chuyển bước sau"


def test_an_act_that_is_not_open_leads_back_to_the_dossier(desk_of, world):
    dossier = in_process(world)
    desk = desk_of("receptionist").open("refuse", dossier.public_id, queue="unit")
    assert desk.response["Location"] == desk.at("dossier", dossier.public_id, queue="unit")
    assert "không làm được lúc này" in desk.follow().text


def test_changing_the_language_keeps_what_was_typed(desk_of, world):
    dossier = world.file()
    desk = desk_of("receptionist").post("refuse", dossier, reason="Nộp nhầm nơi.", _language="en")
    assert desk.status == 200
    assert desk.page.get("lang") == "en"
    assert desk.words("//textarea") == "Nộp nhầm nơi."
    assert not desk.page.xpath("//*[@data-error-summary]")
    assert desk.open("queue").page.get("lang") == "en"
    dossier.refresh_from_db()
    assert dossier.state == State.FILED


def test_a_link_alone_never_acts(desk_of, world):
    dossier = world.file()
    desk = desk_of("receptionist")
    for act in ("accept", "hand-over", "take-up", "return", "note", "approve"):
        desk.open(act, dossier.public_id)
        assert Transition.objects.filter(dossier=dossier).count() == 1


def test_a_form_from_elsewhere_is_refused(world, desk_of):
    dossier = world.file()
    desk = desk_of("receptionist")
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="desk.localhost")
    strict.cookies = desk.client.cookies
    answer = strict.post(desk.at("accept", dossier.public_id), {"token": "x"})
    assert answer.status_code == 403
    dossier.refresh_from_db()
    assert dossier.state == State.FILED


NAUGHTY = ("\x00", "'; DROP TABLE x; --", "<svg onload=1>", "😀" * 500, "A" * 20_000, "ﷺ")


def test_nothing_that_is_typed_breaks_a_page(desk_of, world):
    dossier = world.file()
    desk = desk_of("receptionist")
    for text in NAUGHTY:
        for act in ("refuse", "note", "payment", "supplement"):
            fields = dict.fromkeys(("reason", "text", "name", "amount", "message", "item"), text)
            fields["reason.question:child_name"] = text
            fields["token"] = text
            assert desk.post(act, dossier, **fields).status < 500, (act, text[:20])


GREY = (223, 227, 234)


def greys(picture):
    """Count the pixels in the colour of the draft's watermark."""
    content = base64.b64decode(picture.partition(",")[2])
    drawn = Image.open(io.BytesIO(content)).convert("RGB")
    return {colour: count for count, colour in drawn.getcolors(2**24)}.get(GREY, 0)


def test_what_is_not_signed_is_marked_as_a_draft_and_what_is_signed_is_not(desk_of, world):
    dossier = drafted(world)
    desk = desk_of("specialist")
    assert "BẢN NHÁP" in text_of(desk.open("result", dossier.public_id).response.content)
    pictures = desk.open("complete", dossier.public_id).page.xpath("//img/@src")
    assert pictures
    assert all(greys(picture) > 1000 for picture in pictures)
    world.finish(dossier)
    signed = desk.open("result", dossier.public_id).response
    content = b"".join(signed.streaming_content) if signed.streaming else signed.content
    assert "NHÁP" not in text_of(content)


def test_the_preview_of_a_slip_is_marked_as_a_draft(desk_of, world):
    desk = desk_of("receptionist").post("refuse", world.file(), _preview="", **REASON)
    (picture, *_more) = desk.page.xpath("//img[starts-with(@src, 'data:image/png')]/@src")
    assert greys(picture) > 1000
