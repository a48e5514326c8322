"""Each sheet that was given out is of one outage: what lacks of it, and apart what lacks before."""

from __future__ import annotations

import pytest

from motcua.dossiers.actions.provisional import (
    make_block,
    restore_number,
    say_used,
    spoil_number,
)
from motcua.dossiers.models import ProvisionalBlock
from motcua.dossiers.queries.episodes import episode, episode_pdf
from motcua.dossiers.queries.provisional import number_of
from tests.dossiers.episodes import at, declare, end, second
from tests.ui.reading import text_of

pytestmark = pytest.mark.django_db
__all__ = ["declare", "end", "second"]


@pytest.fixture
def block(world):
    unit = world.ward.units.get(code="MC")
    by = {"actor": world.actor("receptionist"), "now": at("2026-11-16T09:00")}
    return make_block(**by, unit=unit, counter_id=None, sheets=9)


@pytest.fixture
def given_out(world, block):
    """Say how far the sheets of the block went."""

    def said(last, when):
        by = {"actor": world.actor("receptionist"), "now": at(when)}
        say_used(**by, public_id=block.public_id, used_to=last)

    return said


def numbers(block, *serials):
    return tuple(number_of(block, serial) for serial in serials)


def test_what_lacks_is_told_of_the_outage_it_was_given_out_in(block, given_out, declare, end):
    first = end(declare("2026-11-17T08:00"), "2026-11-17T11:00")
    given_out(2, "2026-11-17T11:30")
    later = end(declare("2026-11-19T08:00"), "2026-11-19T11:00")
    given_out(5, "2026-11-19T11:30")
    told, before = episode(later), episode(first)
    assert (told.lacking, told.lacking_earlier) == (
        numbers(block, 3, 4, 5),
        numbers(block, 1, 2),
    )
    assert (before.lacking, before.lacking_earlier) == (numbers(block, 1, 2), ())


def test_a_number_that_is_corrected_moves_no_sheet_to_a_later_outage(
    block, given_out, declare, end
):
    first = end(declare("2026-11-17T08:00"), "2026-11-17T11:00")
    given_out(4, "2026-11-17T11:30")
    later = end(declare("2026-11-19T08:00"), "2026-11-19T11:00")
    given_out(3, "2026-11-19T11:30")
    given_out(3, "2026-11-19T11:31")
    assert episode(first).lacking == numbers(block, 1, 2, 3)
    assert episode(later).lacking == ()
    given_out(0, "2026-11-19T11:32")
    assert (episode(first).lacking, block.handouts.count()) == ((), 0)


def test_an_outage_elsewhere_has_no_sheet_of_this_counter(world, block, given_out, declare):
    other = declare("2026-11-19T08:00", units=(world.ward.units.get(code="CM").path,))
    whole = declare("2026-11-19T07:00")
    given_out(2, "2026-11-19T11:30")
    assert (episode(other).lacking, episode(whole).lacking) == ((), numbers(block, 1, 2))


def test_a_spoiled_sheet_is_in_the_record_of_its_outage(world, block, given_out, declare):
    outage = declare("2026-11-19T08:00")
    given_out(2, "2026-11-19T09:00")
    by = {"actor": world.actor("receptionist"), "now": at("2026-11-19T09:30")}
    spoil_number(**by, number=number_of(block, 1), reason="Mưa ướt")
    told = episode(outage)
    assert [entry.number for entry in told.sheets] == list(numbers(block, 1))
    assert told.lacking == numbers(block, 2)
    record = " ".join(text_of(episode_pdf(outage, at("2026-11-19T10:00"))).split())
    assert "Mưa ướt" in record
    assert number_of(block, 2) in record
    assert "những lần trước" not in record


def test_a_sheet_called_spoiled_by_mistake_lacks_again_and_the_record_keeps_both(
    world, block, given_out, declare
):
    outage = declare("2026-11-19T08:00")
    given_out(2, "2026-11-19T09:00")
    by = {"actor": world.actor("receptionist"), "number": number_of(block, 1)}
    spoil_number(**by, reason="Mưa ướt", now=at("2026-11-19T09:30"))
    restore_number(**by, reason="Gõ nhầm số, tờ hai mới ướt", now=at("2026-11-19T09:40"))
    told = episode(outage)
    assert (told.lacking, told.spoiled) == (numbers(block, 1, 2), ())
    record = " ".join(text_of(episode_pdf(outage, at("2026-11-19T10:00"))).split())
    for words in ("Ghi nhầm là tờ hỏng", "Mưa ướt", "Gõ nhầm số", "09:40"):
        assert words in record


def test_what_was_given_out_before_anything_was_declared_is_of_the_time_before(
    block, given_out, declare
):
    given_out(1, "2026-11-18T09:00")
    outage = declare("2026-11-19T08:00")
    told = episode(outage)
    assert (told.lacking, told.lacking_earlier) == ((), numbers(block, 1))
    record = " ".join(text_of(episode_pdf(outage, at("2026-11-19T10:00"))).split())
    assert "Số tạm của những lần trước còn chưa nhập" in record
    assert ProvisionalBlock.objects.get().used_to == 1
