"""No CAPTCHA anywhere: rules are said before typing, codes may be pasted, limits say how long."""

from __future__ import annotations

import pytest

OPEN_TO_ALL = {
    "/track": "Nhập sai 5 lần",
    "/accounts/login/": "Sai 5 lần",
    "/accounts/signup/": "Anh/chị cần một giấy tờ tùy thân",
    "/accounts/password/reset/": "",
    "/verify": "",
    "/procedures?q=khai+sinh": "",
}


@pytest.mark.parametrize("address", OPEN_TO_ALL)
def test_a_form_that_anybody_may_send_asks_no_riddle_and_says_its_rules(stranger, address):
    stranger.go(address)
    assert stranger.status == 200
    assert OPEN_TO_ALL[address] in stranger.text
    page = stranger.response.content.decode().casefold()
    for riddle in ("captcha", "turnstile", "mã xác thực trong ảnh"):
        assert riddle not in page
    assert not stranger.page.xpath("//iframe | //input[@type='image'] | //canvas")
    scripts = stranger.page.xpath("//script/@src")
    assert all(script.startswith("/") for script in scripts)


@pytest.mark.parametrize("address", ["/track", "/accounts/login/"])
def test_what_is_typed_may_be_pasted_and_filled_in_by_a_keeper_of_passwords(stranger, address):
    stranger.go(address)
    fields = stranger.page.xpath("//main//input[@type!='hidden' and not(@tabindex='-1')]")
    assert fields
    for field in fields:
        assert not any(name.startswith("on") for name in field.attrib)
        assert field.get("readonly") is None


def test_the_sixth_wrong_password_says_how_long_to_wait(stranger, world):
    for _try in range(6):
        stranger.post("/accounts/login/", {"login": "0912345678@dan.example", "password": "sai"})
    assert "phút" in stranger.text
