"""A signed paper is valid, changed, broken or by somebody unknown; never an error."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings, strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from motcua.signatures.verdicts.findings import Conclusion, Integrity, Standing, Verdict
from motcua.signatures.verdicts.pdf import judge_pdf
from motcua.signatures.verdicts.trust import Trust
from tests.signatures import tampering
from tests.signatures.conftest import AT, LEADER, WARD, Hand, House

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Judged = Any
untyped: Any = generic


def test_a_paper_just_signed_is_valid_and_says_by_whom(signed: bytes, judged: Judged) -> None:
    verdict = judged(signed)
    found = verdict.signatures[0]
    assert (verdict.verdict, verdict.integrity, verdict.trust) == ("valid", "intact", "trusted")
    assert found.signer == WARD.agency
    assert found.organisation_code == "MA:VN-H26.11"
    assert found.signed_at == AT.isoformat()
    assert found.coverage == "whole-file"
    assert found.chain[0] == "motcua minh họa Root CA"
    assert found.as_json()["indication"] == "TOTAL-PASSED"


def test_a_verdict_survives_the_way_through_json(signed: bytes, judged: Judged) -> None:
    verdict = judged(signed)
    assert Verdict.from_json(verdict.as_json()) == verdict


def test_signing_keeps_the_paper_as_it_was(unsigned: bytes, signed: bytes) -> None:
    assert signed.startswith(unsigned)
    root = PdfFileReader(io.BytesIO(signed)).root
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("vi")
    assert b"<pdfaid:part>2</pdfaid:part>" in root["/Metadata"].data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].data
    widget = root["/AcroForm"]["/Fields"][0]
    # PDF/A: printable and not hidden; PDF/UA: an untagged widget must lie off the page.
    assert widget["/F"] & 0b100111 == 0b100
    assert widget["/TU"].startswith("Chữ ký số")
    assert all(side < 0 for side in map(float, widget["/Rect"]))


@pytest.mark.parametrize("part", range(40))
def test_one_flipped_byte_anywhere_is_never_valid(signed: bytes, judged: Judged, part: int) -> None:
    position = len(signed) * part // 40 + 7
    flipped = bytearray(signed)
    flipped[position] ^= 0x01
    assert judged(bytes(flipped)).verdict is not Conclusion.VALID


def test_a_flipped_byte_of_the_text_is_named_a_mismatch(signed: bytes, judged: Judged) -> None:
    flipped = bytearray(signed)
    flipped[4000] ^= 0x01
    verdict = judged(bytes(flipped))
    assert (verdict.reason, verdict.integrity) == ("content-mismatch", "broken")


def test_no_byte_of_the_signature_itself_can_be_written_otherwise(
    signed: bytes, judged: Judged
) -> None:
    start = signed.index(b"/Contents <") + 11
    for position in range(start, start + 4200, 83):
        other = bytearray(signed)
        other[position] = ord("E") if signed[position] != ord("E") else ord("F")
        assert judged(bytes(other)).verdict is not Conclusion.VALID
    lower = signed[:start] + signed[start : start + 40].lower() + signed[start + 40 :]
    assert judged(lower).verdict is not Conclusion.VALID


def test_padding_of_the_signature_holds_nothing(signed: bytes, judged: Judged) -> None:
    end = signed.index(b"0>", signed.index(b"/Contents <"))
    stuffed = signed[:end] + b"1" + signed[end + 1 :]
    assert judged(stuffed).verdict is not Conclusion.VALID


@pytest.mark.parametrize("change", tampering.CHANGES, ids=lambda change: change.__name__)
def test_a_change_after_signing_is_refused_and_named(
    signed: bytes, judged: Judged, change: Callable[[Any, Any], None]
) -> None:
    verdict = judged(tampering.updated(signed, change))
    assert verdict.verdict is Conclusion.INVALID
    assert verdict.changed_after_signing
    assert tampering.CHANGES[change] in verdict.changes
    assert verdict.signatures[0].integrity is Integrity.INTACT


@pytest.mark.parametrize("change", tampering.CHANGES, ids=lambda change: change.__name__)
def test_a_second_signature_does_not_hide_a_change_before_it(
    signed: bytes, leader: Hand, judged: Judged, change: Callable[[Any, Any], None]
) -> None:
    verdict = judged(leader.signs(tampering.updated(signed, change)))
    assert verdict.signatures[0].reason == "changed-after-signing"
    assert verdict.verdict is Conclusion.INVALID


def test_the_signed_revision_is_what_was_signed(signed: bytes, judged: Judged) -> None:
    verdict = judged(tampering.updated(signed, tampering.replace_contents))
    assert verdict.signatures[0].signed_length == len(signed)


def test_a_new_date_of_change_alone_is_a_change(signed: bytes, judged: Judged) -> None:
    verdict = judged(tampering.updated(signed, tampering.relabel, silent=False))
    assert {"catalog", "metadata"} <= set(verdict.changes)


@pytest.mark.parametrize("tail", [b"\n", b"x", b"%PDF-1.7 other"])
def test_bytes_appended_to_the_file_are_named(signed: bytes, judged: Judged, tail: bytes) -> None:
    verdict = judged(signed + tail)
    assert verdict.verdict is Conclusion.INVALID
    assert verdict.changes == ("trailing-bytes",)


def test_a_second_end_mark_hides_nothing(signed: bytes, judged: Judged) -> None:
    assert judged(signed + b"\n%%EOF\n").verdict is not Conclusion.VALID


def test_two_signatures_are_judged_one_by_one(signed: bytes, leader: Hand, judged: Judged) -> None:
    verdict = judged(leader.signs(signed, now=AT + timedelta(minutes=5)))
    assert verdict.verdict is Conclusion.VALID
    assert [found.signer for found in verdict.signatures] == [WARD.agency, LEADER.person]
    assert [found.coverage for found in verdict.signatures] == ["revision", "whole-file"]


def test_six_signatures_in_a_row_are_valid(unsigned: bytes, ward: Hand, judged: Judged) -> None:
    pdf = unsigned
    for minute in range(6):
        pdf = ward.signs(pdf, now=AT + timedelta(minutes=minute))
    verdict = judged(pdf)
    assert verdict.verdict is Conclusion.VALID
    assert len(verdict.signatures) == 6


def test_a_signer_of_another_root_is_unknown_though_the_names_are_the_same(
    unsigned: bytes, stranger: Hand, judged: Judged
) -> None:
    verdict = judged(stranger.signs(unsigned))
    assert (verdict.reason, verdict.integrity, verdict.trust) == (
        "unknown-signer", "intact", "untrusted",
    )  # fmt: skip
    assert verdict.verdict is Conclusion.INDETERMINATE


def test_an_unknown_second_signer_takes_the_file_down_but_not_the_first_signature(
    signed: bytes, stranger: Hand, judged: Judged
) -> None:
    verdict = judged(stranger.signs(signed))
    assert verdict.verdict is Conclusion.INDETERMINATE
    assert verdict.signatures[0].verdict is Conclusion.VALID


def test_without_any_anchor_nobody_is_known(signed: bytes, judged: Judged) -> None:
    assert judged(signed, by=Trust()).reason == "unknown-signer"


def test_an_expired_certificate_proves_nothing_any_more(signed: bytes, judged: Judged) -> None:
    verdict = judged(signed, at=AT + timedelta(days=4000))
    assert (verdict.reason, verdict.verdict) == ("expired", "indeterminate")


def test_a_certificate_of_the_future_is_not_yet_valid(signed: bytes, judged: Judged) -> None:
    assert judged(signed, at=AT - timedelta(days=2)).reason == "not-yet-valid"


def test_a_revoked_certificate_is_told(signed: bytes, trust: Trust, judged: Judged) -> None:
    name = judged(signed).signatures[0].certificate
    verdict = judged(signed, by=trust.joined(Trust(revoked={name: AT})))
    assert (verdict.reason, verdict.verdict) == ("revoked", "indeterminate")


def test_a_certificate_authority_signs_no_documents(
    unsigned: bytes, home: House, judged: Judged
) -> None:
    keys = home.authority.keys
    issuing = Hand(keys.held("authority/issuing"), keys)
    assert judged(issuing.signs(unsigned)).reason == "wrong-purpose"


def test_a_paper_without_signature_is_not_signed(unsigned: bytes, judged: Judged) -> None:
    verdict = judged(unsigned)
    assert (verdict.reason, verdict.verdict) == ("not-signed", "indeterminate")


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_never_valid(signed: bytes, judged: Judged, kept: float) -> None:
    assert judged(signed[: int(len(signed) * kept)]).verdict is not Conclusion.VALID


@settings(max_examples=40, deadline=None)
@given(noise=st.binary(max_size=3000))
def test_noise_is_indeterminate(noise: bytes) -> None:
    for data in (noise, b"%PDF-1.7\n" + noise + b"\nstartxref\n9\n%%EOF\n"):
        assert judge_pdf(data, trust=Trust(), at=AT).verdict is Conclusion.INDETERMINATE


def test_an_encrypted_file_is_told(unsigned: bytes, judged: Judged) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert judged(out.getvalue()).reason == "encrypted"


RANGES = [
    b"[0 10 20 99999999999]",
    b"[0 99999999999999999999 20 30]",
    b"[1 {b} {c} {d}]",
    b"[{c} {d} 0 {b}]",
    b"[0 {b} {c} -1]",
    b"[0 {b} {c}]",
    b"[0 {b} {c} {d} 0 0]",
    b"[0.0 {b} {c} {d}]",
    b"[0 {b_less} {c} {d}]",
    b"[0 {b} {c_more} {d_less}]",
    b"[0 {b} {c} {d_less}]",
    b"[]",
    b"(0 1 2 3)",
    b"null",
]


@pytest.mark.parametrize("ranges", RANGES)
def test_an_odd_byte_range_is_never_valid(signed: bytes, judged: Judged, ranges: bytes) -> None:
    written = re.search(rb"/ByteRange (\[0 (\d+) (\d+) (\d+)\] *)", signed)
    assert written is not None
    b, c, d = (int(number) for number in written.groups()[1:])
    text = ranges.decode().format(
        b=b, c=c, d=d, b_less=b - 1, c_more=c + 2, d_less=d - 2
    )  # fmt: skip
    odd = signed.replace(written[1], text.encode().ljust(len(written[1]))[: len(written[1])])
    verdict = judged(odd)
    assert verdict.verdict is not Conclusion.VALID
    assert len(odd) == len(signed)


def test_a_signature_moved_to_another_file_is_refused(
    signed: bytes, unsigned: bytes, ward: Hand, judged: Judged
) -> None:
    other = ward.signs(unsigned.replace(b"/Rotate", b"/rotate"), now=AT + timedelta(minutes=1))
    contents = re.compile(rb"/Contents <[0-9a-fA-F]+>")
    taken, place = contents.search(other), contents.search(signed)
    assert taken is not None
    assert place is not None
    moved = signed.replace(place[0], taken[0])
    assert judged(moved).verdict is not Conclusion.VALID


def test_a_visible_mark_by_an_unknown_signer_is_an_overlay(
    signed: bytes, stranger: Hand, judged: Judged
) -> None:
    placed = tampering.updated(signed, tampering.add_an_empty_signature_field)
    assert "unsigned-field" in judged(placed).changes
    assert judged(stranger.signs(placed)).verdict is Conclusion.INVALID


def test_an_object_the_signed_file_only_spoke_of_must_not_come_to_life(
    unsigned: bytes, ward: Hand, leader: Hand, judged: Judged
) -> None:
    prepared = tampering.updated(unsigned, _speak_of_a_missing_object)
    signed = ward.signs(prepared)
    assert judged(signed).verdict is Conclusion.VALID
    revived = tampering.updated(leader.signs(signed), _bring_the_missing_object)
    assert judged(leader.signs(revived)).verdict is Conclusion.INVALID


@pytest.mark.parametrize("shared", ["metadata", "validation data", "description"])
def test_content_shared_with_what_may_change_must_not_change(
    unsigned: bytes, ward: Hand, leader: Hand, judged: Judged, shared: str
) -> None:
    prepare, change = SHADOWS[shared]
    signed = ward.signs(tampering.updated(unsigned, prepare))
    assert judged(signed).verdict is Conclusion.VALID
    verdict = judged(leader.signs(tampering.updated(signed, change)))
    assert verdict.verdict is Conclusion.INVALID
    assert verdict.signatures[0].changes


def _packet_as_content(writer: Any, page: Any) -> None:
    writer.root["/Metadata"] = page.raw_get("/Contents")
    writer.update_root()


def _certificates_as_content(writer: Any, page: Any) -> None:
    listed = writer.add_object(untyped.ArrayObject([page.raw_get("/Contents")]))
    page["/Contents"] = listed
    writer.root["/DSS"] = untyped.DictionaryObject({untyped.NameObject("/Certs"): listed})
    writer.update_container(page)
    writer.update_root()


def _list_other_content(writer: Any, page: Any) -> None:
    listed = page["/Contents"]
    listed[0] = writer.add_object(untyped.StreamObject(stream_data=tampering.OTHER_PAGE))
    writer.update_container(listed)


def _info_as_content(writer: Any, page: Any) -> None:
    writer.set_info(page.raw_get("/Contents"))
    writer.update_root()


SHADOWS: dict[str, tuple[Any, Any]] = {
    "metadata": (_packet_as_content, tampering.rewrite_contents),
    "validation data": (_certificates_as_content, _list_other_content),
    "description": (_info_as_content, tampering.rewrite_contents),
}


def _speak_of_a_missing_object(writer: Any, page: Any) -> None:
    contents = page.raw_get("/Contents")
    page["/Contents"] = untyped.ArrayObject([contents, writer.allocate_placeholder()])
    writer.update_container(page)


def _bring_the_missing_object(writer: Any, page: Any) -> None:
    missing = page["/Contents"].raw_get(1)
    stream = untyped.StreamObject(stream_data=tampering.OTHER_PAGE)
    writer.objects[(missing.generation, missing.idnum)] = stream


def test_a_strangers_intermediate_does_not_make_him_known(
    unsigned: bytes, stranger: Hand, trust: Trust, judged: Judged
) -> None:
    issuing = stranger.keys.held("authority/issuing").certificate.public_bytes(Encoding.DER)
    helped = trust.joined(Trust(intermediates=(issuing,)))
    assert judged(stranger.signs(unsigned), by=helped).reason == "unknown-signer"


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not installed")
@pytest.mark.parametrize("hand", ["ward", "leader"])
def test_an_outside_tool_finds_the_signature_valid(
    unsigned: bytes, hand: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(request.getfixturevalue(hand).signs(unsigned))
    told = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told


def test_trust_says_untrusted_only_where_it_was_judged(signed: bytes, judged: Judged) -> None:
    broken = bytearray(signed)
    broken[4000] ^= 1
    assert judged(bytes(broken)).trust is Standing.UNKNOWN
