"""Registers and reports that leaders write out: whole, audited, and gone after a day."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import time_machine
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.dossiers.models import Dossier
from motcua.insight.actions import reporting
from motcua.insight.actions.reporting import throw_reports_away, write_report
from motcua.insight.models import Report
from motcua.kernel.models import AuditRow, StoredFile
from tests.cast import NOW
from tests.desk.crowds import crowd

ASKED = {
    "kind": "register",
    "format": "xlsx",
    "since": "01/11/2026",
    "until": "20/11/2026",
    "purpose": "reporting",
}


def ask(desk, world, **other):
    desk.response = desk.client.post(
        desk.at("reports"), {**ASKED, "agency": world.ward.pk, **other}
    )
    return desk


def content(response):
    return b"".join(response.streaming_content)


@pytest.fixture
def some(world):
    for number in range(3):
        world.receive(world.file(key=f"k{number}"))
    Dossier.objects.update(applicant_name="=HYPERLINK(1)")
    world.settle()


def test_nobody_carries_everything_away_unnoticed_in_an_hour(desk_of, world):
    desk = desk_of("leader")
    with time_machine.travel(NOW, tick=False):
        for _time in range(30):
            assert ask(desk, world, kind="period").status == 302
        ask(desk, world)
    assert desk.status == 422
    assert Report.objects.count() == 30
    assert AuditRow.objects.filter(action="insight.export").count() == 30


def test_the_register_is_a_workbook_with_a_line_for_each_dossier(desk_of, world, some):
    desk = ask(desk_of("leader"), world).follow()
    report = Report.objects.get()
    desk.open("report-file", report.public_id)
    sheet = load_workbook(io.BytesIO(content(desk.response))).active
    assert [cell.value for cell in sheet[3]][:4] == [
        "TT",
        "Số vào sổ",
        "Mã hồ sơ",
        "Tên thủ tục hành chính",
    ]
    codes = {sheet[f"C{line}"].value for line in (4, 5, 6)}
    assert codes == set(Dossier.objects.values_list("code", flat=True))
    assert sheet["F4"].value == "'=HYPERLINK(1)"
    assert "attachment" in desk.response["Content-Disposition"]
    assert desk.response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", ["register", "period"])
def test_both_are_prints_too(desk_of, world, some, kind):
    desk = ask(desk_of("leader"), world, kind=kind, format="pdf")
    desk.open("report-file", Report.objects.get().public_id)
    assert content(desk.response).startswith(b"%PDF")


def test_the_period_has_sheets_by_unit_person_and_procedure(desk_of, world, some):
    desk = ask(desk_of("leader"), world, kind="period")
    desk.open("report-file", Report.objects.get().public_id)
    book = load_workbook(io.BytesIO(content(desk.response)))
    assert book.sheetnames == ["Theo đơn vị", "Theo cán bộ", "Theo thủ tục"]
    assert [cell.value for cell in book["Theo đơn vị"][4]][:3] == ["Chuyên môn", 3, 3]


def test_who_wrote_out_and_who_took_is_in_the_log_with_the_purpose(desk_of, world, some):
    desk = ask(desk_of("leader"), world, purpose="inspection")
    desk.open("report-file", Report.objects.get().public_id)
    rows = AuditRow.objects.filter(action__startswith="insight.").order_by("pk")
    assert [(row.action, row.purpose) for row in rows] == [
        ("insight.export", "inspection"),
        ("insight.download", "inspection"),
    ]
    assert {row.official_id for row in rows} == {world.actor("leader").official_id}
    assert rows[0].data["lines"] == 3


def test_a_large_one_is_written_by_a_job_that_says_how_far_it_is(
    desk_of, world, filed, monkeypatch
):
    monkeypatch.setattr(reporting, "AT_ONCE", 20)
    monkeypatch.setattr("motcua.desk.leading.views.AT_ONCE", 20)
    crowd(filed, 30)
    desk = ask(desk_of("leader"), world).follow()
    assert "Đã viết 0 trên 31 dòng" in desk.text
    report = Report.objects.get()
    job = ProcrastinateJob.objects.get(task_name="insight.write_report")
    assert job.args == {"report": str(report.public_id)}
    assert desk.open("report-file", report.public_id).status == 404

    write_report(public_id=report.public_id, now=NOW)
    write_report(public_id=report.public_id, now=NOW)
    assert "Tệp đã xong" in desk.open("report", report.public_id).text
    desk.open("report-file", report.public_id)
    assert load_workbook(io.BytesIO(content(desk.response))).active.max_row == 34


def test_the_file_is_thrown_away_after_a_day(desk_of, world, some):
    desk = ask(desk_of("leader"), world)
    report = Report.objects.get()
    file = report.file_id
    assert throw_reports_away(now=NOW + timedelta(hours=23)) == 0
    assert throw_reports_away(now=NOW + timedelta(hours=25)) == 1
    assert not StoredFile.objects.filter(pk=file).exists()
    with time_machine.travel(NOW, tick=True):
        assert "đã xóa" in desk.open("report", report.public_id).text
        assert desk.open("report-file", report.public_id).status == 404


def test_another_officials_report_is_not_there(desk_of, world, some):
    ask(desk_of("leader"), world)
    report = Report.objects.get()
    for name in ("report", "report-file"):
        assert desk_of("head").open(name, report.public_id).status == 404
        assert desk_of("specialist").open(name, report.public_id).status == 403


@pytest.mark.parametrize("role", ["specialist", "administrator", "clerk", "receptionist"])
def test_whoever_looks_on_nothing_writes_nothing_out(desk_of, world, role):
    assert ask(desk_of(role), world).status == 403
    assert not Report.objects.exists()


def test_another_agency_is_not_among_the_choices(desk_of, world):
    assert ask(desk_of("leader"), world, agency=world.other_ward.pk).status == 422
    assert not Report.objects.exists()


def test_odd_days_are_refused_with_a_sentence(desk_of, world):
    desk = desk_of("leader")
    assert "Ngày cuối phải sau" in ask(desk, world, since="21/11/2026").text
    assert "Ngày cuối phải sau" in ask(desk, world, since="01/01/2020").text
    assert "Ngày chưa đúng" in ask(desk, world, since="x").text


def test_what_one_may_no_longer_see_is_not_written(desk_of, world, some):
    ask(desk_of("leader"), world)
    report = Report.objects.get()
    Report.objects.update(state="waiting")
    world.accounts["leader"].official.postings.update(valid_to=NOW.date() - timedelta(days=1))
    write_report(public_id=report.public_id, now=NOW)
    report.refresh_from_db()
    assert report.state == "failed"
