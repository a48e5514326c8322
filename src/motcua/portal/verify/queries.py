"""What is said of a document: four answers in plain words, the findings behind them folded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from motcua.agencies.queries import agency_name
from motcua.dossiers.queries.correcting import holding_instead, replaced_result
from motcua.dossiers.queries.holdings import number_issued, signed_paper
from motcua.kernel.errors import NotFound
from motcua.receipts.queries import verified
from motcua.receipts.queries.checking import seen
from motcua.signatures.base import CONFIRMED_BY_CODE
from motcua.signatures.enums import Change, DocumentKind, Reason
from motcua.signatures.queries import (
    Conclusion,
    issued_document,
    issued_with_content,
    node_trust,
    signed_data,
    signed_revision,
    verify_json,
    verify_pdf,
    verify_xml,
)
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from motcua.kernel.models import StoredFile
    from motcua.receipts.queries import Verified
    from motcua.signatures.queries import IssuedDocument, SignatureFinding, Verdict

_MARK = b"\xef\xbb\xbf"
_UNKNOWN_SIGNER = "unknown-signer"
_OTHER_CONTENT = "content-mismatch"
# What befalls a certificate, not the document that was signed before.
_OVER = frozenset({"expired", "revoked"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers: its words, tone and icon, and what it means and asks one to do."""

    title: _StrPromise
    tone: str
    advice: _StrPromise


_VALID = Answer(
    _("Hợp lệ: đúng chữ ký, nội dung nguyên vẹn từ khi ký"),
    "done",
    _(
        "Tệp vẫn đúng như lúc ký, và người ký là người hệ thống này tin. Hãy xem nơi ký có đúng là "
        "cơ quan anh/chị chờ không."
    ),
)
_CONFIRMED = Answer(
    _(
        "Xác nhận của người nộp bằng mã dùng một lần, do cơ quan giữ; "
        "không phải văn bản cơ quan cấp"
    ),
    "soon",
    _(
        "Người nộp đã xác nhận bằng mã rằng đây là tờ khai của mình; cơ quan ghi dưới đây chỉ giữ "
        "bản xác nhận ấy cho nguyên vẹn. Tờ khai này không phải kết quả giải quyết."
    ),
)
_CHANGED = Answer(
    _("Không hợp lệ: tệp đã bị thay đổi sau khi ký"),
    "late",
    _(
        "Tệp từng được ký, nhưng sau đó nội dung đã bị sửa, dù chỉ một chữ. Đừng dùng tệp này; hãy "
        "xin bản gốc từ cơ quan cấp."
    ),
)
_FALSE = Answer(
    _("Không hợp lệ: chữ ký không đúng"),
    "late",
    _(
        "Chữ ký không phải của người được ghi, hoặc không phải cho nội dung này. Đừng dùng tệp "
        "này; hãy xin bản gốc từ cơ quan cấp."
    ),
)
_STRANGER = Answer(
    _("Chưa rõ người ký"),
    "soon",
    _(
        "Nội dung chưa bị sửa từ khi ký, nhưng hệ thống này không biết người ký thật sự là ai. Hãy "
        "hỏi nơi gửi tệp."
    ),
)
_UNSURE = Answer(
    _("Chưa kết luận được"),
    "soon",
    _(
        "Không đủ căn cứ để nói tệp này thật hay giả, ví dụ tệp không có chữ ký, có mật khẩu, hoặc "
        "chứng thư đã hết hạn. Hãy hỏi cơ quan cấp."
    ),
)
_KEPT = Answer(
    _("Đúng là tệp cơ quan đã cấp; chứng thư ký nay không còn hiệu lực"),
    "done",
    _(
        "Chứng thư đã hết hạn hoặc bị thu hồi sau khi ký, nhưng sổ của cổng còn giữ đúng tệp này, "
        "không khác một chữ."
    ),
)
_FORGED = Answer(
    _("Không hợp lệ: không phải biên lai mà cổng đã cấp"),
    "late",
    _(
        "Chữ ký đúng, nhưng biên lai mang số hoặc mã này trong sổ của cổng là một tệp khác. Đừng "
        "dùng tệp này; hãy hỏi cơ quan ghi trên biên lai."
    ),
)
ANSWERS = (_VALID, _KEPT, _CONFIRMED, _CHANGED, _FALSE, _FORGED, _STRANGER, _UNSURE)
"""All that may be said of a file, for who wants to know before."""

_BY_AGENCY = _("Con dấu số của cơ quan (không phải chữ ký của riêng một người)")
_BY_CODE = _("Xác nhận của người nộp bằng mã, giữ dưới con dấu số của cơ quan ghi dưới đây")
_BY_OFFICIAL = _("Chữ ký số của một người thuộc cơ quan ghi dưới đây")
_BY_PERSON = _("Chữ ký số của một người")
_BY_TIME_STAMP = _("Dấu thời gian của nơi cấp dấu thời gian")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the details."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: who, what kind of signer, when as claimed, and details for experts."""

    signer: str
    kind: str
    organisation: str
    signed_at: datetime | None
    reason: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Which document a file is; what is not known is empty."""

    title: str
    number: str
    code: str
    agency: str
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file is worth, in words; `issued` is our own register's row of what was signed.

    `document` says which document it is, or was before it was changed; `receipt` is the receipt
    whose file it is, `named` another one that it names without being it.
    """

    answer: Answer
    reason: str
    changes: tuple[str, ...]
    signatures: tuple[Signature, ...]
    issued: IssuedDocument | None
    document: Named | None
    has_revision: bool
    replaced_at: datetime | None = None
    replacement: str = ""
    receipt: Verified | None = None
    named: Verified | None = None

    @property
    def is_believed(self) -> bool:
        """Say whether who signed is who the file says."""
        return self.answer in (_VALID, _CONFIRMED, _KEPT)


@dataclass(frozen=True, slots=True)
class IssuedPage:
    """What the register says of a document whose QR code was read."""

    document: IssuedDocument
    agency: str
    kind: str
    number: str
    has_file: bool
    replaced_at: datetime | None = None
    replacement: str = ""
    receipt: Verified | None = None


def judged(content: bytes, now: datetime) -> Judged:
    """Judge a file. Raises `Unavailable` where all judges are busy."""
    verdict = _verdict(content, now)
    revision = signed_revision(content, verdict) if verdict.format == "pdf" else None
    receipt = seen(content, verdict)
    own = issued_with_content(content) or (receipt.own and issued_document(receipt.own.code))
    issued = own or (revision and issued_with_content(revision)) or None
    is_kept = own is not None and verdict.reason in _OVER
    return Judged(
        answer=_KEPT if is_kept else _FORGED if receipt.is_false else _answer(verdict),
        reason=str(Reason(verdict.reason).label),
        changes=tuple(str(Change(change).label) for change in verdict.changes),
        signatures=tuple(_signature(found) for found in verdict.signatures),
        issued=issued,
        document=_registered(issued) if issued else _in_data(content, verdict),
        has_revision=revision is not None and verdict.changed_after_signing,
        receipt=receipt.own,
        named=receipt.named,
        **(_replaced(issued.verification_id) if issued else {}),
    )


def revision_of(content: bytes, now: datetime) -> bytes:
    """Give the bytes that were signed. Raises `NotFound` where none are intact."""
    revision = signed_revision(content, _verdict(content, now))
    if revision is None:
        raise NotFound
    return revision


def issued_page(verification_id: str) -> IssuedPage:
    """Give what the register says of an id. Raises `NotFound`."""
    document = issued_document(verification_id)
    if document is None:
        raise NotFound
    return IssuedPage(
        document=document,
        agency=agency_name(document.agency_id, page_language()),
        kind=str(DocumentKind(document.kind).label),
        number=number_issued(verification_id),
        has_file=signed_paper(verification_id) is not None,
        receipt=verified(verification_id),
        **_replaced(verification_id),
    )


def issued_paper(verification_id: str) -> StoredFile:
    """Give the signed file of an id, to be held against what one has. Raises `NotFound`."""
    file = signed_paper(verification_id)
    if file is None:
        raise NotFound
    return file


def _replaced(verification_id: str) -> dict[str, Any]:
    """Say since when a result holds no more, and the id of the one that holds, if there is one."""
    old = replaced_result(verification_id)
    if old is None:
        return {}
    return {"replaced_at": old.replaced_at, "replacement": holding_instead(old)}


def _registered(document: IssuedDocument) -> Named:
    return Named(
        title=f"{document.title} ({DocumentKind(document.kind).label})",
        number=number_issued(document.verification_id),
        code=document.verification_id,
        agency=agency_name(document.agency_id, page_language()),
        issued_at=document.signed_at,
    )


def _in_data(content: bytes, verdict: Verdict) -> Named | None:
    """Name the dossier whose signed data these are; None unless they are genuine."""
    payload = signed_data(content, verdict) if verdict.format == "json" else None
    said = json.loads(payload) if payload else {}
    code, signature = said.get("dossier"), next(iter(verdict.signatures), None)
    if not isinstance(code, str) or signature is None:
        return None
    return Named(
        title=str(_("Dữ liệu ký số của kết quả hồ sơ %s")) % code,
        number="",
        code="",
        agency=signature.organisation,
        issued_at=_claimed(signature),
    )


def _claimed(found: SignatureFinding) -> datetime | None:
    return parse_datetime(found.signed_at) if found.signed_at else None


def _verdict(content: bytes, now: datetime) -> Verdict:
    trust = node_trust(at=now)
    first = content[:64].removeprefix(_MARK).lstrip()[:1]
    if first == b"<":
        return verify_xml(content, trust=trust, at=now)
    is_data = first in {b"{", b"e"}  # signed data: JSON, or its compact form
    return (verify_json if is_data else verify_pdf)(content, trust=trust, at=now)


def _answer(verdict: Verdict) -> Answer:
    if verdict.verdict is Conclusion.VALID:
        return _CONFIRMED if _only_confirmed(verdict) else _VALID
    if verdict.verdict is Conclusion.INVALID:
        was_changed = verdict.changed_after_signing or verdict.reason == _OTHER_CONTENT
        return _CHANGED if was_changed else _FALSE
    return _STRANGER if verdict.reason == _UNKNOWN_SIGNER else _UNSURE


def _only_confirmed(verdict: Verdict) -> bool:
    """Say whether every agency's seal on a file keeps no more than what a filer confirmed."""
    seals = [found for found in verdict.signatures if found.organisation]
    return bool(seals) and all(map(_is_confirmation, seals))


def _is_confirmation(found: SignatureFinding) -> bool:
    return found.organisation == found.signer and found.purpose.startswith(CONFIRMED_BY_CODE)


def _signature(found: SignatureFinding) -> Signature:
    return Signature(
        signer=found.signer,
        kind=str(_kind(found)),
        organisation=found.organisation,
        signed_at=_claimed(found),
        reason=str(Reason(found.reason).label),
        rows=tuple(_rows(found)),
    )


def _kind(found: SignatureFinding) -> str | _StrPromise:
    """Say in words whom the certificate names: an agency names itself twice, a person once."""
    if found.kind == "time-stamp":
        return _BY_TIME_STAMP
    if not found.signer:
        return ""
    if _is_confirmation(found):
        return _BY_CODE
    if found.organisation:
        return _BY_AGENCY if found.signer == found.organisation else _BY_OFFICIAL
    return _BY_PERSON


def _rows(found: SignatureFinding) -> Iterator[Row]:
    said = found.as_json()
    etsi = " · ".join(text for text in (said["indication"], said["sub_indication"]) if text)
    for name, value in (
        (_("Kết luận theo ETSI EN 319 102-1"), etsi),
        (_("Lý do ký (do người ký ghi)"), found.purpose),
        (_("Mã cơ quan"), found.organisation_code),
        (_("Chứng thư"), found.certificate),
        (_("Chuỗi chứng thư"), " → ".join(found.chain)),
        (_("Thuật toán"), found.algorithm),
        (_("Phạm vi ký"), found.coverage),
        (_("Dấu thời gian"), found.best_signature_time),
    ):
        if value:
            yield Row(str(name), value)
