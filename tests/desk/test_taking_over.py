"""Hand-overs are signed for by the unit that took them, once, and the day's list says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.counters.models import CounterFiling
from motcua.dossiers import actions
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier, Slip, StepRun, TakingOver
from motcua.dossiers.queries.taking_over import handed_to
from motcua.kernel.models import AuditRow
from tests.counters.conftest import Office
from tests.desk.test_counter import act, answered, begin, send, with_papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(world):
    return world.receive(world.file())


def in_hand(dossier):
    return StepRun.objects.get(dossier=dossier, finished_at=None)


def sign(desk, *runs, **remarks):
    fields = {"d": [run.pk for run in runs], **remarks}
    desk.response = desk.client.post(desk.at("taking-over"), fields)
    return desk


def test_the_unit_sees_what_was_handed_to_it_and_signs_once(desk_of, received):
    desk = desk_of("specialist").open("taking-over")
    assert received.code in desk.text
    assert "Cán bộ receptionist" in desk.text
    run = in_hand(received)
    sign(desk, run).follow()
    assert "Đã ký nhận 1 hồ sơ." in desk.text
    assert "Không còn hồ sơ nào chờ ký nhận" in desk.text
    sign(desk, run).follow()
    taken = TakingOver.objects.get()
    assert taken.official.full_name == "Cán bộ specialist"
    assert AuditRow.objects.filter(action="dossiers.take_over").count() == 1


def test_what_was_not_right_is_written_beside_it_and_on_the_days_list(desk_of, received, world):
    run = in_hand(received)
    desk = sign(desk_of("head"), run, **{f"remark.{run.pk}": "thiếu một trang"}).follow()
    assert "thiếu một trang" in desk.text
    paper = desk_of("receptionist").open("handed-over").response
    assert paper["Content-Type"] == "application/pdf"


def test_nothing_is_signed_for_where_nothing_is_ticked(desk_of, received):
    desk = sign(desk_of("specialist")).follow()
    assert "chọn ít nhất một hồ sơ" in desk.words("//body")
    assert received.code in desk.text


def test_who_handed_it_over_does_not_sign_for_it(world, received):
    with pytest.raises(DossierNotFound):
        actions.take_over(
            actor=world.actor("receptionist"), run_id=in_hand(received).pk, now=world.now
        )
    assert handed_to(world.actor("receptionist"), "vi") == ()


def test_another_unit_neither_sees_nor_signs(desk_of, world, received):
    assert desk_of("outsider").open("taking-over").status == 403
    assert desk_of("receptionist").open("taking-over").status == 403
    assert desk_of("auditor").open("taking-over").status == 403
    with pytest.raises(DossierNotFound):
        actions.take_over(actor=world.actor("outsider"), run_id=in_hand(received).pk, now=world.now)


def test_what_the_unit_passed_on_already_need_not_be_signed_for(desk_of, world, received):
    later = world.now + timedelta(minutes=5)
    world.draft(received, later)
    actions.complete_step(
        actor=world.actor("specialist"), dossier_id=received.pk, now=later, note="Đủ."
    )
    assert received.code not in desk_of("specialist").open("taking-over").text


@pytest.fixture
def clerk(world, desk_of):
    """The receptionist, sitting at counter 1, with a business being filed for somebody."""
    office = Office(world)
    browser = desk_of("receptionist")
    act(browser, office.one, act="open")
    begin(browser, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    with_papers(browser, filing)
    browser.filing = filing
    return browser


def test_one_click_files_accepts_prints_slip_01_and_hands_over(clerk, desk_of):
    send(clerk, clerk.filing, cash="on", _over="1").follow()
    dossier = Dossier.objects.get()
    assert dossier.state == "in-process"
    assert sorted(Slip.objects.values_list("form", flat=True)) == ["01", "05"]
    assert "Đã chuyển tới Chuyên môn" in clerk.text
    links = clerk.page.xpath("//main//a/@href")
    assert [one for one in links if "/slips/" in one]
    assert [one for one in links if one.endswith("/control.pdf")]
    assert dossier.code in desk_of("specialist").open("taking-over").text


def test_clicking_twice_hands_over_once(clerk):
    for _ in range(2):
        send(clerk, clerk.filing, cash="on", _over="1")
    assert Dossier.objects.get().state == "in-process"
    assert Slip.objects.filter(form="05").count() == 1


def test_what_is_not_paid_is_filed_and_goes_nowhere(clerk):
    send(clerk, clerk.filing, _over="1").follow()
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.fee_state) == ("filed", "due")
    assert "Còn phí phải nộp" in clerk.text
