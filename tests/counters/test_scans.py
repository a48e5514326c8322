"""Scans with cover sheets: parted, put to their papers once, and the rest in a tray."""

from __future__ import annotations

import io
import os
import time
from threading import Thread

import pikepdf
import pytest
import segno
from django.db import connection
from PIL import Image, ImageDraw

from motcua.counters import actions
from motcua.counters.actions.watching import watch_folder
from motcua.counters.errors import CounterNotFound
from motcua.counters.models import CounterFiling, Scan, ScanPart
from motcua.counters.queries import compared_files
from motcua.counters.queries.scans import PREFIX, REASONS, covers_pdf, split_scan, tray_of
from motcua.dossiers.queries.processes import asked_papers
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.files import FileQuarantined, content_of
from motcua.kernel.sandbox import ParsingFailed
from motcua.signatures.queries import node_trust, verify_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets(office, filing):
    """Its cover sheets."""
    return actions.print_covers(actor=office.actor(), filing_id=filing.public_id, now=office.now)


def blank(text="", colour="white"):
    page = Image.new("RGB", (1240, 1754), colour)
    ImageDraw.Draw(page).text((100, 100), text, fill="black")
    return page


def cover(text):
    page, code = blank(), io.BytesIO()
    segno.make(text, error="m", micro=False).save(code, kind="png", scale=10)
    page.paste(Image.open(code).convert("RGB"), (400, 500))
    return page


def scanned(*pages, kind="PDF"):
    out = io.BytesIO()
    pages[0].save(out, kind, save_all=True, append_images=list(pages[1:]))
    return out.getvalue()


def take(office, content, name="quet.pdf"):
    return actions.take_scan(
        actor=office.actor(), unit=office.unit, name=name, content=content, now=office.now
    )


def codes_of(filing):
    return [row.paper_code for row in uploads_of(CounterFiling.objects.get(pk=filing.pk).draft)]


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_a_scan_is_parted_at_its_cover_sheets_and_each_part_put_to_its_paper(
    office, filing, sheets, kind
):
    sheet = sheets[0]
    take(office, scanned(cover(f"{PREFIX}{sheet.public_id}"), blank("1"), blank("2"), kind=kind))
    assert codes_of(filing) == [sheet.paper_code]
    upload = uploads_of(filing.draft)[0]
    with pikepdf.open(io.BytesIO(content_of(upload.file))) as made:
        assert len(made.pages) == 2
    assert tray_of(office.actor()) == []


def test_the_same_scan_twice_is_one(office, filing, sheets):
    content = scanned(cover(f"{PREFIX}{sheets[0].public_id}"), blank("1"))
    assert take(office, content).pk == take(office, content, name="khac.pdf").pk
    assert len(codes_of(filing)) == 1
    assert (Scan.objects.count(), ScanPart.objects.count()) == (1, 1)


def test_pages_without_a_cover_sheet_lie_in_the_tray_and_are_put_by_hand(office, filing):
    take(office, scanned(blank("1"), blank("2")))
    (part,) = tray_of(office.actor())
    assert (part.pages, part.reason) == (2, "no-cover")
    paper = asked_papers(filing.draft, office.now)[0].code
    actions.file_part(
        actor=office.actor(),
        part_id=part.public_id,
        filing_id=filing.public_id,
        paper_code=paper,
        now=office.now,
    )
    assert codes_of(filing) == [paper]
    assert tray_of(office.actor()) == []


def test_a_cover_sheet_of_what_was_thrown_away_leads_to_the_tray(office, filing, sheets):
    text = f"{PREFIX}{sheets[0].public_id}"
    actions.discard_filing(actor=office.actor(), filing_id=filing.public_id, now=office.now)
    take(office, scanned(cover(text), blank("1")))
    (part,) = tray_of(office.actor())
    assert part.reason == "unknown-cover"


def test_what_cannot_be_read_is_kept_whole_in_the_tray(office):
    take(office, b"not a scan at all")
    (part,) = tray_of(office.actor())
    assert part.reason == "unreadable"
    assert content_of(part.file) == b"not a scan at all"


def test_a_qr_of_something_else_parts_nothing():
    with_code = cover("https://example.com/")
    (segment,) = split_scan(scanned(blank("1"), with_code))
    assert (segment.cover, segment.pages) == ("", 2)


def test_a_typeset_pdf_is_no_scan():
    out = io.BytesIO()
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(out)
    with pytest.raises(ParsingFailed):
        split_scan(out.getvalue())


def test_the_tray_says_that_a_file_was_written_on_a_computer(office):
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    take(office, out.getvalue())
    (part,) = tray_of(office.actor())
    assert REASONS[part.reason] == "Tệp soạn trên máy, không phải bản quét"


def test_another_office_sees_nothing_of_the_tray(office):
    take(office, scanned(blank("1")))
    assert tray_of(office.actor("outsider")) == []
    part = ScanPart.objects.get()
    with pytest.raises(CounterNotFound):
        actions.drop_part(actor=office.actor("outsider"), part_id=part.public_id, now=office.now)


def test_cover_sheets_are_a4_one_a_paper_and_the_same_when_printed_again(office, filing, sheets):
    again = actions.print_covers(actor=office.actor(), filing_id=filing.public_id, now=office.now)
    assert [one.pk for one in again] == [one.pk for one in sheets]
    with pikepdf.open(io.BytesIO(covers_pdf(filing, sheets, now=office.now))) as made:
        sizes = {tuple(round(float(x) / 72 * 25.4) for x in p.mediabox[2:]) for p in made.pages}
        assert len(made.pages) == len(sheets)
    assert sizes == {(210, 297)}


def test_pages_are_put_in_order_turned_and_dropped_into_one_pdf(office, filing, sheets):
    wide = Image.new("RGB", (1754, 1240), "red")
    take(office, scanned(cover(f"{PREFIX}{sheets[0].public_id}"), blank("1"), blank("2"), wide))
    actions.join_pages(
        actor=office.actor(),
        filing_id=filing.public_id,
        paper_code=sheets[0].paper_code,
        pages=[(0, 2, 1), (0, 0, 0)],
        now=office.now,
    )
    (upload,) = uploads_of(filing.draft)
    with pikepdf.open(io.BytesIO(content_of(upload.file))) as made:
        assert len(made.pages) == 2
        first = pikepdf.PdfImage(next(iter(made.pages[0].get_images().values()))).as_pil_image()
    assert first.height > first.width, "turned upright"
    red, green, _blue = first.convert("RGB").getpixel((10, 10))
    assert red > 200 > green


def test_a_watched_folder_is_emptied_into_its_offices_and_nothing_is_thrown_away(
    office, filing, sheets, tmp_path
):
    folder = tmp_path / office.world.ward.code / office.unit.code
    folder.mkdir(parents=True)
    scan = folder / "scan0001.pdf"
    scan.write_bytes(scanned(cover(f"{PREFIX}{sheets[0].public_id}"), blank("1")))
    assert watch_folder(folder=tmp_path, now=office.now) == 0, "may still be written"
    before = time.time() - 60
    os.utime(scan, (before, before))
    stray = tmp_path / "X99" / "YY"
    stray.mkdir(parents=True)
    (stray / "a.pdf").write_bytes(b"x")
    os.utime(stray / "a.pdf", (before, before))
    assert watch_folder(folder=tmp_path, now=office.now) == 1
    assert codes_of(filing) == [sheets[0].paper_code]
    assert not scan.exists()
    assert (folder / "taken" / "scan0001.pdf").exists()
    assert (stray / "a.pdf").exists()


def test_without_room_scans_wait_in_their_folder(office, tmp_path, settings):
    folder = tmp_path / office.world.ward.code / office.unit.code
    folder.mkdir(parents=True)
    scan = folder / "scan0001.pdf"
    scan.write_bytes(scanned(blank("1")))
    before = time.time() - 60
    os.utime(scan, (before, before))
    room, settings.DISK_RESERVE = settings.DISK_RESERVE, 10**9
    assert watch_folder(folder=tmp_path, now=office.now) == 0
    assert scan.exists()
    settings.DISK_RESERVE = room
    assert watch_folder(folder=tmp_path, now=office.now) == 1


def test_compared_scans_are_signed_top_right_by_the_agency_once(office, filing, sheets):
    office.world.give_a_key()
    take(office, scanned(cover(f"{PREFIX}{sheets[0].public_id}"), blank("1")))
    act = {"actor": office.actor(), "filing_id": filing.public_id, "now": office.now}
    assert actions.sign_copies(**act) == 0, "nobody compared it yet"
    (upload,) = uploads_of(filing.draft)
    actions.compare_files(marks={upload.public_id: "compared"}, **act)
    assert actions.sign_copies(**act) == 1
    assert actions.sign_copies(**act) == 0
    (upload,) = uploads_of(filing.draft)
    content = content_of(upload.file)
    verdict = verify_pdf(content, trust=node_trust(at=office.now), at=office.now)
    assert str(verdict.verdict) == "valid"
    assert compared_files([upload.file_id])[upload.file_id].kind == "compared"
    with pikepdf.open(io.BytesIO(content)) as made:
        fonts = [str(font) for font in _fonts(made)]
    assert any("LiberationSerif" in font for font in fonts)


def _fonts(paper):
    for thing in paper.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
            yield thing.get("/BaseFont")


def test_what_cannot_be_read_is_held_until_it_was_checked(office, settings):
    settings.ANTIVIRUS = "clamd://127.0.0.1:1"
    take(office, b"MZ is no scan at all")
    with pytest.raises(FileQuarantined):
        content_of(ScanPart.objects.get().file)


def test_a_file_that_cannot_be_taken_in_keeps_none_behind_it_waiting(office, tmp_path):
    folder = tmp_path / office.unit.agency.code / office.unit.code
    folder.mkdir(parents=True)
    for name in ("1.pdf", "2.pdf"):
        (folder / name).write_bytes(f"no scan {name}".encode())
        os.utime(folder / name, (time.time() - 60,) * 2)
    # Where scans are set aside lies something that is no folder.
    (folder / "taken").write_bytes(b"")
    watch_folder(folder=tmp_path, now=office.now)
    assert Scan.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_scan_that_many_reach_for_at_once_goes_to_one_paper(office, filing):
    take(office, scanned(blank("1")))
    (part,) = tray_of(office.actor())
    papers = [row.code for row in asked_papers(filing.draft, office.now)][:2]
    actor, outcomes = office.actor(), []

    def reach(number):
        try:
            actions.file_part(
                actor=actor,
                part_id=part.public_id,
                filing_id=filing.public_id,
                paper_code=papers[number % len(papers)],
                now=office.now,
            )
        except CounterNotFound:
            outcomes.append("late")
        else:
            outcomes.append("had")
        finally:
            connection.close()

    threads = [Thread(target=reach, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["had"] + ["late"] * 5
    assert len(codes_of(filing)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a\0b",
        "\u202e\u2066x\x1b[31m",
        "<script>alert(1)</script>",
        "'; DROP TABLE counters_scan; --",
        "=cmd|' /C calc'!A0",
        "9" * 500,
        "00000000-0000-4000-8000-000000000000",
        "{{ settings.SECRET_KEY }}",
        "",
    ],
)
def test_a_cover_that_says_anything_leaves_its_pages_in_the_tray(office, filing, text):
    take(office, scanned(cover(PREFIX + text), blank("1")))
    (part,) = tray_of(office.actor())
    assert part.reason in {"unknown-cover", "no-cover"}
    assert part.cover.isprintable()
    assert codes_of(filing) == []
