"""What the level box says where something is unclear, left out, or not online."""

from __future__ import annotations

import pytest

from motcua.procedures.base.levels import Means, level_of
from tests.procedures.packs import TODAY, pack_of

MEANS = Means(frozenset({"online"}), pays_online=True, signs_results=True)


def unclear(pack, *ways):
    """Give the pack with these ways only, their fees unclear."""
    rows = [pack.channel(way) for way in ways]
    rows = tuple(row.model_copy(update={"fees": (), "fees_unclear": True}) for row in rows)
    return pack.model_copy(update={"channels": rows})


@pytest.mark.parametrize("way", ["online", "counter"])
def test_a_fee_that_nobody_can_tell_is_never_counted_as_nothing_to_pay(way):
    level = level_of(unclear(pack_of("1.001612"), way), MEANS, TODAY)
    assert "free" not in {ground.code for ground in level.grounds}
    (amount,) = [ground for ground in level.lacking if ground.code == "amount"]
    assert "chưa biết có phải nộp tiền không" in amount.words["vi"]
    assert level.level < 4


def test_papers_left_out_on_purpose_are_known_and_those_of_an_unread_record_are_not():
    pack = pack_of("1.001612")
    bare = tuple(row.model_copy(update={"papers": ()}) for row in pack.variants)
    none = pack.model_copy(update={"variants": bare})
    assert level_of(none, MEANS, TODAY).level == 4
    unread = none.model_copy(update={"online": pack.online.model_copy(update={"level": 1})})
    (lacking,) = level_of(unread, MEANS, TODAY).lacking
    assert lacking.words["vi"] == "Chưa nêu rõ giấy tờ."


def test_what_is_not_filed_online_is_not_supplemented_online_either():
    level = level_of(pack_of("1.001612"), Means(frozenset(), False, False), TODAY)
    words = {ground.code: ground.words["vi"] for ground in level.lacking}
    assert words["filing"] == "Cơ quan chưa nhận hồ sơ trên mạng."
    assert words["exchange"].startswith("Chưa nộp hồ sơ trên mạng được")
