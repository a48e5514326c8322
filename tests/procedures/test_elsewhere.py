"""What the country has and this node has not is said, and noise is not shown for it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.procedures.actions import load_packs
from motcua.procedures.queries import Narrowing, Near, browse, likely_words

NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shipped():
    forget_all()
    load_packs(actor=SYSTEM, now=NOW)


def listed(words):
    return browse(words, Narrowing(), Near(), NOW.date())


def shown(words):
    return listed(words).codes


def test_words_for_what_only_other_nodes_have_are_told_with_few_near_hits():
    for words in ("ly dị", "ly hôn", "mua chó", "dang ky xe may", "1.014062"):
        assert listed(words).is_elsewhere, words
        assert len(shown(words)) <= 5, words
    assert "2.002041" not in shown("ly dị")
    assert "1.009645" not in shown("mua chó")
    assert not {"1.000656", "1.012753"} & set(shown("dang ky xe may"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("đẻ con", "1.001193"),
        ("đăng ký kai sinh", "1.001193"),
        ("khai tu", "1.000656"),
        ("cuoi vo", "1.000894"),
        ("mở quán ăn", "1.001612"),
        ("doc than", "1.004873"),
        ("1.004222", "1.004222"),
    ],
)
def test_what_the_node_has_is_shown_first_and_is_not_said_to_be_elsewhere(words, code):
    assert not listed(words).is_elsewhere
    assert shown(words)[0] == code


def test_hits_by_single_letters_are_not_shown_beside_a_name_that_has_all_words():
    assert {"1.000890", "1.001062"}.isdisjoint(shown("khai sinh"))
    assert shown("cap lai can cuoc")[0] == "1.012549"


@pytest.mark.parametrize("words", ["", "?", "xyzzy qqqq"])
def test_words_that_nobody_uses_are_not_elsewhere(words):
    assert not listed(words).is_elsewhere


def test_the_suggested_word_stands_beside_its_neighbours():
    assert likely_words("giấy khai tửu") == "giấy khai tử"
    assert likely_words("giay khai tửu") == "giay khai tử"
