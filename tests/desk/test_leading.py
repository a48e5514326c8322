"""The leader's page: figures that can be followed to their dossiers, and warnings."""

from __future__ import annotations

import re
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.insight.actions import recount
from tests.cast import NOW
from tests.desk.crowds import crowd
from tests.insight.histories import play

BY = ("unit", "person", "procedure")


@pytest.fixture
def month(world):
    """Three received and in process, one of them late; one returned; one waits."""
    month = [world.file(key=f"key-{n:04}", seed=3) for n in range(5)]
    for dossier in month[:4]:
        world.receive(dossier)
    Dossier.objects.filter(pk=month[0].pk).update(due_at=NOW - timedelta(hours=3))
    world.finish(month[3])
    actions.return_result(actor=world.actor("receptionist"), dossier_id=month[3].pk, now=NOW)
    items = [actions.SupplementItem("question", "child_name", "Chưa khớp.")]
    actions.ask_supplement(
        actor=world.actor("receptionist"), dossier_id=month[4].pk, items=items, now=NOW
    )
    world.settle()
    return [dossier.code for dossier in month]


def figures(desk):
    found = desk.page.xpath("//ul[@class='desk-figures']//a")
    return {a.xpath("text()")[0].strip(): (a.xpath("strong")[0].text, a.get("href")) for a in found}


def every_number(desk):
    """Give (what it says, address, number) of each number of the page that is a link."""
    path = "//main//a[contains(@href, '/ho-so?')]"
    for link in desk.page.xpath(path):
        strong = link.xpath("strong")
        text = strong[0].text if strong else link.text
        yield re.sub(r"\s+", " ", link.text_content()), link.get("href"), int(text.replace(".", ""))


def listed(desk, address):
    """Give every code behind a number, page after page."""
    codes = []
    while address:
        desk.go(address)
        assert desk.status == 200, address
        codes += desk.codes
        following = desk.page.xpath("//a[@rel='next']/@href")
        address = following[0] if following else ""
    return codes


def test_the_figures_say_how_the_agency_stands(desk_of, month):
    shown = {name: value for name, (value, _) in figures(desk_of("leader").open("leading")).items()}
    assert shown == {
        "Đã nhận": "5",
        "Giải quyết đúng hạn": "1",
        "Giải quyết quá hạn": "0",
        "Chuyển xử lý chậm": "0",
        "Đang mở": "4",
        "Đang quá hạn": "1",
        "Sắp quá hạn trong ba ngày làm việc": "2",
        "Mức hài lòng": "–",
        "Chờ cán bộ": "3",
        "Chờ cơ quan khác": "0",
        "Chờ người nộp bổ sung": "1",
        "Chờ người nộp trả tiền": "0",
        "Chờ người nộp nhận kết quả": "0",
    }


def test_every_number_of_the_page_is_the_length_of_the_list_behind_it(desk_of, world):
    # U19, after a history in which about everything may happen.
    world.settle(play(world, Random(7), dossiers=7, turns=60))
    desk, seen = desk_of("leader"), 0
    for by in BY:
        for span in ("2026-11", "2026-q4", "2026", "2026-12"):
            numbers = list(every_number(desk.open("leading", by=by, period=span)))
            seen += sum(1 for _, _, number in numbers if number)
            for words, address, number in numbers:
                codes = listed(desk, address)
                assert len(codes) == len(set(codes)) == number, (words, address)
    assert seen > 60


def test_a_long_list_behind_a_number_goes_on_page_after_page(desk_of, world, filed):
    crowd(filed, 120)
    recount()
    desk = desk_of("leader").open("leading")
    for name in ("Đã nhận", "Đang mở"):
        value, address = figures(desk.open("leading"))[name]
        codes = listed(desk, address)
        assert (value, len(codes), len(set(codes))) == ("121", 121, 121)


def test_quarter_and_year_take_in_what_the_month_does_not(desk_of, world):
    world.file(now=NOW - timedelta(days=45))
    world.file(key="now")
    world.settle()
    desk = desk_of("leader")
    for period, count in (("2026-11", "1"), ("2026-10", "1"), ("2026-q4", "2"), ("2026", "2")):
        assert figures(desk.open("leading", period=period))["Đã nhận"][0] == count
    assert figures(desk.open("leading", period="2026-09"))["Đã nhận"][0] == "0"


@pytest.mark.parametrize("odd", ["", "x", "2026-13", "20%00", "9999", "2026-q9", "4w"])
def test_an_odd_period_is_the_running_month(desk_of, month, odd):
    assert figures(desk_of("leader").open("leading", period=odd))["Đã nhận"][0] in {"5", "0"}


@pytest.mark.parametrize(
    "odd", ["figure=x", "unit=x", "official=1", "after=zzz", "procedure=%00", "period=4w-before"]
)
def test_odd_addresses_of_lists_are_answered(desk_of, month, odd):
    desk = desk_of("leader")
    assert desk.go(desk.at("leading-dossiers") + "?figure=received&" + odd).status in {200, 404}


def test_who_and_what_will_be_late_in_three_working_days_is_said(desk_of, month):
    desk = desk_of("leader").open("leading")
    assert "Ba ngày làm việc tới sẽ có hồ sơ quá hạn, trong tay: Chưa ai nhận: 2" in desk.text


def test_a_unit_that_takes_in_more_than_it_settles_is_named(desk_of, month):
    desk = desk_of("leader").open("leading")
    assert "Chuyên môn: nhận 4, xong 1" in desk.text


def test_the_weeks_are_set_beside_those_before_and_a_year_ago(desk_of, world):
    for key, back in (("a", 1), ("b", 30), ("c", 31), ("d", 365)):
        world.file(key=key, now=NOW - timedelta(days=back))
    world.settle()
    desk = desk_of("leader").open("leading")
    rows = desk.page.xpath("//table[caption[contains(., 'So với')]]/tbody/tr")
    shown = {row.xpath("string(th)"): [a.text for a in row.xpath("td/a")] for row in rows}
    assert shown["Đã nhận"] == ["1", "2", "1"]


def test_charts_are_drawn_by_the_server_with_their_figures_beside(desk_of, month):
    desk = desk_of("leader").open("leading")
    assert len(desk.page.xpath("//figure[@class='mc-chart']//*[name()='svg'][@role='img']")) == 2
    assert "11/26" in desk.words("//figure")
    assert len(desk.page.xpath("//figure//table")) == 2


def test_an_administrator_is_refused_the_state_of_the_units(desk_of):
    assert desk_of("administrator").open("leading").status == 403


@pytest.mark.parametrize("page", ["leading", "leading-dossiers"])
@pytest.mark.parametrize("role", ["receptionist", "specialist", "clerk"])
def test_whoever_looks_on_nothing_as_a_whole_is_refused(desk_of, role, page):
    desk = desk_of(role)
    assert desk.open(page).status == 403
    assert "Tình hình đơn vị" not in desk.open("queue").words("//nav")


def test_a_head_sees_the_state_of_his_own_unit(desk_of, world, month):
    desk = desk_of("head")
    for by in BY:
        numbers = list(every_number(desk.open("leading", by=by)))
        for words, address, number in numbers:
            assert len(listed(desk, address)) == number, words
    assert figures(desk.open("leading"))["Đã nhận"][0] == "4"


def test_another_agency_is_not_counted_and_its_units_are_not_found(desk_of, world, month):
    desk = desk_of("leader")
    unit = world.other_ward.units.first()
    if unit is not None:
        address = desk.at("leading-dossiers", figure="open", unit=unit.public_id)
        assert desk.go(address).status == 404
    Dossier.objects.update(agency=world.other_ward, unit_path="9/", step_path="9/")
    recount()
    assert figures(desk.open("leading"))["Đã nhận"][0] == "0"


def test_the_screen_costs_the_same_however_much_there_is(desk_of, world, filed):
    world.settle()
    desk = desk_of("leader").open("leading")
    with CaptureQueriesContext(connection) as one:
        desk.open("leading")
    crowd(filed, 40)
    recount()
    with CaptureQueriesContext(connection) as many:
        desk.open("leading")
    assert len(many) == len(one) <= 36
