"""Notes that mention, and other agencies that are asked: who is told, who sees, until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions.reading import open_dossier
from motcua.dossiers.errors import (
    DossierNotFound,
    NotConsultable,
    OpinionGone,
    OpinionsAwaited,
    ReasonMissing,
)
from motcua.dossiers.models import Mention, OutsideOpinion
from motcua.dossiers.queries.opinions import asked_of_us, opinions_on
from motcua.dossiers.queries.queues import Queue, standing_in
from motcua.notifications.models import OfficialNotice
from tests.cast import _official


def by(world, name, dossier, **more):
    return {"actor": world.actor(name), "dossier_id": dossier.pk, "now": world.now, **more}


def who(world, name):
    return world.accounts[name].official


def mentioned():
    return set(Mention.objects.values_list("official__staff_code", flat=True))


def test_who_is_written_of_is_told_once_and_sees_it_in_his_queue(world):
    dossier = world.receive(world.file())
    text = "Nhờ @can bo HEAD xem giúp, và @Cán bộ receptionist gọi lại."
    actions.add_note(**by(world, "specialist", dossier, text=text))
    assert mentioned() == {"head", "receptionist"}
    notices = OfficialNotice.objects.filter(kind="mention")
    assert {row.official.staff_code for row in notices} == {"head", "receptionist"}
    head = world.actor("head")
    assert dossier in standing_in(Queue.MENTIONED, head, world.now)
    assert actions.see_mentions(actor=head, dossier_id=dossier.pk, now=world.now) == 1
    assert actions.see_mentions(actor=head, dossier_id=dossier.pk, now=world.now) == 0
    assert dossier not in standing_in(Queue.MENTIONED, head, world.now)


def test_who_is_chosen_is_mentioned_without_being_written_of(world):
    dossier = world.receive(world.file())
    chosen = {who(world, "leader").public_id, who(world, "specialist").public_id}
    actions.add_note(**by(world, "specialist", dossier, text="Xem giúp.", mentioned=chosen))
    assert mentioned() == {"leader"}


def test_who_does_not_see_the_dossier_is_not_told_of_it(world):
    dossier = world.receive(world.file())
    chosen = {who(world, "outsider").public_id, who(world, "administrator").public_id}
    text = "@Cán bộ outsider @Cán bộ administrator"
    actions.add_note(**by(world, "specialist", dossier, text=text, mentioned=chosen))
    assert mentioned() == set()


@pytest.fixture
def elsewhere(world):
    """The head of the other ward."""
    unit = world.other_ward.units.get(code="CM")
    world.accounts["elsewhere"] = _official(world.other_ward, unit, "elsewhere", world.now, "head")
    return world.accounts["elsewhere"].official


def ask(world, dossier, name="specialist", days=3, request="Có tranh chấp không?"):
    return actions.ask_agency(
        **by(world, name, dossier, agency=world.other_ward.code, request=request, days=days)
    )


def test_another_agency_is_asked_sees_the_dossier_and_answers(world, elsewhere):
    dossier = world.receive(world.file())
    other = world.actor("elsewhere")
    with pytest.raises(DossierNotFound):
        open_dossier(actor=other, public_id=dossier.public_id, now=world.now)
    opinion = ask(world, dossier)
    assert (
        opinion.due_at.date() == (world.now + timedelta(days=6)).date()
    )  # a week-end, and a day off
    assert [one.code for one in asked_of_us(other, world.now, "vi")] == [dossier.code]
    assert open_dossier(actor=other, public_id=dossier.public_id, now=world.now) == dossier
    with pytest.raises(DossierNotFound):  # to look, and to answer; nothing else
        actions.add_note(**by(world, "elsewhere", dossier, text="Xem"))
    answer = {"opinion_id": opinion.public_id, "now": world.now}
    with pytest.raises(ReasonMissing):
        actions.answer_agency(actor=other, answer=" ", **answer)
    with pytest.raises(DossierNotFound):
        actions.answer_agency(actor=world.actor("outsider"), answer="Không.", **answer)
    actions.answer_agency(actor=other, answer="Không có tranh chấp.", **answer)
    with pytest.raises(OpinionGone):
        actions.answer_agency(actor=other, answer="Lần nữa.", **answer)
    (shown,) = opinions_on(dossier, world.now, "vi")
    assert shown.answer == "Không có tranh chấp."
    with pytest.raises(DossierNotFound):
        open_dossier(actor=other, public_id=dossier.public_id, now=world.now)


def test_the_step_waits_for_the_answer_until_it_is_late(world, elsewhere):
    dossier = world.receive(world.file())
    world.draft(dossier)
    ask(world, dossier)
    done = {"dossier_id": dossier.pk, "note": "Đủ điều kiện."}
    with pytest.raises(OpinionsAwaited):
        actions.complete_step(actor=world.actor("specialist"), now=world.now, **done)
    later = world.now + timedelta(days=7)
    (shown,) = opinions_on(dossier, later, "vi")
    assert shown.is_late
    actions.complete_step(actor=world.actor("specialist", later), now=later, **done)
    assert OutsideOpinion.objects.get().ended_at == later


def test_whom_one_may_ask(world, elsewhere):
    dossier = world.receive(world.file())
    own = world.ward.code
    for agency, days in ((own, 3), ("H00.1", 3), (world.other_ward.code, 0)):
        with pytest.raises(NotConsultable):
            actions.ask_agency(
                **by(world, "specialist", dossier, agency=agency, request="?", days=days)
            )
    ask(world, dossier)
    with pytest.raises(NotConsultable):
        ask(world, dossier)
