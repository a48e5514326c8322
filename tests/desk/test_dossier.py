"""The page of a dossier: who may open it, what it shows, what is written down about opening it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.kernel.models import AuditRow, StoredFile
from tests.cast import NOW
from tests.desk.conftest import Desk
from tests.identity.doors import signed_in, visitor

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def readings(act="dossiers.read"):
    return list(AuditRow.objects.filter(action=act).values_list("official_id", "purpose"))


def test_a_dossier_shows_answers_papers_history_and_its_clock(desk_of, world, filed):
    world.receive(filed)
    desk = desk_of("specialist").open("dossier", filed.public_id)
    assert desk.words("//h1") == "Đăng ký khai sinh"
    assert "Trần Bảo Ngọc" in desk.words("//section[@aria-labelledby='pane-answers']")
    assert "giấy tờ.pdf" in desk.words("//section[@aria-labelledby='pane-papers']")
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in desk.text
    history = desk.words("//section[@aria-labelledby='pane-history']")
    assert history.index("chuyển xử lý") < history.index("tiếp nhận") < history.index("nộp hồ sơ")
    assert "Cán bộ receptionist" in history
    assert "Hẹn trả: 17:00 20/11/2026" in desk.text
    assert "Vì sao hẹn lúc này" in desk.text


def test_a_strangers_dossier_is_not_there(desk_of, world, filed):
    world.receive(filed)
    paper, slip = filed.papers.first(), filed.slips.get(form="01")
    outsider = desk_of("outsider")
    for name, more in (
        ("dossier", ()),
        ("paper", (paper.public_id,)),
        ("paper-content", (paper.public_id,)),
        ("paper-file", (paper.public_id,)),
        ("slip", (slip.public_id,)),
        ("result", ()),
        ("refuse", ()),
    ):
        assert outsider.open(name, filed.public_id, *more).status == 404, name
    assert outsider.open("dossier", uuid4()).status == 404
    assert filed.code not in outsider.response.content.decode()


def test_a_citizen_finds_no_dossier_at_the_desk(world, filed):
    citizen = signed_in(world.accounts["citizen"])
    citizen.defaults["SERVER_NAME"] = "desk.localhost"
    assert Desk(citizen).open("dossier", filed.public_id).status in {302, 404}
    assert Desk(visitor("desk")).open("dossier", filed.public_id).status == 302


def test_what_passed_through_ones_hands_stays_visible(desk_of, world, filed):
    world.receive(filed)
    world.finish(filed)
    actions.return_result(actor=world.actor("receptionist"), dossier_id=filed.pk, now=NOW)
    Dossier.objects.filter(pk=filed.pk).update(unit_path="999/", step_path="")
    assert desk_of("specialist").open("dossier", filed.public_id).status == 200
    assert desk_of("clerk").open("dossier", filed.public_id).status == 404
    assert readings() == [(world.accounts["specialist"].official_id, "follow-up")]


def test_reading_is_written_down_once_an_hour_with_its_purpose(desk_of, world, filed):
    desk, auditor = desk_of("receptionist"), desk_of("auditor")
    for _ in range(3):
        desk.open("dossier", filed.public_id)
    auditor.open("dossier", filed.public_id)
    me, other = (world.accounts[name].official_id for name in ("receptionist", "auditor"))
    assert readings() == [(me, "handling"), (other, "audit")]
    with time_machine.travel(NOW + timedelta(hours=1), tick=True):
        desk.open("dossier", filed.public_id)
    assert readings() == [(me, "handling"), (other, "audit"), (me, "handling")]


def test_a_paper_is_shown_in_a_frame_of_ours_and_nowhere_else(desk_of, filed):
    paper = filed.papers.first()
    desk = desk_of("receptionist").open("paper", filed.public_id, paper.public_id)
    frame = desk.page.xpath("//iframe")[0]
    assert "frame-src 'self'" in desk.response["Content-Security-Policy"]
    shown = desk.client.get(frame.get("src").split("#")[0])
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "no-store" in shown["Cache-Control"]
    assert b"".join(shown.streaming_content).startswith(b"%PDF")
    assert len(readings("dossiers.read_paper")) == 1


def test_no_other_page_may_hold_a_frame(desk_of, filed):
    desk = desk_of("receptionist").open("dossier", filed.public_id)
    policy = desk.response["Content-Security-Policy"]
    assert "frame-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not desk.page.xpath("//iframe | //*[@style] | //script[not(@src)] | //@onclick")


def test_a_paper_is_handed_over_as_an_attachment(desk_of, filed):
    desk = desk_of("receptionist")
    desk.open("paper-file", filed.public_id, filed.papers.first().public_id)
    assert desk.response["Content-Disposition"].startswith("attachment")
    assert desk.response["X-Frame-Options"] == "DENY"


def test_what_is_no_pdf_or_picture_is_only_handed_over(desk_of, filed):
    paper = filed.papers.first()
    paper.file.blob.media_type = "image/heic"
    paper.file.blob.save()
    desk = desk_of("receptionist").open("paper", filed.public_id, paper.public_id)
    assert "không xem được trong trang" in desk.text
    desk.open("paper-content", filed.public_id, paper.public_id)
    assert desk.response["Content-Disposition"].startswith("attachment")


def test_a_paper_of_another_dossier_is_not_there(desk_of, world, filed):
    other = world.file(key="key-0002", seed=4)
    paper = other.papers.first()
    desk = desk_of("receptionist")
    assert desk.open("paper", filed.public_id, paper.public_id).status == 404
    assert desk.open("paper-content", filed.public_id, paper.public_id).status == 404
    assert desk.open("slip", filed.public_id, uuid4()).status == 404


def test_an_infected_paper_is_not_given_out(desk_of, filed):
    paper = filed.papers.first()
    paper.file.blob.state = "infected"
    paper.file.blob.save()
    desk = desk_of("receptionist")
    for name in ("paper-content", "paper-file"):
        assert desk.open(name, filed.public_id, paper.public_id).status == 409


def test_slips_and_the_result_open_as_pdf(desk_of, world, filed):
    world.receive(filed)
    desk = desk_of("specialist")
    assert desk.open("result", filed.public_id).status == 404
    world.draft(filed)
    for name, more in (("slip", (filed.slips.get(form="01").public_id,)), ("result", ())):
        desk.open(name, filed.public_id, *more)
        assert desk.response["Content-Type"] == "application/pdf"
        assert desk.response.content.startswith(b"%PDF")
        assert "no-store" in desk.response["Cache-Control"]


def test_the_signed_result_is_the_one_that_is_sent(desk_of, world, filed):
    world.receive(filed)
    world.finish(filed)
    desk = desk_of("receptionist").open("result", filed.public_id)
    assert b"/ByteRange" in desk.response.content
    assert "Kết quả đã ký" in desk.open("dossier", filed.public_id).text


def test_names_and_answers_are_shown_as_text(desk_of, world, filed):
    paper = filed.papers.first()
    StoredFile.objects.filter(pk=paper.file_id).update(name=HOSTILE)
    filed.applicant_name = HOSTILE
    filed.answers = {**filed.answers, "requester_name": HOSTILE}
    filed.save()
    actions.add_note(actor=world.actor("receptionist"), dossier_id=filed.pk, text=HOSTILE, now=NOW)
    desk = desk_of("receptionist")
    for page in (desk.open("dossier", filed.public_id), desk.open("queue")):
        assert HOSTILE in page.text
        assert not page.page.xpath("//main//script | //main//img[@onerror]")


def test_an_auditor_reads_and_does_nothing(desk_of, world, filed):
    world.receive(filed)
    desk = desk_of("auditor").open("dossier", filed.public_id)
    assert desk.status == 200
    assert desk.acts == []
    assert not desk.page.xpath("//main//form")
    assert desk.page.xpath("//a[contains(@href, '/audit/dossiers/')]")


def test_the_next_dossier_of_the_queue_is_one_key_away(desk_of, world, filed):
    others = [world.file(key=f"key-{n}", seed=n, now=NOW + timedelta(minutes=n)) for n in (5, 6)]
    queue = [filed.code, *(one.code for one in others)]
    desk = desk_of("receptionist").open("queue")
    assert desk.codes == queue
    desk.go(desk.page.xpath("//tr[@data-row]//a/@href")[0])
    walked = []
    for _ in range(4):
        walked.append(desk.words("(//main//code)[1]"))
        desk.go(desk.page.xpath("//a[@data-key='n']/@href")[0]).follow()
    assert walked == [*queue, filed.code]


def test_while_the_result_is_signed_the_page_says_so_and_looks_again(desk_of, world, filed):
    world.receive(filed)
    world.give_a_key()
    world.draft(filed)
    for name in ("specialist", "head"):
        actions.complete_step(
            actor=world.actor(name), dossier_id=filed.pk, now=NOW, note="Đủ điều kiện."
        )
    desk = desk_of("leader")
    assert desk.open("dossier", filed.public_id).acts[0] == "Duyệt và ký"
    desk.post("approve", filed).follow()
    assert "Đang ký số" in desk.text
    assert desk.page.xpath("//meta[@http-equiv='refresh']")
    assert desk.acts == []
    with time_machine.travel(NOW + timedelta(minutes=5), tick=True):
        assert "Ký lâu hơn thường lệ" in desk.open("dossier", filed.public_id).text
    world.settle()
    desk.open("dossier", filed.public_id)
    assert "Kết quả đã ký" in desk.text
    assert not desk.page.xpath("//meta[@http-equiv='refresh']")


def test_a_pause_is_explained(desk_of, world, filed):
    world.receive(filed)
    items = [actions.SupplementItem("question", "child_name", "Chưa khớp.")]
    actions.ask_supplement(
        actor=world.actor("specialist"), dossier_id=filed.pk, items=items, now=NOW
    )
    desk = desk_of("specialist").open("dossier", filed.public_id)
    assert "Tạm dừng" in desk.text
    assert "Chờ bổ sung hồ sơ" in desk.text
    assert "Họ, chữ đệm, tên của trẻ: Chưa khớp." in desk.text


def test_english_officials_read_english(desk_of, filed):
    desk = desk_of("receptionist")
    desk.client.post("/ui/language", {"language": "en", "next": "/"})
    desk.open("dossier", filed.public_id)
    assert desk.page.get("lang") == "en"
    assert "birth" in desk.words("//h1")
    assert desk.acts[0] == "Accept"


def test_a_dossier_costs_a_fixed_number_of_statements(desk_of, world, filed):
    world.receive(filed)
    desk = desk_of("specialist").open("dossier", filed.public_id)
    costs = []
    for notes in (0, 1, 4):  # what a dossier has none of costs nothing
        for number in range(notes):
            actions.add_note(
                actor=world.actor("head"), dossier_id=filed.pk, text=f"Ghi chú {number}", now=NOW
            )
        with CaptureQueriesContext(connection) as seen:
            desk.open("dossier", filed.public_id)
        costs.append(len(seen))
    assert costs == [costs[0], costs[0] + 1, costs[0] + 1]
    assert costs[0] <= 40
