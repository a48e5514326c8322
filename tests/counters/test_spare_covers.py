"""Cover sheets printed in advance: numbered, tied to a paper by hand, before or after the scan."""

from __future__ import annotations

import io

import pikepdf
import pytest

from motcua.counters import actions
from motcua.counters.errors import CoverUnknown
from motcua.counters.models import CounterFiling
from motcua.counters.queries.knowing import Who
from motcua.counters.queries.scans import PREFIX, spare_covers_pdf, tray_of
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.queries.processes import asked_papers
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from tests.cast import BUSINESS
from tests.counters.test_scans import blank, cover, scanned, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def covers(office):
    return actions.print_spare_covers(actor=SYSTEM, unit=office.unit, count=3, now=office.now)


@pytest.fixture
def filing(office):
    office.open()
    return begin(office)


def begin(office):
    return actions.start_filing(
        actor=office.actor(),
        counter_id=office.one.pk,
        offering_id=office.world.offerings[BUSINESS],
        who=Who(full_name="Lê Văn Cả"),
        now=office.now,
    )


def paper_of(office, filing):
    return asked_papers(filing.draft, office.now)[0].code


def tie(office, filing, text, paper=None):
    return actions.tie_cover(
        actor=office.actor(),
        filing_id=filing.public_id,
        paper_code=paper or paper_of(office, filing),
        text=text,
        now=office.now,
    )


def codes_of(filing):
    return [row.paper_code for row in uploads_of(CounterFiling.objects.get(pk=filing.pk).draft)]


def test_they_are_numbered_on_and_print_a4_with_their_number(office, covers):
    more = actions.print_spare_covers(actor=SYSTEM, unit=office.unit, count=2, now=office.now)
    assert [str(one) for one in (*covers, *more)] == [f"TB-000{n}" for n in range(1, 6)]
    with pikepdf.open(io.BytesIO(spare_covers_pdf(office.unit, more, now=office.now))) as made:
        assert len(made.pages) == 2
        sizes = {tuple(round(float(x) / 72 * 25.4) for x in p.mediabox[2:]) for p in made.pages}
    assert sizes == {(210, 297)}


@pytest.mark.parametrize("typed", ["qr", "TB-0002", "2", " 0002 "])
def test_tied_before_the_scan_the_pages_go_to_the_paper(office, covers, filing, typed):
    text = f"{PREFIX}{covers[1].public_id}"
    tie(office, filing, text if typed == "qr" else typed)
    take(office, scanned(cover(text), blank("1"), blank("2")))
    assert codes_of(filing) == [paper_of(office, filing)]
    assert tray_of(office.actor()) == []


def test_tied_after_the_scan_what_waits_in_the_tray_goes_on(office, covers, filing):
    take(office, scanned(cover(f"{PREFIX}{covers[0].public_id}"), blank("1")))
    (part,) = tray_of(office.actor())
    assert part.reason == "unbound-cover"
    tie(office, filing, "1")
    assert codes_of(filing) == [paper_of(office, filing)]
    assert tray_of(office.actor()) == []


def test_a_sheet_serves_one_filing(office, covers, filing):
    tie(office, filing, "1")
    tie(office, filing, "1")
    with pytest.raises(CoverUnknown):
        tie(office, begin(office), "1")


@pytest.mark.parametrize("text", ["", "99", "xin chào", PREFIX, "TB-"])
def test_what_is_no_sheet_of_the_office_is_refused(office, covers, filing, text):
    with pytest.raises(CoverUnknown):
        tie(office, filing, text)


def test_a_paper_that_is_not_asked_takes_no_sheet(office, covers, filing):
    with pytest.raises(DossierNotFound):
        tie(office, filing, "1", paper="la")


def test_only_who_administers_prints_in_advance(office):
    with pytest.raises(NotAllowed):
        actions.print_spare_covers(actor=office.actor(), unit=office.unit, count=1, now=office.now)
