"""Hostile scans and messages: named in the tray, within bounds, and nothing behind them waits."""

from __future__ import annotations

import contextlib
import io
import tracemalloc
import zlib

import pikepdf
import pytest
from PIL import Image

from motcua.counters.base import letters
from motcua.counters.queries.scans import attachments_of, split_scan
from motcua.kernel.sandbox import ParsingFailed

HEAD = b'From: a@b\nContent-Type: multipart/mixed; boundary="x"\n\n'


def reason_of(do, content):
    with pytest.raises(ParsingFailed) as told:
        do(content)
    return told.value.details["reason"]


def with_parts(count, part):
    return HEAD + b"".join(b"--x\n" + part for _ in range(count)) + b"--x--\n"


def test_a_message_of_very_many_parts_is_refused_and_swells_no_process_of_ours():
    bomb = with_parts(300_000, b"\n\n")
    tracemalloc.start()
    assert reason_of(attachments_of, bomb) in {"too_many_files", "limit"}
    _held, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50 * 1024 * 1024


def test_more_files_than_a_scanner_sends_are_refused():
    part = b'Content-Type: application/pdf\nContent-Disposition: attachment; filename="a"\n\nx\n'
    assert len(attachments_of(with_parts(letters.MOST_FILES, part))) == letters.MOST_FILES
    assert reason_of(attachments_of, with_parts(letters.MOST_FILES + 1, part)) == "too_many_files"


def test_messages_within_messages_without_end_are_refused():
    deep = b"Content-Type: message/rfc822\n\n" * 20_000
    with contextlib.suppress(ParsingFailed):
        assert attachments_of(deep) == []
    assert attachments_of(HEAD) == []


def test_files_come_out_as_they_were_sent_with_odd_names_made_harmless():
    part = (
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        b'Content-Disposition: attachment; filename="=?utf-8?q?a=00=E2=80=AEfdp=2Eexe?="\n\neHh4\n'
    )
    assert attachments_of(with_parts(1, part)) == [("afdp.exe", b"xxx")]


def png(width, height):
    chunk = lambda kind, data: (  # noqa: E731 - three of them
        len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
    )
    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\0\0\0\0"
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def picture(form, size=(50, 50)):
    made = io.BytesIO()
    Image.new("L", size).save(made, form)
    return made.getvalue()


def locked():
    made = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        (png(50_000, 50_000), {"broken"}),
        (picture("GIF"), {"broken"}),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n", {"broken"}),
        (b"\0\0\0\x18ftypheic" + b"\0" * 60, {"broken"}),
        (locked(), {"encrypted"}),
        (LOOP, {"broken", "limit"}),
        (b"%PDF-1.5\n" + b"\xff" * 100_000, {"broken"}),
    ],
    ids=["png bomb", "gif", "postscript", "half heic", "locked", "page loop", "junk"],
)
def test_what_is_no_scan_is_refused_by_name(content, reasons):
    assert reason_of(split_scan, content) in reasons


def test_the_next_scan_is_taken_as_if_nothing_had_been(tmp_path):
    assert [one.pages for one in split_scan(picture("TIFF"))] == [1]
