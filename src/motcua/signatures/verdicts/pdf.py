"""Judge a signed PDF: each signature by itself, then the file as bad as the worst of them."""

from __future__ import annotations

import asyncio
import io
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from motcua.signatures.verdicts.changes import History, Signed
from motcua.signatures.verdicts.cms import Judge
from motcua.signatures.verdicts.coverage import (
    Coverage,
    WrongCoverage,
    covered,
    ends_properly,
    revision_ending_at,
)
from motcua.signatures.verdicts.findings import Integrity, SignatureFinding, Standing, Verdict
from motcua.signatures.verdicts.objects import Key, key_of
from motcua.signatures.verdicts.roles import STRUCTURE, TRAILING_BYTES, UNREADABLE

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.signatures.verdicts.trust import Trust

# The library reports each odd file in prose; what matters is in the findings.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class _Judged:
    finding: SignatureFinding
    value: Key | None = None
    coverage: Coverage | None = None


def judge_pdf(data: bytes, *, trust: Trust, at: datetime, since: int = 0) -> Verdict:
    """Judge a PDF's signatures against `trust` as of `at` (aware). Never raise for a bad file.

    Signatures, time stamps and validation data may follow a signature; whatever else follows is
    named in `changes` and makes the verdict invalid, as does a ByteRange that leaves anything out.
    Where the first `since` bytes are a file that was given to be signed, the same holds of all that
    follows them, before the first signature too. An unknown signer, an expired certificate, a file
    that cannot be read: indeterminate.
    """
    try:
        return _judge(data, trust, at, since)
    except MemoryError:
        return Verdict("pdf", "too-large")
    except Exception:  # noqa: BLE001 - whatever a hostile file provokes: the answer is "cannot tell"
        return Verdict("pdf", "unreadable")


def _judge(data: bytes, trust: Trust, at: datetime, since: int) -> Verdict:
    reader, is_strict = _open(data)
    if reader.encrypted:
        return Verdict("pdf", "encrypted")
    judge = Judge(trust, at)
    judged = [
        _signature(data, reader, judge, name, field.get_object())
        for name, _, field in enumerate_sig_fields(reader, filled_status=True)
    ]
    if not is_strict and reader.xrefs.total_revisions > 1:
        return Verdict("pdf", "unreadable", signatures=tuple(each.finding for each in judged))
    return Verdict.of("pdf", _with_changes(data, reader, judged, since))


def _open(data: bytes) -> tuple[PdfFileReader, bool]:
    try:
        return PdfFileReader(io.BytesIO(data), strict=True), True
    except PdfError:
        # Some scanners write faulty files. One that is covered whole may still be judged.
        return PdfFileReader(io.BytesIO(data), strict=False), False


def _signature(data: bytes, reader: PdfFileReader, judge: Judge, name: str, field: Any) -> _Judged:
    try:
        return _readable_signature(data, reader, judge, name, field)
    except WrongCoverage:
        finding = SignatureFinding(
            str(name), "signature", "wrong-coverage", Integrity.BROKEN, Standing.UNKNOWN
        )
        return _Judged(finding)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - one unreadable signature must not hide the others
        finding = SignatureFinding(
            str(name), "signature", "unreadable", Integrity.UNKNOWN, Standing.UNKNOWN
        )
        return _Judged(finding)


def _readable_signature(
    data: bytes, reader: PdfFileReader, judge: Judge, name: str, field: Any
) -> _Judged:
    coverage = covered(data, reader, field)
    embedded = EmbeddedPdfSignature(reader, field, str(name))
    finding = asyncio.run(judge.judge(embedded))
    return _Judged(
        replace(
            finding,
            coverage="whole-file" if coverage.is_whole_file else "revision",
            signed_length=coverage.length,
        ),
        key_of(field.raw_get("/V")),
        coverage,
    )


def _with_changes(
    data: bytes, reader: PdfFileReader, judged: list[_Judged], since: int
) -> list[SignatureFinding]:
    signed = {
        each.value: Signed(
            is_intact=each.finding.integrity is Integrity.INTACT,
            is_trusted=each.finding.trust is Standing.TRUSTED,
        )
        for each in judged
        if each.value is not None
    }
    partial = [
        each.coverage for each in judged if each.coverage and not each.coverage.is_whole_file
    ]
    given = revision_ending_at(data, reader, since) if since else None
    if since and given is None:
        return [_spoilt(each.finding, {STRUCTURE}) for each in judged]
    firsts = [coverage.revision for coverage in partial]
    oldest = min(firsts if given is None else [*firsts, given], default=None)
    if oldest is None:
        return [each.finding for each in judged]
    last = reader.xrefs.total_revisions - 1
    history = History(reader, signed)
    by_update = {number: _named(history, number) for number in range(oldest + 1, last + 1)}
    if not ends_properly(data, reader, len(data), last):
        by_update[last + 1] = {TRAILING_BYTES}
    findings = [_changed(each, by_update, last) for each in judged]
    if given is None:
        return findings
    added = set[str]().union(*(by_update[n] for n in by_update if n > given))
    return [_spoilt(finding, added) for finding in findings]


def _named(history: History, number: int) -> set[str]:
    try:
        return history.changes(number)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an update that cannot be read is not accounted for
        return {UNREADABLE}


def _changed(judged: _Judged, by_update: dict[int, set[str]], last: int) -> SignatureFinding:
    coverage = judged.coverage
    if coverage is None or coverage.is_whole_file:
        return judged.finding
    # Bytes behind the last update belong to none.
    changes = {TRAILING_BYTES} if coverage.revision == last else set()
    changes.update(*(by_update[n] for n in by_update if n > coverage.revision))
    return _spoilt(judged.finding, changes)


def _spoilt(finding: SignatureFinding, changes: set[str]) -> SignatureFinding:
    if not changes:
        return finding
    is_broken = finding.integrity is Integrity.BROKEN
    return replace(
        finding,
        changes=tuple(sorted({*finding.changes, *changes})),
        reason=finding.reason if is_broken else "changed-after-signing",
    )
