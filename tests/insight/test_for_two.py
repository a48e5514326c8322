"""A register of many dossiers is written out only once a second person agreed."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.dossiers import actions
from motcua.dossiers.base.sensitive import most_exported
from motcua.dossiers.enums import Sensitive
from motcua.insight.actions.reporting import (
    ReportTerms,
    _is_for_two,
    ask_report,
    decide_report,
    open_report,
    write_report,
)
from motcua.insight.enums import ReportKind, ReportState
from motcua.insight.errors import ReportNotFound
from motcua.insight.models import Report
from motcua.insight.queries.reports import reports_to_decide
from motcua.kernel.disk import NoRoom
from motcua.kernel.models import AuditRow


def ask(world, kind="register"):
    day = world.now.date()
    terms = ReportTerms(kind, "xlsx", world.ward.pk, day, day, "reporting")
    return ask_report(actor=world.actor("leader"), terms=terms, now=world.now)


@pytest.fixture
def rule(world):
    world.receive(world.file())
    return actions.set_two_person_rule(
        actor=world.actor("leader"),
        agency=world.ward,
        act=Sensitive.EXPORT,
        valid_from=world.now.date(),
        citation="Quy chế làm việc",
        now=world.now,
    )


def decide(world, report, who="head", *, is_agreed=True):
    return decide_report(
        actor=world.actor(who), public_id=report.public_id, is_agreed=is_agreed, now=world.now
    )


def test_nothing_is_written_before_the_second_person_agrees(world, rule):
    report = ask(world)
    write_report(public_id=report.public_id, now=world.now)
    report.refresh_from_db()
    assert (report.state, report.waits_for_second) == (ReportState.WAITING, True)
    assert [one.pk for one in reports_to_decide(world.actor("head"))] == [report.pk]
    decide(world, report)
    write_report(public_id=report.public_id, now=world.now)
    report.refresh_from_db()
    assert open_report(actor=world.actor("leader"), report=report, now=world.now)
    assert AuditRow.objects.filter(action="insight.export_agreed").count() == 1
    assert reports_to_decide(world.actor("head")) == []


@pytest.mark.parametrize("who", ["leader", "specialist", "auditor", "outsider"])
def test_neither_who_asked_nor_a_stranger_is_the_second_person(world, rule, who):
    with pytest.raises(ReportNotFound):
        decide(world, ask(world), who)


def test_refused_it_is_never_written(world, rule):
    report = ask(world)
    decide(world, report, is_agreed=False)
    write_report(public_id=report.public_id, now=world.now)
    report.refresh_from_db()
    assert (report.state, report.file) == (ReportState.FAILED, None)
    with pytest.raises(ReportNotFound):
        decide(world, report)


def test_sums_name_nobody_and_need_no_second_person(world, rule):
    assert not ask(world, "period").needs_second


def test_many_dossiers_at_once_need_two_without_any_rule_of_the_agency(world):
    most = most_exported(date(2026, 11, 20))
    assert most == 5000
    for lines, is_for_two in ((most, False), (most + 1, True)):
        report = Report(agency=world.ward, kind=ReportKind.REGISTER, lines=lines)
        assert _is_for_two(report, world.now) is is_for_two


def test_without_room_no_report_is_asked_for_and_one_that_waits_goes_on_waiting(world, settings):
    report, room = ask(world), settings.DISK_RESERVE
    settings.DISK_RESERVE = 10**9
    with pytest.raises(NoRoom):
        ask(world)
    with pytest.raises(NoRoom):
        write_report(public_id=report.public_id, now=world.now)
    settings.DISK_RESERVE = room
    write_report(public_id=report.public_id, now=world.now)
    report.refresh_from_db()
    assert report.state == ReportState.READY
