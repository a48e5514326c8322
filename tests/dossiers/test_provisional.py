"""Paper taken in an outage: numbered sheets made beforehand, entered once as of its own time."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pikepdf
import pytest
from django.db import IntegrityError, connections, transaction
from hypothesis import given, strategies as st

from motcua.agencies.actions import open_unit
from motcua.agencies.actions.structure import UnitFacts
from motcua.dossiers.actions import accept, start_draft
from motcua.dossiers.actions.counter_filing import (
    Applicant,
    start_counter_draft,
    submit_at_counter,
)
from motcua.dossiers.actions.provisional import (
    bind_number,
    make_block,
    restore_number,
    say_used,
    spoil_number,
)
from motcua.dossiers.base.provisional import Provisional, read_provisional
from motcua.dossiers.errors import (
    DossierNotFound,
    ProvisionalEntered,
    ProvisionalUnknown,
    ReasonMissing,
    SheetNotSpoiled,
    SheetTime,
)
from motcua.dossiers.models import Dossier, Draft, ProvisionalBlock, ProvisionalEntry, Upload
from motcua.dossiers.queries.histories import history_of
from motcua.dossiers.queries.outage_remarks import entered_late
from motcua.dossiers.queries.provisional import (
    blocks_of,
    entries_of,
    lacking_at,
    number_of,
    sheets_pdf,
)
from motcua.identity.models import Account
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.procedures import queries as catalogue
from tests.cast import BUSINESS, SINCE
from tests.dossiers.episodes import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def block(world):
    unit = world.ward.units.get(code="MC")
    by = {"actor": world.actor("receptionist"), "now": at("2026-11-19T09:00")}
    return make_block(unit=unit, counter_id=None, sheets=5, **by)


@pytest.fixture
def typed(world):
    """Type a dossier at the counter, from paper."""

    def typing(now):
        receptionist = world.actor("receptionist")
        filing = world.filing(BUSINESS, name="receptionist", now=now)
        draft = start_counter_draft(
            actor=receptionist, offering_id=filing.offering_id, answers=filing.answers, now=now
        )
        for code, upload in filing.papers:
            Upload.objects.filter(public_id=upload).update(draft=draft, paper_code=code)
        return draft

    return typing


def file(world, draft, now):
    person = Account.objects.get(pk=world.accounts["citizen"].pk).person
    applicant = Applicant(person, None, "001190000123", "0912345678", "")
    asked = catalogue.rules(draft.version_id).papers(draft.answers, "counter", civil_date(now))
    filed = submit_at_counter(
        actor=world.actor("receptionist"),
        draft=draft,
        applicant=applicant,
        now=now,
        lacking=frozenset(row.code for row in asked),
    )
    return Dossier.objects.get(pk=filed.dossier_id)


def bind(world, draft, number, when, now):
    return bind_number(
        actor=world.actor("receptionist"),
        number=number,
        draft_id=draft.public_id,
        taken_at=at(when),
        now=at(now),
    )


@given(st.integers(0, 99999), st.integers(0, 9))
def test_a_slip_of_the_pen_in_a_number_shows(serial, place):
    number = str(Provisional("H26.101", 2026, serial))
    assert read_provisional(f" {number.lower()} ") == Provisional("H26.101", 2026, serial)
    at_place = len("H26.101-TT26-") + place % 5
    for figure in "0123456789":
        wrong = number[:at_place] + figure + number[at_place + 1 :]
        assert wrong == number or read_provisional(wrong) is None


def test_numbers_of_blocks_follow_one_another_without_gaps(world, block):
    unit = world.ward.units.get(code="MC")
    again = make_block(
        actor=world.actor("receptionist"), unit=unit, counter_id=None, sheets=3, now=world.now
    )
    assert [(one.first, one.last) for one in (block, again)] == [(1, 5), (6, 8)]
    with pytest.raises(NotAllowed):
        make_block(
            actor=world.actor("specialist"), unit=unit, counter_id=None, sheets=3, now=world.now
        )


def test_the_sheets_are_printed_one_a_page_with_their_numbers(world, block):
    with pikepdf.open(io.BytesIO(sheets_pdf(block))) as pdf:
        assert len(pdf.pages) == 5
        _, _, width, height = (float(side) for side in pdf.pages[0].mediabox)
    assert (round(width), round(height)) == (595, 842)


def test_what_was_taken_on_paper_is_received_at_its_original_time(
    world, block, typed, declare, end
):
    outage = end(declare("2026-11-23T07:00"), "2026-11-25T11:30")
    now = at("2026-11-26T09:00")
    draft, number = typed(now), number_of(block, 2)
    bind(world, draft, number, "2026-11-23T10:15", "2026-11-26T09:00")
    dossier = file(world, draft, now)
    assert dossier.submitted_at == at("2026-11-23T10:15")
    assert dossier.code.startswith("H26.101-261123-")
    Dossier.objects.filter(pk=dossier.pk).update(fee_state="paid")
    accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=now)
    dossier.refresh_from_db()
    assert dossier.accepted_at == at("2026-11-23T10:15")
    stood = dossier.pauses.get()
    assert (stood.outage, stood.started_at, stood.ended_at) == (
        outage,
        at("2026-11-23T10:15"),
        at("2026-11-25T11:30"),
    )
    assert dossier.due_at > at("2026-11-27T17:00"), "the outage does not count"
    (entry,) = entries_of(outage)
    assert (entry.dossier, entry.entered_at) == (dossier, now)
    assert entry.entered_by_id == world.accounts["receptionist"].official_id
    told = [line for one in history_of(dossier, "vi") for line in one.lines]
    assert f"Nhập sau sự cố, số tạm {number}" in told
    remarks = entered_late([dossier.pk])[dossier.pk]
    assert remarks[0] == f"Nhập sau sự cố lúc 26/11/2026 09:00, số tạm {number}"
    assert remarks[1] == "Dừng thời hạn do sự cố 23/11/2026 10:15 – 25/11/2026 11:30"
    row = AuditRow.objects.get(action="dossiers.enter_after_outage")
    assert (row.at, row.data["serial"]) == (now, 2)


def test_the_log_says_when_a_late_entry_really_happened_and_as_of_when_it_counts(
    world, block, typed, declare
):
    declare("2026-11-23T07:00")
    now = at("2026-11-26T09:00")
    draft, number = typed(now), number_of(block, 2)
    bind(world, draft, number, "2026-11-23T10:15", "2026-11-26T09:00")
    dossier = file(world, draft, now)
    Dossier.objects.filter(pk=dossier.pk).update(fee_state="paid")
    accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=now)
    acts = ("dossiers.submit", "dossiers.file_at_counter", "dossiers.accept")
    rows = {row.action: row for row in AuditRow.objects.filter(dossier_id=dossier.pk)}
    rows["sheet"] = AuditRow.objects.get(action="dossiers.enter_after_outage")
    for act in (*acts, "sheet"):
        assert rows[act].at == now
        assert datetime.fromisoformat(rows[act].data["as_of"]) == at("2026-11-23T10:15")
    told = {one.title: one.at for one in history_of(dossier, "vi")}
    assert told["Đã tiếp nhận"] == at("2026-11-23T10:15"), "the history goes by what counts"


def test_what_is_filed_at_once_counts_from_when_it_happened(world, typed):
    now = at("2026-11-26T09:00")
    dossier = file(world, typed(now), now)
    rows = AuditRow.objects.filter(dossier_id=dossier.pk)
    assert {row.at for row in rows} == {now}
    assert not any("as_of" in row.data for row in rows)


def test_a_number_is_entered_once(world, block, typed, declare):
    declare("2026-11-23T07:00")
    now, number = at("2026-11-23T12:00"), number_of(block, 1)
    first, other = typed(now), typed(now)
    bind(world, first, number, "2026-11-23T10:00", "2026-11-23T12:00")
    bind(world, other, number, "2026-11-23T10:00", "2026-11-23T12:00")  # the first was a mistake
    dossier = file(world, other, now)
    assert file(world, other, now) == dossier
    for act in (
        lambda: bind(world, first, number, "2026-11-23T10:00", "2026-11-23T12:00"),
        lambda: spoil_number(
            actor=world.actor("receptionist"), number=number, reason="Rách", now=now
        ),
    ):
        with pytest.raises(ProvisionalEntered):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProvisionalEntry.objects.create(
            block=block, serial=1, entered_by_id=block.made_by_id, entered_at=now
        )


def test_the_time_written_on_the_sheet_lies_in_a_declared_outage(world, block, typed, declare):
    declare("2026-11-23T07:00")
    draft = typed(at("2026-11-23T12:00"))
    for when in ("2026-11-23T06:59", "2026-11-23T12:01"):
        with pytest.raises(SheetTime):
            bind(world, draft, number_of(block, 1), when, "2026-11-23T12:00")


def test_a_sheet_made_after_the_outage_cannot_say_that_it_was_taken_in_it(
    world, block, typed, declare
):
    declare("2026-11-18T07:00")
    draft = typed(at("2026-11-19T12:00"))
    with pytest.raises(SheetTime):
        bind(world, draft, number_of(block, 1), "2026-11-19T08:59", "2026-11-19T12:00")


def test_paper_is_not_taken_as_of_an_outage_of_another_unit(world, block, typed, declare):
    draft = typed(at("2026-11-23T12:00"))
    other = open_unit(
        actor=SYSTEM,
        agency=world.ward,
        facts=UnitFacts("XA", "Tổ ở xa"),
        now=world.now,
        valid_from=SINCE,
    )
    declare("2026-11-23T07:00", units=(other.path,))
    with pytest.raises(SheetTime):
        bind(world, draft, number_of(block, 1), "2026-11-23T10:00", "2026-11-23T12:00")
    declare("2026-11-23T08:00", units=(block.unit.path,))
    assert bind(world, draft, number_of(block, 1), "2026-11-23T10:00", "2026-11-23T12:00")


def test_a_number_of_no_sheet_is_refused_and_one_of_another_office_too(world, block, declare):
    declare("2026-11-23T07:00")
    for number in ("H26.101-TT26-00001-00", number_of(block, 6), "x"):
        with pytest.raises(ProvisionalUnknown):
            spoil_number(
                actor=world.actor("receptionist"), number=number, reason="x", now=world.now
            )
    with pytest.raises(DossierNotFound):
        spoil_number(
            actor=world.actor("outsider"), number=number_of(block, 1), reason="x", now=world.now
        )


def test_a_citizen_s_draft_has_no_provisional_number(world, block, declare):
    declare("2026-11-23T07:00")
    draft = start_draft(
        actor=world.actor("citizen"),
        offering_id=world.offerings[BUSINESS],
        language="vi",
        answers={},
        now=world.now,
    )
    with pytest.raises(DossierNotFound):
        bind(world, draft, number_of(block, 1), "2026-11-23T10:00", "2026-11-23T12:00")


def test_what_was_given_out_and_not_entered_still_lacks(world, block, typed, declare):
    declare("2026-11-23T07:00")
    receptionist, now = world.actor("receptionist"), at("2026-11-23T12:00")
    assert lacking_at(world.ward.pk) == ()
    say_used(actor=receptionist, public_id=block.public_id, used_to=3, now=now)
    draft = typed(now)
    bind(world, draft, number_of(block, 1), "2026-11-23T10:00", "2026-11-23T12:00")
    file(world, draft, now)
    spoil_number(actor=receptionist, number=number_of(block, 2), reason="Viết hỏng", now=now)
    (row,) = blocks_of(receptionist)
    assert (row.entered, row.spoiled, row.lacking) == (1, 1, (number_of(block, 3),))
    assert lacking_at(world.ward.pk) == row.lacking
    with pytest.raises(ProvisionalUnknown):
        say_used(actor=receptionist, public_id=block.public_id, used_to=9, now=now)
    for serial, said in ((1, "đã nhập thành hồ sơ H26"), (2, "đã ghi là tờ hỏng")):
        again = {"number": number_of(block, serial), "reason": "Rách"}
        with pytest.raises(ProvisionalEntered, match=said):
            spoil_number(actor=receptionist, now=now, **again)
    assert Draft.objects.get(pk=draft.pk).dossier_id
    assert ProvisionalBlock.objects.get(pk=block.pk).used_to == 3


def test_a_sheet_called_spoiled_by_mistake_is_entered_as_of_its_time(world, block, typed, declare):
    declare("2026-11-23T07:00")
    now, number = at("2026-11-23T12:00"), number_of(block, 1)
    receptionist = world.actor("receptionist")
    draft = typed(now)
    bind(world, draft, number, "2026-11-23T10:00", "2026-11-23T12:00")
    spoil_number(actor=receptionist, number=number, reason="Rách", now=now)
    restore_number(actor=receptionist, number=number, reason="Tờ số hai mới rách", now=now)
    bind(world, draft, number, "2026-11-23T10:00", "2026-11-23T12:00")
    assert file(world, draft, now).submitted_at == at("2026-11-23T10:00")
    (row,) = AuditRow.objects.filter(action="dossiers.restore_number")
    assert row.data == {"serial": 1}


def test_only_what_stands_as_spoiled_is_put_right_with_a_reason_by_who_receives_there(
    world, block, declare
):
    declare("2026-11-23T07:00")
    by = {"actor": world.actor("receptionist"), "number": number_of(block, 1), "now": world.now}
    with pytest.raises(SheetNotSpoiled):
        restore_number(**by, reason="Gõ nhầm")
    assert not block.entries.exists()
    spoil_number(**by, reason="Rách")
    with pytest.raises(ReasonMissing):
        restore_number(**by, reason="  ")
    with pytest.raises(DossierNotFound):
        restore_number(**by | {"actor": world.actor("outsider")}, reason="Gõ nhầm")
    assert block.entries.get().spoiled == "Rách"
    restore_number(**by, reason="Gõ nhầm")
    with pytest.raises(SheetNotSpoiled):
        restore_number(**by, reason="Gõ nhầm")
    assert block.entries.get().corrections.count() == 1


@pytest.mark.django_db(transaction=True)
def test_blocks_made_at_once_never_share_a_number(world):
    unit = world.ward.units.get(code="MC")
    actor, now = world.actor("receptionist"), at("2026-11-19T09:00")

    def make(_turn):
        try:
            made = make_block(actor=actor, unit=unit, counter_id=None, sheets=3, now=now)
            return range(made.first, made.last + 1)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        given = [number for block in pool.map(make, range(8)) for number in block]
    assert sorted(given) == list(range(1, 25))


def test_numbers_begin_anew_each_year_and_none_is_used_again(world):
    unit = world.ward.units.get(code="MC")
    by = {"actor": world.actor("receptionist"), "unit": unit, "counter_id": None, "sheets": 2}
    eve = make_block(**by, now=at("2026-12-31T23:59:59"))
    first = make_block(**by, now=at("2027-01-01T00:00:00"))
    late = make_block(**by, now=at("2026-12-31T23:59:59"))
    blocks = (eve, first, late)
    numbers = [number_of(block, n) for block in blocks for n in (block.first, block.last)]
    assert len(set(numbers)) == 6
    assert [number[:12] for number in numbers] == [
        *["H26.101-TT26"] * 2,
        *["H26.101-TT27"] * 2,
        *["H26.101-TT26"] * 2,
    ]
    assert (first.first, late.first) == (1, 3)
