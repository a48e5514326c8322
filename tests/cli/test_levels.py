"""The level of an offering as the command tells it: to people in words, to machines as JSON."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.test import override_settings

from motcua.cli.main import main
from tests.cast import BIRTH, BUSINESS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_test_database", "world"),
]


def told(*arguments, language="en"):
    return CliRunner().invoke(main, ["--language", language, "procedures", "levels", *arguments])


@override_settings(BANK_URL="http://127.0.0.1:1")
def test_each_condition_is_told_with_its_level_and_whether_it_holds():
    answer = told(BIRTH, "--agency", "H26.101")
    assert answer.exit_code == 0
    assert "Level 4: Fully online" in answer.stdout
    assert "✓ level 4: It can be paid online." in answer.stdout


@override_settings(BANK_URL="")
def test_what_lacks_is_named_for_machines_too():
    (document,) = json.loads(told(BUSINESS, "--agency", "H26.101", "--json").stdout)
    assert (document["level"], document["term"]["en"]) == (3, "Partly online")
    lacking = [row["code"] for row in document["conditions"] if not row["holds"]]
    assert lacking == ["payment"]
    assert document["because"] == [
        {"vi": "Chưa nộp tiền trên mạng được.", "en": "It cannot be paid online yet."}
    ]


def test_a_procedure_that_nobody_offers_is_one_sentence():
    answer = told("9.999999", language="vi")
    assert answer.exit_code == 1
    assert answer.stderr.strip() == "Hôm nay không có thủ tục 9.999999 nào đang có hiệu lực."
