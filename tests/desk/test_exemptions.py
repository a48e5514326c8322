"""The clerk judges the proof of an exemption: on the page of its dossier, and at the counter."""

from __future__ import annotations

import pytest

from motcua.counters.models import CounterFiling
from motcua.dossiers.models import Dossier, Transition
from motcua.dossiers.queries.fee_debts import claim_states
from motcua.dossiers.queries.story import public_story_of, story_of
from motcua.kernel.models import AuditRow
from motcua.payments.models import Order
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from tests.cast import RESIDENCE
from tests.desk.test_counter import act, begin, boxes, send, with_papers

pytestmark = pytest.mark.django_db
REASON = "Giấy đã hết hạn từ tháng 6."


@pytest.fixture
def claimed(world):
    dossier = world.file(RESIDENCE, fixed={"fee_group": "merit"})
    world.settle()
    return dossier


def plain(desk):
    return desk.text.replace("\xa0", " ")


def test_the_page_names_the_claim_and_offers_to_judge_it_before_anything_else(desk_of, claimed):
    desk = desk_of("receptionist").open("dossier", claimed.public_id)
    assert "Người nộp khai thuộc diện miễn, giảm: Người có công với cách mạng" in desk.text
    assert "chờ cán bộ xem giấy chứng minh" in desk.text
    assert desk.acts[0] == "Xem giấy miễn, giảm phí"
    assert "Tiếp nhận" not in desk.acts
    desk.open("exemption", claimed.public_id)
    assert "0 đ nếu công nhận, 10.000 đ nếu không" in plain(desk)
    (paper,) = desk.page.xpath("//main//a[starts-with(normalize-space(), 'Xem tệp')]")
    assert desk.go(paper.get("href")).status == 200


def test_granted_the_dossier_can_be_accepted(desk_of, claimed):
    desk = desk_of("receptionist")
    desk.post("exemption", claimed, is_granted="yes").follow()
    assert "Đã ghi kết quả xem xét" in desk.text
    assert desk.acts[0] == "Tiếp nhận"
    assert "cán bộ đã xem giấy chứng minh" in desk.text
    assert "Đã công nhận diện miễn, giảm phí" in desk.text


def test_refused_with_a_reason_the_fee_is_fixed_anew(desk_of, world, claimed):
    desk = desk_of("receptionist")
    desk.post("exemption", claimed, is_granted="no", reason="")
    assert desk.status == 422
    assert "Anh/chị phải ghi rõ lý do." in desk.text
    desk.post("exemption", claimed, is_granted="no", reason=REASON).follow()
    assert "Tiếp nhận" not in desk.acts
    assert "Thu tiền mặt" in desk.acts
    assert "không được công nhận miễn, giảm" in desk.text
    assert REASON in desk.text
    assert Order.objects.get(subject_id=claimed.pk).amount == 10_000


def test_what_was_judged_wrong_is_judged_anew_with_a_reason(desk_of, world, claimed):
    desk = desk_of("receptionist")
    assert "Xem lại miễn, giảm phí" not in desk.open("dossier", claimed.public_id).acts
    desk.post("exemption", claimed, is_granted="no", reason=REASON)
    desk.open("rejudge", claimed.public_id)
    assert "Không công nhận" in desk.words("//main//dl")
    assert "0 đ nếu công nhận, 10.000 đ nếu không" in plain(desk)
    desk.post("rejudge", claimed, is_granted="no", reason=REASON)
    assert "đang được ghi đúng như vậy" in desk.text
    desk.post("rejudge", claimed, is_granted="yes", reason="")
    assert desk.status == 422
    desk.post("rejudge", claimed, is_granted="yes", reason="Xem nhầm.").follow()
    assert "Đã ghi kết quả xem lại" in desk.text
    assert desk.acts[0] == "Tiếp nhận"
    assert Order.objects.get(subject_id=claimed.pk).state == "cancelled"


def test_the_second_person_reads_what_would_be_judged_and_what_it_costs(desk_of, world, claimed):
    world.receive(claimed)
    desk = desk_of("receptionist")
    desk.post("rejudge", claimed, is_granted="no", reason="Giấy của người khác.").follow()
    assert "Việc được làm khi người thứ hai đồng ý" in desk.text
    leader = desk_of("leader").open("dossier", claimed.public_id)
    assert "Đã công nhận: 0 đ → Không công nhận: 10.000 đ" in plain(leader)
    assert "Giấy của người khác." in leader.text


def test_of_two_claims_each_has_its_own_question_and_its_own_reason(desk_of, world, claimed):
    """The second is of the poor, who pay half, and another paper has to show it."""
    (line,) = claimed.fee_lines
    half = {**line["ordinary"], "total": 5_000, "exemption": "ngheo"}
    half |= {"exempt_as": {"vi": "Hộ nghèo"}}
    poor = {"exemption": "ngheo", "proof": "chung-minh-cho-o", "state": "asked", "line": half}
    claimed.fee_lines = [{**line, "claims": [*line["claims"], poor]}]
    claimed.save(update_fields=["fee_lines"])
    desk = desk_of("receptionist").open("exemption", claimed.public_id)
    assert "5.000 đ nếu công nhận; 10.000 đ nếu không công nhận diện nào" in plain(desk)
    first = {"is_granted-1": "no", "reason-1": REASON}
    desk.post("exemption", claimed, **first)
    assert desk.status == 422
    assert "Chọn có công nhận hay không." in desk.text
    desk.post("exemption", claimed, **first, **{"is_granted-2": "yes"}).follow()
    assert REASON in desk.text
    assert Order.objects.get(subject_id=claimed.pk).amount == 5_000
    desk.open("rejudge", claimed.public_id)
    assert "Hộ nghèo (Đã công nhận)" in desk.text
    desk.post("rejudge", claimed, is_granted="no", reason="Xem nhầm.")
    assert "Chọn diện cần xem lại." in desk.text
    again = {"claim": "chung-minh-cho-o:ngheo", "is_granted": "no", "reason": "Xem nhầm."}
    desk.post("rejudge", claimed, **again)
    claimed.refresh_from_db()
    assert claimed.fee_at_filing == 10_000


def test_a_reason_that_a_refusal_demands_is_not_called_optional(desk_of, claimed):
    desk = desk_of("receptionist").open("exemption", claimed.public_id)
    assert "Phải ghi khi không công nhận" in desk.text
    assert "không bắt buộc" not in desk.words("//main//form")


def test_cash_for_the_difference_is_taken_on_the_page_and_lies_in_the_drawer(
    desk_of, world, claimed
):
    desk = desk_of("receptionist")
    desk.post("exemption", claimed, is_granted="no", reason=REASON)
    desk.open("collect", claimed.public_id)
    assert "Phải thu: 10.000 đ" in plain(desk)
    for _ in range(2):
        desk.post("collect", claimed, token="one")
    order = Order.objects.get(subject_id=claimed.pk)
    assert (order.state, order.received, order.paid_by) == ("paid", 10_000, "cash")
    desk.open("dossier", claimed.public_id)
    assert desk.acts[0] == "Tiếp nhận"


def test_the_filer_reads_why_and_pays_and_a_stranger_who_tracks_reads_nothing(
    desk_of, world, claimed
):
    desk_of("receptionist").post("exemption", claimed, is_granted="no", reason=REASON)
    claimed.refresh_from_db()
    own = [(one.title, one.text) for one in story_of(claimed, world.now, "vi")]
    assert ("Cơ quan không công nhận diện miễn, giảm phí", REASON) in own
    public = [one.title for one in public_story_of(claimed, world.now, "vi")]
    assert not any("miễn" in title for title in public)


@pytest.fixture
def clerk(office, desk_of):
    browser = desk_of("receptionist")
    act(browser, office.one, act="open")
    return browser


@pytest.fixture
def filing(clerk, office):
    """Somebody of merit at the counter, his form filled in."""
    begin(clerk, office, RESIDENCE)
    made = CounterFiling.objects.get()
    draft = made.draft
    form = catalogue.rules(draft.version_id).form
    fixed = {"fee_group": "merit", "residence_case": "own"}
    draft.answers = sample_answers(form, seed=3, today=draft.started_at.date(), fixed=fixed)
    draft.origins = {}
    draft.save(update_fields=["answers", "origins"])
    return made


def test_at_the_counter_each_fee_says_how_it_was_worked_out(clerk, filing):
    clerk.open("counter-filing", filing.public_id)
    box = clerk.words("//*[@data-live='fee']").replace("\xa0", " ")
    for part in ("1 × 20.000 đ", "miễn, giảm: ", "căn cứ: Thông tư 75/2022", "mức của ngày"):
        assert part in box


def test_at_the_counter_nothing_is_filed_before_the_proof_is_ticked_as_seen(clerk, filing):
    with_papers(clerk, filing)
    send(clerk, filing, **{"who-is_seen": "on"}, _next="")
    assert clerk.status == 422
    assert "rồi đánh dấu, hoặc sửa câu trả lời" in clerk.text
    assert not Dossier.objects.exists()


def test_a_proof_ticked_as_seen_is_granted_and_need_not_be_scanned(clerk, filing):
    clerk.open("counter-filing", filing.public_id)
    names = [one.get("name") for one in clerk.page.xpath("//input[@type='file']")]
    assert "mien-le-phi" in names
    with_papers(clerk, filing)
    upload = filing.draft.uploads.get(paper_code="mien-le-phi")
    upload.delete()
    send(clerk, filing, **{"who-is_seen": "on"}, seen="mien-le-phi", _next="")
    assert clerk.status == 302, clerk.text
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.fee_at_filing) == ("accepted", 0)
    assert set(claim_states(dossier).values()) == {"granted"}
    assert AuditRow.objects.filter(action="counters.see_proofs").exists()
    assert not Transition.objects.filter(action="grant_exemption").exists()


def test_a_tick_is_kept_and_taken_back(clerk, filing):
    send(clerk, filing, seen="mien-le-phi", _save="1")
    filing.draft.refresh_from_db()
    assert filing.draft.seen == ["mien-le-phi"]
    clerk.open("counter-filing", filing.public_id)
    assert boxes(clerk)["seen"] == ["mien-le-phi"]
    send(clerk, filing, seen=[], _save="1")
    filing.draft.refresh_from_db()
    assert filing.draft.seen == []


def test_only_a_paper_that_proves_an_exemption_can_be_ticked_instead_of_brought(clerk, filing):
    send(clerk, filing, seen=["chung-minh-cho-o", "to-khai"], _next="")
    filing.draft.refresh_from_db()
    assert filing.draft.seen == []
    assert clerk.status == 422
