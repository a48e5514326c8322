"""`motcua init`: a real agency, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
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
from motcua.identity.queries import actor_for
from motcua.procedures.queries.rights import keeps_catalogue, same_hand

if TYPE_CHECKING:
    from pathlib import Path

    from motcua.cli.agency_plan import AgencyPlan
    from motcua.kernel.actors import Actor

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
    (password,) = set_up(plan, now=NOW)

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


@pytest.mark.django_db
def test_only_the_first_agency_of_a_node_has_none_above_it(plan: AgencyPlan) -> None:
    set_up(plan, now=NOW)
    officer = replace(plan.administrator, email="khac@mau.test")
    second = replace(plan, code="H26.99.2", administrator=officer)

    with pytest.raises(Refused, match="cơ quan cấp trên"):
        set_up(second, now=NOW)
    with pytest.raises(Refused, match="Không có cơ quan mã"):
        set_up(replace(second, parent="H99"), now=NOW)
    set_up(replace(second, parent=plan.code), now=NOW)

    first, below = (_administrator(email) for email in ("quantri@mau.test", "khac@mau.test"))
    assert keeps_catalogue(first, NOW.date())
    assert not keeps_catalogue(below, NOW.date())


@pytest.mark.django_db
def test_two_administrators_of_the_start_are_two_people(plan: AgencyPlan) -> None:
    second = replace(plan.administrator, staff_code="002", email="quantri2@mau.test")

    assert len(set(set_up(replace(plan, second_administrator=second), now=NOW))) == 2

    one, two = (_administrator(email) for email in ("quantri@mau.test", "quantri2@mau.test"))
    assert one.official_id is not None
    assert not same_hand(two, [one.official_id], NOW)


def _administrator(email: str) -> Actor:
    return actor_for(Account.objects.get(email=email), NOW)


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
        *("Trần Thị Thử", "002", "quantri2@mau.test", ""),
    ]

    with CliRunner().isolation(input="\n".join(answers) + "\n"):
        asked = agency_plan.ask()

    assert asked.hours == plan.hours
    assert asked.administrator == plan.administrator
    assert [each.staff_code for each in asked.administrators] == ["001", "002"]
    assert [unit.code for unit in asked.units] == ["MC", "TP"]
    assert len(asked.units[0].counters) == 2
