"""Following a dossier by its code and four digits; nothing is given away."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from motcua.dossiers.models import Dossier
from tests.cast import NOW
from tests.keyring import newer_index_key

RIGHT = ("0123", "5678")
NOWHERE = "H26.101-261120-9999"


@pytest.fixture
def dossier(world):
    return world.file()


def track(browser, code, digits, **more):
    return browser.post("/track", {"code": code, "digits": digits, **more})


@pytest.mark.parametrize("digits", RIGHT)
def test_code_and_four_digits_of_number_or_phone_show_step_unit_and_date(
    stranger, world, dossier, digits
):
    world.receive(dossier)
    track(stranger, f" {dossier.code.lower()} ", digits)
    assert stranger.title == "Đăng ký khai sinh"
    assert "Chuyên môn" in stranger.words("//li[@aria-current='step']")
    assert "Hẹn trả: 17:00 20/11/2026" in stranger.text


def test_no_personal_data_is_on_the_page(stranger, world, dossier):
    world.receive(dossier)
    world.finish(dossier)
    track(stranger, dossier.code, RIGHT[0])
    page = stranger.response.content.decode()
    secrets = ["Nguyễn Thị An", "001190000123", "0912345678", "Cán bộ specialist", "Đủ điều kiện"]
    secrets += [
        value for value in dossier.answers.values() if isinstance(value, str) and len(value) > 6
    ]
    assert [one for one in secrets if one in page] == []


def test_what_was_filed_under_an_older_key_is_followed_after_the_change(
    stranger, dossier, settings
):
    with newer_index_key(settings):
        track(stranger, dossier.code, RIGHT[0])
        assert stranger.title == "Đăng ký khai sinh"


def test_a_code_alone_shows_nothing(stranger, dossier):
    stranger.go(f"/t/{dossier.code}")
    assert stranger.value("code") == dossier.code
    assert stranger.title == "Tra cứu hồ sơ"
    stranger.go(f"/track?code={dossier.code}")
    assert stranger.value("code") == dossier.code


def test_a_wrong_pair_and_a_code_that_is_not_get_the_same_answer(stranger, dossier):
    nowhere = NOWHERE.ljust(len(dossier.code), "0")
    first = track(stranger, dossier.code, "0000").response
    second = track(stranger, nowhere, "0000").response
    assert first.status_code == second.status_code == 200
    assert len(first.content) == len(second.content)
    assert "Không có hồ sơ nào khớp" in stranger.text
    assert dossier.code not in stranger.text


def test_rules_are_stated_before_anything_is_typed(stranger):
    stranger.go("/track")
    assert "Mỗi phút tra cứu được 10 lần" in stranger.text
    assert "sai 5 lần" in stranger.text


@pytest.mark.parametrize("real", [True, False])
def test_after_five_wrong_tries_a_code_is_locked_for_the_day_whether_it_is_there_or_not(
    stranger, dossier, real
):
    code = dossier.code if real else NOWHERE
    for wait in range(5):
        with time_machine.travel(NOW + timedelta(minutes=wait), tick=False):
            assert track(stranger, code, "0000").status == 200
    with time_machine.travel(NOW + timedelta(minutes=9), tick=False):
        track(stranger, code, RIGHT[0])
        assert stranger.status == 429
        assert int(stranger.response["Retry-After"]) > 3600
        assert "sai 5 lần" in stranger.text
        assert "giờ" in stranger.text
    if real:
        with time_machine.travel(NOW + timedelta(days=1, minutes=9), tick=False):
            assert track(stranger, code, RIGHT[0]).title == "Đăng ký khai sinh"


def test_the_owner_still_gets_in_signed_in(stranger, citizen, dossier):
    for wait in range(6):
        with time_machine.travel(NOW + timedelta(minutes=wait), tick=False):
            track(stranger, dossier.code, "0000")
    assert citizen.go(f"/dossiers/{dossier.public_id}").status == 200


def test_the_eleventh_try_of_a_minute_says_how_long_to_wait(stranger, dossier):
    with time_machine.travel(NOW, tick=False):
        for number in range(10):
            assert track(stranger, f"H26.101-261120-{number:04}", "0000").status == 200
        track(stranger, dossier.code, RIGHT[0])
    assert stranger.status == 429
    assert stranger.response["Retry-After"] == "60"
    assert "chờ 60 giây" in stranger.text


def hours_of_wrong_tries(browser, count):
    """Try codes that are not, ten a minute, from one address."""
    for number in range(count):
        with time_machine.travel(NOW + timedelta(minutes=number // 10), tick=False):
            assert track(browser, f"H26.101-261119-{number:04}", "0000").status == 200


def test_after_two_hundred_wrong_tries_an_address_looks_up_no_more_that_day(
    stranger, citizen, dossier
):
    hours_of_wrong_tries(stranger, 200)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        track(stranger, dossier.code, RIGHT[0])
        assert stranger.status == 429
        assert int(stranger.response["Retry-After"]) > 3600
        assert "đăng nhập" in stranger.text
        assert citizen.go(f"/dossiers/{dossier.public_id}").status == 200
    elsewhere = {"REMOTE_ADDR": "192.0.2.77"}
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        stranger.client.defaults.update(elsewhere)
        assert track(stranger, dossier.code, RIGHT[0]).title == "Đăng ký khai sinh"
        stranger.client.defaults.pop("REMOTE_ADDR")
    with time_machine.travel(NOW + timedelta(days=1, minutes=1), tick=False):
        assert track(stranger, dossier.code, RIGHT[0]).title == "Đăng ký khai sinh"


def test_a_whole_ward_behind_one_address_looks_up_its_dossiers(stranger, dossier):
    for minute in range(60):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            for number in range(2):
                track(stranger, f"H26.101-261119-{minute * 2 + number:04}", "0000")
            for _ in range(4):
                assert track(stranger, dossier.code, RIGHT[0]).title == "Đăng ký khai sinh"


def test_whoever_fills_in_what_people_do_not_see_learns_nothing(stranger, dossier):
    track(stranger, dossier.code, RIGHT[0], website="https://spam.example")
    assert "Không có hồ sơ nào khớp" in stranger.text


@pytest.mark.parametrize("digits", ["", "123", "12345", "abc\0", "１２３４", "' OR 1", "<b>x"])
def test_what_are_not_four_signs_is_told_beside_the_field(stranger, dossier, digits):
    track(stranger, dossier.code, digits)
    assert stranger.status == 200
    assert "#f-digits" in stranger.problems.values()


@pytest.mark.parametrize("code", ["", " ", "\0", "x" * 61, "'; DROP TABLE", "＝1+1", "👩‍👩‍👧"])
def test_codes_that_are_none_are_answered(stranger, world, code):
    assert track(stranger, code, "0000").status == 200


def test_a_dossier_that_waits_for_its_filer_says_so_without_saying_why(stranger, world, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(fee_state="due", fee_at_filing=8000)
    track(stranger, dossier.code, RIGHT[0])
    assert "Hồ sơ đang chờ người nộp" in stranger.text
    assert "8.000" not in stranger.text


def test_whoever_comes_with_a_code_only_is_asked_kindly_for_the_four_digits(stranger, dossier):
    for place in (f"/t/{dossier.code}", f"/track?code={dossier.code}"):
        stranger.go(place)
        assert stranger.problems == {}
        assert "Còn 4 số cuối nữa" in stranger.text
        (digits,) = stranger.page.xpath("//input[@name='digits']")
        assert digits.get("autofocus") is not None
    stranger.go("/track")
    assert "Còn 4 số cuối" not in stranger.text
    assert not stranger.page.xpath("//input[@autofocus]")
