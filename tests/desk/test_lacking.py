"""What a dossier lacks stands on the request for a supplement before anybody looks for it."""

from __future__ import annotations

import pytest

from motcua.counters.models import CounterFiling
from motcua.dossiers.models import Dossier, Supplement
from tests.cast import BUSINESS
from tests.counters.conftest import Office
from tests.desk.test_counter import act, answered, begin, send, with_papers

pytestmark = pytest.mark.django_db


def test_a_paper_that_was_not_handed_in_is_ticked_with_its_reason_on_slip_02(world, desk_of):
    office, clerk = Office(world), desk_of("receptionist")
    act(clerk, office.one, act="open")
    begin(clerk, office, BUSINESS)
    filing = CounterFiling.objects.get()
    answered(filing)
    send(clerk, filing, _lacking="1")
    clerk.follow()
    ticked = clerk.page.xpath("//input[@name='item'][@checked]/@value")
    assert "paper:giay-de-nghi" in ticked
    reasons = [clerk.page.xpath(f"//input[@name='reason.{name}']/@value")[0] for name in ticked]
    assert set(reasons) == {"Hồ sơ chưa có giấy tờ này."}
    answers = {f"reason.{name}": why for name, why in zip(ticked, reasons, strict=True)}
    clerk.post("supplement", Dossier.objects.get(), item=ticked, **answers).follow()
    assert {item["code"] for item in Supplement.objects.get().items} == {
        name.removeprefix("paper:") for name in ticked
    }


def test_of_a_complete_dossier_nothing_is_ticked_beforehand(desk_of, filed):
    desk = desk_of("receptionist").open("supplement", filed.public_id)
    assert desk.page.xpath("//input[@name='item'][@checked]") == []


def test_a_paper_that_changed_answers_ask_for_no_more_is_left_out(world, desk_of):
    office, clerk = Office(world), desk_of("receptionist")
    act(clerk, office.one, act="open")
    begin(clerk, office, BUSINESS)
    filing = CounterFiling.objects.get()
    draft = answered(filing)
    assert draft.answers["founder"] == "family"
    with_papers(clerk, filing)
    kept = {key: value for key, value in draft.answers.items() if key != "members"}
    draft.answers = kept | {"founder": "person"}
    draft.save(update_fields=["answers"])
    with_papers(clerk, filing)
    send(clerk, filing, cash="on", _next="")
    filed = Dossier.objects.get()
    assert filed.state == "accepted"
    assert "uy-quyen-chu-ho" in set(draft.uploads.values_list("paper_code", flat=True))
    assert "uy-quyen-chu-ho" not in set(filed.papers.values_list("code", flat=True))
