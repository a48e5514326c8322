"""Opening, checking and proving procedures of the catalogue on the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from motcua.cli.main import main
from motcua.kernel import clock
from motcua.procedures.queries import offerings_of, rules
from tests.console.national import CHANGED, CLEAR, bring_catalogue

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_test_database"),
]


@pytest.fixture
def catalogue(world):
    bring_catalogue()
    return world


def today():
    return clock.civil_date(clock.now())


def run(*arguments, language="en"):
    return CliRunner().invoke(main, ["--language", language, "procedures", *arguments])


def test_a_clear_procedure_is_opened_and_its_true_level_told(catalogue):
    told = run("open", CLEAR, "--agency", "H26.101", "--json")
    assert told.exit_code == 0, told.output
    document = json.loads(told.stdout)
    assert (document["level"], document["term"]["en"]) == (1, "Partly online")
    assert "forms" in document["lacking"]
    assert [card.agency_code for card in offerings_of(CLEAR, today())] == ["H26.101"]


def test_what_is_opened_can_be_proved_at_once(catalogue):
    catalogue.give_a_key()
    run("open", CLEAR, "--agency", "H26.101")
    told = run("prove", CLEAR, "--agency", "H26.101")
    assert told.exit_code == 0, told.output
    assert "1 holds, 0 fail." in told.stdout


def test_an_unclear_limit_is_asked_for(catalogue):
    told = run("open", CHANGED, "--agency", "H26.101")
    assert told.exit_code == 1
    assert told.stderr.startswith("The time limit is unclear.")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--limit", "online=x:working-day"),
        ("--limit", "online=5:week"),
        ("--agency", "H99.9"),
    ],
)
def test_what_cannot_be_is_one_sentence(catalogue, arguments):
    told = run("open", CLEAR, "--agency", "H26.101", *arguments)
    assert told.exit_code == 1
    assert len(told.stderr.strip().splitlines()) == 1


def test_a_way_that_the_procedure_has_not_is_one_sentence_with_those_it_has(catalogue):
    told = run("open", CHANGED, "--agency", "H26.101", "--way", "counter", language="vi")
    assert told.exit_code == 1
    assert told.stderr.strip() == (
        "Thủ tục này không nộp được bằng cách: Trực tiếp. Các cách nộp hiện có: Trực tuyến."
    )
    told = run("open", CHANGED, "--agency", "H26.101", "--limit", "post=5:working-day")
    assert told.exit_code == 1
    assert told.stderr.strip() == (
        "This procedure is not filed this way: By post. The ways there are: Online."
    )


def test_one_pack_is_counted_as_one(catalogue):
    assert "1 pack, 0 errors" in run("lint", "1.001612").stdout


def test_a_shipped_pack_and_a_version_in_the_database_are_checked_by_code(catalogue):
    shipped = json.loads(run("lint", "1.001612", "--json").stdout)
    assert (shipped["packs"], shipped["errors"]) == (1, 0)
    told = run("lint", CLEAR, "--json")
    found = {each["code"]: each["severity"] for each in json.loads(told.stdout)["findings"]}
    assert (told.exit_code, found["language"]) == (0, "warning")


def test_a_code_that_nobody_has_is_one_sentence(catalogue):
    told = run("lint", "9.999999", language="vi")
    assert told.exit_code == 1
    assert told.stderr.strip() == "Không có thủ tục mang mã 9.999999."


def test_limits_that_are_given_hold(catalogue):
    run("open", CLEAR, "--agency", "H26.101")
    (card,) = offerings_of(CLEAR, today())
    assert rules(card.version_id).limit("online", today()).amount == 3


def test_the_level_of_a_code_that_nobody_has_is_refused_as_such(catalogue):
    told = run("levels", "nope", language="vi")
    assert told.exit_code == 1
    assert told.stderr.strip() == "Hôm nay không có thủ tục nope nào đang có hiệu lực."
