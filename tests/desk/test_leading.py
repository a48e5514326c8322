"""The leader's page: figures that can be followed to their dossiers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from tests.cast import NOW
from tests.desk.crowds import crowd

FIGURES = [
    "đã nhận trong tháng",
    "đang xử lý",
    "quá hạn, trong số đang xử lý",
    "chờ công dân, chưa tính vào đang xử lý",
    "giải quyết đúng hạn trong tháng",
]


@pytest.fixture
def month(world):
    """Three received and in process, one of them late; one returned and rated; one waits."""
    month = [world.file(key=f"key-{n:04}", seed=3) for n in range(5)]
    for dossier in month[:4]:
        world.receive(dossier)
    Dossier.objects.filter(pk=month[0].pk).update(due_at=NOW - timedelta(hours=3))
    world.finish(month[3])
    actions.return_result(actor=world.actor("receptionist"), dossier_id=month[3].pk, now=NOW)
    actions.rate(actor=world.actor("citizen"), dossier_id=month[3].pk, score=4, comment="", now=NOW)
    items = [actions.SupplementItem("question", "child_name", "Chưa khớp.")]
    actions.ask_supplement(
        actor=world.actor("receptionist"), dossier_id=month[4].pk, items=items, now=NOW
    )
    return [dossier.code for dossier in month]


def figures(desk):
    found = desk.page.xpath("//ul[@class='desk-figures']//a")
    return {a.xpath("text()")[0].strip(): (a.xpath("strong")[0].text, a.get("href")) for a in found}


def test_six_figures_say_how_the_agency_stands(desk_of, month):
    shown = {name: value for name, (value, _) in figures(desk_of("leader").open("leading")).items()}
    assert shown == {
        "đã nhận trong tháng": "5",
        "đang xử lý": "3",
        "quá hạn, trong số đang xử lý": "1",
        "chờ công dân, chưa tính vào đang xử lý": "1",
        "giải quyết đúng hạn trong tháng": "100\xa0%",
        "điểm hài lòng trên 5, trong tháng (1 lượt)": "4",
    }


def test_each_figure_opens_as_many_dossiers_as_it_says(desk_of, month):
    desk = desk_of("leader").open("leading")
    for name, (value, href) in figures(desk).items():
        listed = desk.go(href).codes
        if name in FIGURES and "%" not in value:
            assert len(listed) == int(value), name
        assert set(listed) <= set(month), name
        assert listed


def test_what_is_overdue_before_it_is_handed_over_is_in_process_too(desk_of, world):
    dossier = world.file()
    actions.accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=NOW - timedelta(hours=3))
    desk = desk_of("leader").open("leading")
    shown = figures(desk)
    for name in ("đang xử lý", "quá hạn, trong số đang xử lý"):
        value, href = shown[name]
        assert value == "1"
        assert desk.go(href).codes == [dossier.code]


def test_the_rate_opens_what_was_settled_in_time_and_late(desk_of, month):
    desk = desk_of("leader").open("queue", queue="settled")
    assert desk.codes == [month[3]]
    assert desk.open("queue", queue="settled", outcome="late").codes == []
    assert desk.open("queue", queue="settled", outcome="on-time").codes == [month[3]]


def test_each_unit_has_its_line_and_each_number_its_dossiers(desk_of, month):
    desk = desk_of("leader").open("leading")
    rows = desk.page.xpath("//table[caption[contains(., 'Theo đơn vị')]]/tbody/tr")
    shown = {row.xpath("string(th)"): [a.text for a in row.xpath("td/a")] for row in rows}
    assert shown == {
        "Chuyên môn": ["3", "2", "1", "0"],
        "Trung tâm Phục vụ hành chính công": ["0", "0", "0", "1"],
    }
    for row in rows:
        for link in row.xpath("td/a"):
            assert len(desk.go(link.get("href")).codes) == int(link.text)


def test_charts_are_drawn_by_the_server_with_their_figures_beside(desk_of, month):
    desk = desk_of("leader").open("leading")
    assert len(desk.page.xpath("//figure[@class='mc-chart']//*[name()='svg'][@role='img']")) == 2
    assert "11/26" in desk.words("//figure")
    assert len(desk.page.xpath("//figure//table")) == 2


def test_an_administrator_is_refused_the_state_of_the_units(desk_of):
    assert desk_of("administrator").open("leading").status == 403


@pytest.mark.parametrize("role", ["receptionist", "specialist", "clerk"])
def test_whoever_looks_on_nothing_as_a_whole_is_refused(desk_of, role):
    desk = desk_of(role)
    assert desk.open("leading").status == 403
    assert "Tình hình đơn vị" not in desk.open("queue").words("//nav")


def test_a_head_sees_the_state_of_his_own_unit(desk_of, world, month):
    shown = figures(desk_of("head").open("leading"))
    assert shown["đã nhận trong tháng"][0] == "3"


def test_another_agency_is_not_counted(desk_of, world, month):
    Dossier.objects.update(agency=world.other_ward, unit_path="9/", step_path="9/")
    assert figures(desk_of("leader").open("leading"))["đã nhận trong tháng"][0] == "0"


def test_the_screen_costs_the_same_however_much_there_is(desk_of, world, filed):
    desk = desk_of("leader").open("leading")
    with CaptureQueriesContext(connection) as one:
        desk.open("leading")
    crowd(filed, 40)
    with CaptureQueriesContext(connection) as many:
        desk.open("leading")
    assert len(many) == len(one) <= 18
