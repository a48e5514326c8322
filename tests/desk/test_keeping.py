"""What officials keep: phrases, saved views with exact counts, rules of two people, first days."""

from __future__ import annotations

import pytest

from motcua.agencies.actions.likenesses import settle_likeness
from motcua.agencies.models import Absence
from motcua.dossiers import actions
from motcua.dossiers.actions.keeping import PhraseFacts, write_phrase
from motcua.dossiers.enums import PhraseUse, Sensitive
from motcua.dossiers.errors import PhraseNotFound
from motcua.dossiers.models import Dossier, FirstDayTick, Phrase, Proposal, SavedView, TwoPersonRule
from motcua.dossiers.queries.keeping import phrases_of
from motcua.kernel.caching import forget_all
from motcua.kernel.errors import NotAllowed
from tests.cast import _official
from tests.desk.crowds import crowd

RULE = {"act": "stop", "since": "20/11/2026", "citation": "Quy chế 12/QC-UBND"}


def send(desk, page, /, *args, follow=True, query=None, **answers):
    desk.response = desk.client.post(desk.at(page, *args, **(query or {})), answers)
    return desk.follow() if follow else desk


def test_a_phrase_is_offered_with_its_fields_filled_and_copied_not_linked(desk_of, world, filed):
    desk = desk_of("receptionist").open("phrases")
    unit = desk.page.xpath("//select[@name='whose']/option/@value")[-1]
    text = "Đề nghị {applicant} bổ sung bản chính cho hồ sơ {code}; {khac} giữ nguyên."
    send(desk, "phrases", use="supplement", whose=unit, title="Bản chính", text=text)
    assert "Bản chính" in desk.text
    desk.open("supplement", filed.public_id)
    (button,) = desk.page.xpath("//button[@data-phrase]")
    put = button.get("data-phrase")
    assert (
        put
        == f"Đề nghị Nguyễn Thị An bổ sung bản chính cho hồ sơ {filed.code}; {{khac}} giữ nguyên."
    )
    assert "Bản chính" not in desk.open("refuse", filed.public_id).text
    name = "question:child_name"
    desk.post("supplement", filed, item=name, **{f"reason.{name}": put})
    phrase = Phrase.objects.get()
    send(desk, "phrase", phrase.public_id, use="supplement", whose=unit, title="X", text="Khác.")
    assert put in str(filed.supplements.get().items)
    send(desk, "phrase-remove", phrase.public_id)
    assert not Phrase.objects.exists()


def test_phrases_are_of_ones_own_offices_only(desk_of, world):
    world_phrase = write_phrase(
        actor=world.actor("specialist"),
        facts=PhraseFacts(PhraseUse.NOTE, "Mẫu", "Đã gọi.", world.ward.pk),
        now=world.now,
    )
    assert phrases_of(world.actor("outsider")) == []
    assert phrases_of(world.actor("head")) == [world_phrase]
    outsider = desk_of("outsider")
    assert outsider.open("phrase", world_phrase.public_id).status == 404
    assert send(outsider, "phrase-remove", world_phrase.public_id, follow=False).status == 404
    facts = PhraseFacts(PhraseUse.NOTE, "Mẫu", "Đã gọi.", world.other_ward.pk)
    with pytest.raises(NotAllowed):
        write_phrase(actor=world.actor("specialist"), facts=facts, now=world.now)
    own = PhraseFacts(PhraseUse.NOTE, "Mẫu", "Đã gọi.", world.ward.pk)
    with pytest.raises(PhraseNotFound):
        write_phrase(
            actor=world.actor("specialist"),
            facts=own,
            now=world.now,
            phrase_id="00000000-0000-4000-8000-000000000000",
        )


def test_filters_are_kept_under_a_name_and_stand_in_the_rail_with_their_count(desk_of, filed):
    crowd(filed, 6, channel=lambda number: "counter" if number % 2 else "online")
    desk = desk_of("receptionist").open("queue", channel="counter")
    assert "3 hồ sơ" in desk.text
    send(desk, "view-save", query={"queue": "receiving", "channel": "counter"}, name="Tại quầy")
    assert "Đã lưu danh sách" in desk.text
    (entry,) = desk.page.xpath("//nav[@class='desk-rail']//a[span='Tại quầy']")
    assert entry.xpath("./span")[1].text == "3"
    assert len(desk.go(entry.get("href")).codes) == 3
    assert desk.page.xpath("//nav[@class='desk-rail']//a[@aria-current][span='Tại quầy']")
    send(desk, "view-save", query={"queue": "receiving", "channel": "post"}, name="Tại quầy")
    assert "đã có một danh sách tên này" in desk.words("//main")


def test_a_shared_view_is_seen_by_the_unit_and_changed_by_its_owner_only(desk_of, world, filed):
    world.receive(filed)
    unit = world.ward.units.get(code="CM")
    world.accounts["second"] = _official(world.ward, unit, "second", world.now, post="specialist")
    head, second = desk_of("specialist"), desk_of("second")
    query = {"queue": "unit", "hands": "nobody"}
    send(head, "view-save", query=query, name="Chưa ai nhận", shared="on")
    assert "Chưa ai nhận" in second.open("views").text
    assert "Chưa ai nhận" not in desk_of("outsider").open("views").text
    view = SavedView.objects.get()
    assert send(second, "view-delete", view.public_id, follow=False).status == 404
    send(head, "view-save", query={"queue": "late"}, name="Trễ")
    later = SavedView.objects.get(name="Trễ")
    send(head, "view-up", later.public_id)
    assert [row.name for row in SavedView.objects.all()] == ["Trễ", "Chưa ai nhận"]
    send(head, "view-delete", view.public_id)
    assert "Chưa ai nhận" not in second.open("views").text


def test_two_people_stop_a_dossier_through_the_pages(desk_of, world, filed):
    world.receive(filed)
    leader, head = desk_of("leader"), desk_of("head")
    send(leader, "two-people", **RULE)
    assert "Quy chế 12/QC-UBND" in leader.text
    assert head.open("two-people").status == 403
    head.post("stop", filed, reason="Hết căn cứ.", _preview="")
    assert head.page.xpath("//img[starts-with(@src, 'data:image/png')]")
    assert not Proposal.objects.exists()
    head.post("stop", filed, reason="Hết căn cứ.").follow()
    assert "Đã gửi đề nghị" in head.text
    assert "Rút đề nghị" in head.text
    assert "Chờ tôi đồng ý" in leader.open("queue").words("//nav[@class='desk-rail']")
    leader.open("dossier", filed.public_id)
    assert "Cán bộ head đề nghị: Dừng xử lý" in leader.text
    proposal = Proposal.objects.get()
    send(leader, "proposal", filed.public_id, proposal.public_id, _yes="")
    assert Dossier.objects.get().state == "stopped"
    assert "Chờ tôi đồng ý" not in leader.open("queue").words("//nav[@class='desk-rail']")


def test_what_one_s_other_account_proposed_waits_for_somebody_else_and_says_so(
    desk_of, world, filed
):
    world.receive(filed)
    leader, head = desk_of("leader"), desk_of("head")
    send(leader, "two-people", **RULE)
    head.post("stop", filed, reason="Hết căn cứ.").follow()
    pair = (world.accounts["head"].official, world.accounts["leader"].official)
    administrator = world.actor("administrator")
    settle_likeness(actor=administrator, pair=pair, is_same=True, reason="Đã gặp.", now=world.now)
    forget_all()  # lists follow within a minute
    assert "Chờ tôi đồng ý" not in leader.open("queue").words("//nav[@class='desk-rail']")
    assert leader.open("queue", queue="agreeing").codes == []
    leader.open("dossier", filed.public_id)
    assert "là một người có hai tài khoản" in leader.text
    assert "Đồng ý và thực hiện" not in leader.text


def test_one_asks_for_the_end_of_a_rule_on_the_page_and_another_agrees(desk_of, world):
    leader, administrator = desk_of("leader"), desk_of("administrator")
    send(leader, "two-people", **RULE)
    rule = TwoPersonRule.objects.get()
    buttons = "//main//td//button"
    send(administrator, "two-people-end", rule.public_id)
    assert "Cán bộ administrator đề nghị kết thúc lúc" in administrator.text
    assert "Đồng ý kết thúc" not in administrator.text
    assert "Rút đề nghị" in administrator.words(buttons)
    send(administrator, "two-people-end", rule.public_id, _yes="1")
    assert "không tự đồng ý được" in administrator.text
    leader.open("queue")
    assert "Việc cần hai người1" in leader.words("//nav[@class='desk-rail']")
    leader.open("two-people")
    assert "Đồng ý kết thúc" in leader.words(buttons)
    assert "Không kết thúc" in leader.words(buttons)
    send(leader, "two-people-end", rule.public_id, _yes="1")
    rule.refresh_from_db()
    assert rule.valid_to is not None
    assert not leader.page.xpath(buttons)


def test_a_rule_without_a_document_is_asked_for_it(desk_of, world):
    desk = desk_of("leader")
    send(desk, "two-people", follow=False, **{**RULE, "citation": ""})
    assert desk.status == 422
    assert "ghi văn bản quy định" in desk.text
    assert Sensitive.STOP in desk.page.xpath("//select[@name='act']/option/@value")


def test_an_absence_is_set_and_ended_on_the_page(desk_of, world):
    desk = desk_of("specialist").open("absences")
    head = world.accounts["head"].official.public_id
    days = {"since": "20/11/2026", "last_day": "22/11/2026", "reason": "Phép"}
    send(desk, "absences", delegate=str(head), **days)
    assert "Cán bộ head" in desk.text
    assert "Chuyên viên" in desk.text
    assert "Việc của tôi" in desk_of("head").open("queue").words("//nav[@class='desk-rail']")
    send(desk, "absences", follow=False, delegate="", **days)
    assert desk.status == 409
    assert "Đã ghi vắng mặt" in desk.text
    absence = Absence.objects.get()
    outsider = desk_of("outsider")
    assert send(outsider, "absence-end", absence.public_id, follow=False).status == 404
    send(desk, "absence-end", absence.public_id)
    assert not Absence.objects.exists()


def test_another_agency_answers_on_its_page(desk_of, world, filed):
    world.receive(filed)
    unit = world.other_ward.units.get(code="CM")
    world.accounts["elsewhere"] = _official(world.other_ward, unit, "elsewhere", world.now, "head")
    asker = desk_of("specialist").open("ask-agency", filed.public_id)
    assert world.other_ward.name in asker.text
    answers = {"agency": world.other_ward.code, "request": "Có tranh chấp không?", "days": "3"}
    asker.post("ask-agency", filed, **answers).follow()
    assert "Có tranh chấp không?" in asker.text
    other = desk_of("elsewhere").open("queue")
    assert "Cơ quan khác hỏi ý kiến" in other.words("//nav[@class='desk-rail']")
    other.open("asked")
    assert filed.code in other.text
    assert other.open("dossier", filed.public_id).status == 200
    assert other.acts == []
    opinion = filed.outside_opinions.get()
    send(other, "asked-answer", opinion.public_id, follow=False, answer=" ")
    assert other.status == 422
    send(other, "asked-answer", opinion.public_id, answer="Không có tranh chấp.")
    assert "Không có tranh chấp." in asker.open("dossier", filed.public_id).text
    assert other.open("dossier", filed.public_id).status == 404


def test_a_mention_leads_from_the_rail_to_the_dossier_and_is_seen(desk_of, world, filed):
    world.receive(filed)
    head = world.accounts["head"].official.public_id
    desk_of("specialist").post("note", filed, text="Xem giúp.", mentioned=str(head))
    desk = desk_of("head").open("queue", queue="mentioned")
    assert desk.codes == [filed.code]
    desk.open("dossier", filed.public_id)
    assert desk.open("queue", queue="mentioned").codes == []


def test_a_first_day_is_listed_by_role_ticked_and_put_away(desk_of, world):
    desk = desk_of("receptionist").open("first-day")
    assert "Tiếp nhận một hồ sơ" in desk.text
    assert "Ký nhiều kết quả" not in desk.text
    assert "Ký nhiều kết quả" in desk_of("leader").open("first-day").text
    send(desk, "first-day-tick", item="accept")
    assert "Đã làm 1 trong" in desk.text
    send(desk, "first-day-tick", item="accept")
    assert "Đã làm 0 trong" in desk.text
    assert send(desk, "first-day-tick", item="no-such", follow=False).status == 404
    assert "Ngày đầu" in desk.open("queue").words("//nav[@class='desk-rail']")
    send(desk, "first-day-tick")
    assert "Ngày đầu" not in desk.words("//nav[@class='desk-rail']")
    assert FirstDayTick.objects.count() == 1


def test_each_page_has_help_of_its_own(desk_of, filed):
    desk = desk_of("receptionist")
    for name, args, words in (
        ("queue", (), "gấp nhất"),
        ("dossier", (filed.public_id,), "việc chính"),
        ("supplement", (filed.public_id,), "chỉ được yêu cầu một lần"),
    ):
        assert words in desk.open(name, *args).words("//details[@class='desk-help']")


def test_who_gave_his_mentions_a_look_is_told_no_more(world, filed):
    assert (
        actions.see_mentions(actor=world.actor("citizen"), dossier_id=filed.pk, now=world.now) == 0
    )
