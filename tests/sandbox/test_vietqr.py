"""VietQR payloads: the published vectors, and what must be refused."""

from __future__ import annotations

import pytest

from motcua_sandbox import vietqr

STATIC = (
    "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
)
SHORT = "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304"
DYNAMIC = (
    "00020101021238540010A00000072701240006970436011098895593570208QRIBFTTA"
    "53037045405100005802VN62320828day la noi dung chuyen khoan6304EEF5"
)


def sealed(text):
    return f"{text}6304{vietqr.crc(text + '6304')}"


def test_the_check_value_of_the_crc():
    assert vietqr.crc("123456789") == "29B1"
    assert vietqr.crc(SHORT) == "F4E5"
    assert vietqr.crc(DYNAMIC[:-4]) == "EEF5"


def test_a_static_code_gives_the_account_and_leaves_the_amount_open():
    code = vietqr.parse(STATIC)
    assert (code.bank, code.account, code.amount, code.is_dynamic) == (
        "970403",
        "0011012345678",
        0,
        False,
    )


def test_a_dynamic_code_gives_amount_and_content():
    code = vietqr.parse(DYNAMIC)
    assert (code.bank, code.account, code.amount) == ("970436", "9889559357", 10_000)
    assert code.content == "day la noi dung chuyen khoan"
    assert code.is_dynamic


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "6304",
        SHORT + "F4E5",  # right CRC, but the account's length says 12 where 13 follow
        DYNAMIC[:-4] + "EEF6",
        DYNAMIC.replace("10000", "90000"),
        sealed(DYNAMIC[:-8].replace("5303704", "5303840")),
        sealed(DYNAMIC[:-8].replace("540510000", "54051000x")),
        sealed(DYNAMIC[:-8].replace("A000000727", "A000000728")),
        sealed(DYNAMIC[:-8] + "5303704"),
        sealed(DYNAMIC[:-8] + "99"),
        "0" * 5000,
    ],
)
def test_a_code_that_is_not_right_is_refused(payload):
    with pytest.raises(vietqr.VietQrError):
        vietqr.parse(payload)
