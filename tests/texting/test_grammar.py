"""What people type, and what fits on a plain phone."""

from __future__ import annotations

import re

import pytest
import yaml

from motcua.texting import base
from motcua.texting.base import SEGMENT, answer, read
from motcua.texting.enums import Wish

CODE, PAYMENT = "H26.101-261120-0001", "MCABCDEFGHJK"
GSM = re.compile(r"[ -Z_a-z]*")


@pytest.mark.parametrize(
    ("text", "wish", "argument"),
    [
        (f"TC {CODE}", Wish.TRACK, CODE),
        (f"tc  {CODE.lower()}", Wish.TRACK, CODE),
        (f"TC{CODE}", Wish.TRACK, CODE),
        (f"Tc: <{CODE}>.", Wish.TRACK, CODE),
        ("TC H26.101 - 261120 - 0001", Wish.TRACK, CODE),
        (f"NT {PAYMENT}", Wish.PAY, PAYMENT),
        ("nt mcab cdef ghjk", Wish.PAY, PAYMENT),
        (f"NT{PAYMENT}", Wish.PAY, PAYMENT),
        ("NT gì đó", Wish.PAY, ""),
        ("XN 0042", Wish.CONFIRM, "0042"),
        ("xn0042", Wish.CONFIRM, "0042"),
        ("TRACK " + CODE, Wish.TRACK, CODE),
        ("pay " + PAYMENT, Wish.PAY, PAYMENT),
        ("OK 0042", Wish.CONFIRM, "0042"),
        ("", Wish.HELP, ""),
        ("Tôi muốn hỏi", Wish.HELP, ""),
        ("TCP la gi", Wish.HELP, ""),
        ("\u0000\U0001f600", Wish.HELP, ""),
    ],
)
def test_a_message_is_read_as_people_type_it(text, wish, argument):
    said = read(text)
    assert (said.wish, said.argument) == (wish, argument)


def test_english_words_are_answered_in_english():
    assert (read("PAY x").language, read("NT x").language) == ("en", "vi")


LONGEST = {
    "code": "H26.101.02-261120-0001",
    "example": "H26.101.02-261120-0001",
    "reference": PAYMENT,
    "amount": "999.999.999.999",
    "left": "10.000.000",
    "agency": "Ủy ban nhân dân phường Bình Hưng Hòa Đông Thạnh Thới Tam Hiệp" * 2,
    "state": "Chờ anh/chị bổ sung",
    "day": "31/12/2026",
    "due": "",
    "owed": "",
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_answer_is_whole_in_one_segment_without_marks(language):
    texts = yaml.safe_load(base._FILE.read_text(encoding="utf-8"))
    assert set(texts["vi"]) == set(texts["en"])
    longest = LONGEST | {
        "why": max(
            (answer(key, language) for key in texts["vi"] if key.startswith("why_")), key=len
        )
    }
    longest["due"] = answer("due", language, **longest)
    longest["owed"] = answer("owed", language, **longest | {"amount": "9.999.999"})
    for name, pattern in texts[language].items():
        said = answer(name, language, **longest)
        assert len(said) <= SEGMENT, name
        assert GSM.fullmatch(said), name
        # Nothing but an agency's name is cut.
        assert said.endswith(pattern.format(**longest | {"agency": ""})[-5:]), name
