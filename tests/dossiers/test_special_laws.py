"""A special law sets another time for its field or procedure, from its day on, and says so."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.dossiers.base import handling, special
from motcua.dossiers.base.handling import handling_rules
from motcua.dossiers.base.special import rule_for, special_laws
from motcua.dossiers.errors import SupplementTooLate
from motcua.dossiers.queries.dues import supplement_until
from motcua.dossiers.queries.timelines import clock_of
from motcua.kernel.clock import civil
from motcua.procedures.base.loading import pack_folders, read_pack
from tests.cast import RESIDENCE
from tests.dossiers.doing import ask, at, residence

FRIDAY, TODAY = at("2026-11-20T09:00"), date(2026, 11, 20)
LAW = """
laws:
  - rule: supplement-within
    {whom}
    text: {{vi: "Trong {days} ngày làm việc, theo luật riêng.", en: "Within {days} working days."}}
    value: {{amount: {days}, unit: working-day}}
    citation: "Luật Cư trú (ví dụ), Điều 1"
    valid_from: {since}
    valid_to:
"""


@pytest.fixture
def law(monkeypatch, tmp_path):
    """Let other rows of special laws hold, beside the rules that are shipped."""

    def holds(*laws):
        rows = "\nlaws:\n" + "".join(LAW.format(**each).split("laws:\n")[1] for each in laws)
        for name in ("handling.yaml", "forms.yaml"):
            (tmp_path / name).write_bytes((handling._DATA / name).read_bytes())
        (tmp_path / "special_laws.yaml").write_text(rows, encoding="utf-8")
        monkeypatch.setattr(handling, "_DATA", tmp_path)
        _forget()

    yield holds
    monkeypatch.undo()
    _forget()


def _forget():
    for remembered in (handling.read, special.special_laws):
        remembered.cache_clear()


@pytest.mark.parametrize(("days", "until"), [(1, "2026-11-23T17:00"), (5, "2026-11-30T17:00")])
def test_three_days_are_shorter_or_longer_by_a_special_law(world, law, days, until):
    law({"whom": f"procedures: ['{RESIDENCE}']", "days": days, "since": "2026-01-01"})
    dossier = world.receive(residence(world), now=FRIDAY)
    # Tuesday 24 November is a day off.
    assert civil(supplement_until(dossier)) == at(until)
    (line,) = [one for one in clock_of(dossier, FRIDAY).lines if one.rule == "supplement-within"]
    assert line.citation == "Luật Cư trú (ví dụ), Điều 1"
    with pytest.raises(SupplementTooLate) as refused:
        ask(world, dossier, who="specialist", now=at("2026-12-01T08:00"))
    assert refused.value.text == f"Trong {days} ngày làm việc, theo luật riêng."


def test_it_holds_from_its_day_on_and_for_nobody_else(world, law):
    law({"whom": "procedures: ['9.999999']", "days": 5, "since": "2026-01-01"})
    dossier = world.receive(residence(world), now=FRIDAY)
    assert civil(supplement_until(dossier)) == at("2026-11-26T17:00")
    law({"whom": f"procedures: ['{RESIDENCE}']", "days": 5, "since": "2026-11-21"})
    assert civil(supplement_until(dossier)) == at("2026-11-26T17:00")


def test_a_law_on_the_procedure_goes_before_one_on_its_field(law):
    law(
        {"whom": "procedures: ['1.000001']", "days": 5, "since": "2026-01-01"},
        {"whom": "fields: [cu-tru]", "days": 2, "since": "2026-02-01"},
    )

    def days(procedure):
        found = rule_for("supplement-within", TODAY, procedure=procedure, field="cu-tru")
        return found.value["amount"]

    assert (days("1.000001"), days("1.000002")) == (5, 2)


def test_rule_supplement_within_article_19_4__building_permits_have_seven_days_of_their_own():
    found = rule_for("supplement-within", TODAY, procedure="1.013225", field="xay-dung")
    assert found.value == {"amount": 7, "unit": "working-day"}
    assert found.citation.startswith("Luật Xây dựng 2014")
    assert not found.confirmed


def test_every_special_law_is_of_a_rule_a_field_and_a_procedure_that_there_are():
    rules = {rule.code for rule in handling_rules().rows}
    packs = [read_pack(folder) for folder in pack_folders()]
    for law in special_laws():
        assert law.rule in rules
        assert law.citation
        assert law.text.en != law.text.vi
        assert law.fields | law.procedures, "whom it is for"
        assert law.fields <= {pack.field.code for pack in packs}
        assert law.procedures <= {pack.code for pack in packs}
