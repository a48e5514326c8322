"""`motcua init`: a real agency, whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from motcua.agencies.errors import CodeTaken
from motcua.agencies.models import Agency
from motcua.agencies.queries import powers_by_id, working_calendar
from motcua.cli import agency_plan
from motcua.cli.agency_setup import set_up
from motcua.cli.speech import Refused
from motcua.identity.models import Account

if TYPE_CHECKING:
    from pathlib import Path

    from motcua.cli.agency_plan import AgencyPlan

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
FILE = """
code: H26.99.1
name: Ủy ban nhân dân phường Mẫu
kind: commune
place: "00004"
hours:
  - {from: "07:30", to: "11:30"}
  - {from: "13:00", to: "16:30"}
units:
  - code: MC
    name: Bộ phận Một cửa
    counters: [{code: "1", name: Quầy 1}, {code: "2", name: Quầy 2}]
    units: [{code: TP, name: Tư pháp}]
administrator: {staff_code: "001", full_name: Nguyễn Văn Mẫu, email: quantri@mau.test}
"""


@pytest.fixture
def plan(tmp_path: Path) -> AgencyPlan:
    path = tmp_path / "agency.yaml"
    path.write_text(FILE)
    return agency_plan.read(path)


@pytest.mark.django_db
def test_an_agency_from_a_file_has_hours_units_counters_and_its_administrator(
    plan: AgencyPlan,
) -> None:
    password = set_up(plan, now=NOW)

    agency = Agency.objects.get(code="H26.99.1")
    assert agency.place is not None
    assert [unit.name for unit in agency.units.order_by("path")] == ["Bộ phận Một cửa", "Tư pháp"]
    assert agency.units.get(code="MC").counters.count() == 2
    assert {hours.closes for hours in working_calendar(agency.pk).hours} >= {time(16, 30)}
    account = Account.objects.get(email="quantri@mau.test")
    assert account.check_password(password)
    assert account.official_id is not None
    assert [power.role for power in powers_by_id(account.official_id, NOW.date())] == [
        "administrator"
    ]


@pytest.mark.django_db
def test_an_agency_that_is_there_already_is_refused_and_nothing_changes(plan: AgencyPlan) -> None:
    set_up(plan, now=NOW)

    with pytest.raises(CodeTaken):
        set_up(plan, now=NOW)

    assert Agency.objects.count() == 1
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    "text", ["{", "code: H26", FILE.replace("kind: commune", "kind: circus"), "[1]", ""]
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "agency.yaml"
    path.write_text(text)

    with pytest.raises(Refused, match="chưa đúng") as refusal:
        agency_plan.read(path)

    assert len(refusal.value.message.splitlines()) == 1


def test_asked_at_the_terminal_the_answers_make_the_same_plan(plan: AgencyPlan) -> None:
    answers = [
        *("H26.99.1", "Ủy ban nhân dân phường Mẫu", "", "00004", "", "", ""),
        "07:30-11:30 13:00-16:30",
        *("", "", "2", "TP", "Tư pháp", ""),
        *("Nguyễn Văn Mẫu", "001", "quantri@mau.test"),
    ]

    with CliRunner().isolation(input="\n".join(answers) + "\n"):
        asked = agency_plan.ask()

    assert asked.hours == plan.hours
    assert asked.administrator == plan.administrator
    assert [unit.code for unit in asked.units] == ["MC", "TP"]
    assert len(asked.units[0].counters) == 2
