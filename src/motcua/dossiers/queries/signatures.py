"""What a filer is to sign, and what the signatures on papers were found to be worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from motcua.dossiers.errors import NothingToSign
from motcua.dossiers.models import FileVerdict, Supplement, Upload
from motcua.identity.queries import filer
from motcua.kernel.clock import civil_date
from motcua.kernel.files import open_stored
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.printing import Print, form_pdf
from motcua.signatures.enums import Reason
from motcua.signatures.queries import Conclusion, is_signed_as_given, node_trust

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier, Draft
    from motcua.procedures.base.forms.questions import SignatureQuestion


_WORST_FIRST = (Conclusion.INVALID, Conclusion.INDETERMINATE, Conclusion.VALID)


@dataclass(frozen=True, slots=True)
class Signed:
    """What is said of the signatures in a file.

    `way` is how the filer signed: `code`, `remote` or `token`; `state` is a state of the interface.
    `is_for_earlier`: the form that was signed has other answers than the dossier has now.
    """

    way: str
    conclusion: str
    reason: str
    signers: tuple[str, ...]
    signed_at: datetime | None
    is_for_earlier: bool = False

    @property
    def words(self) -> str:
        """The reason in words."""
        if self.is_for_earlier:
            return _("Ký cho các câu trả lời trước khi bổ sung")
        return str(Reason(self.reason).label)

    def for_earlier(self) -> Signed:
        """Give the same for answers that a supplement has changed since: it proves them no more."""
        conclusion = min(self.conclusion, Conclusion.INDETERMINATE, key=_WORST_FIRST.index)
        return replace(self, conclusion=conclusion, is_for_earlier=True)

    @property
    def state(self) -> str:
        """How it is coloured: done, soon or late."""
        return {"valid": "done", "invalid": "late"}.get(self.conclusion, "soon")


_FOUND = JSONObject(way="way", conclusion="conclusion", reason="reason", signatures="signatures")
# What was found of the signatures in the file of a row, for `signed_from`, in the same statement.
FOUND_IN_FILE = Subquery(FileVerdict.objects.filter(file=OuterRef("file")).values_list(_FOUND))


def verdicts_of(file_ids: Iterable[int]) -> dict[int, Signed]:
    """Give what was found of the signatures in files, by file; files without any are left out."""
    rows = FileVerdict.objects.filter(file_id__in=[*file_ids]).values_list("file_id", _FOUND)
    return {file_id: signed_from(found) for file_id, found in rows}


def signed_from(found: Mapping[str, Any]) -> Signed:
    """Read what was found of the signatures in a file."""
    signatures = found["signatures"]
    last = signatures[-1] if signatures else {}
    return Signed(
        way=found["way"],
        conclusion=found["conclusion"],
        reason=found["reason"],
        signers=tuple(one["signer"] for one in signatures if one.get("signer")),
        signed_at=parse_datetime(last.get("signed_at") or ""),
    )


def to_sign(draft: Draft, now: datetime) -> Mapping[str, SignatureQuestion]:
    """Give what the filer of a draft must sign, by the code of the paper."""
    rules = catalogue.rules(draft.version_id)
    if not rules.signs:
        return {}
    clean = rules.form.validate(draft.answers, today=civil_date(now)).clean
    return rules.to_sign(clean, civil_date(now))


def document_to_sign(draft: Draft, code: str, now: datetime) -> bytes:
    """Give the PDF a filer signs: the form as it is answered, or the paper he sent.

    The same answers give the same bytes. Raises `NothingToSign`.
    """
    asked = to_sign(draft, now).get(code)
    if asked is None:
        raise NothingToSign
    if asked.signs == "form":
        return _form(draft, now)
    upload = draft.uploads.filter(paper_code=code).select_related("file__blob").last()
    if upload is None or upload.file.media_type != "application/pdf":
        raise NothingToSign
    with open_stored(upload.file) as kept:
        content: bytes = kept.read()
    return content


def unsigned(draft: Draft, now: datetime) -> tuple[str, ...]:
    """Give the papers whose signature is missing, is bad, or was made for other answers."""
    asked = to_sign(draft, now)
    if not asked:
        return ()
    uploads = draft.uploads.filter(paper_code__in=[*asked]).select_related("file__blob")
    trust = node_trust(at=now)
    found: dict[str, list[bool]] = {}
    verdicts = verdicts_of(upload.file_id for upload in uploads)
    for upload in uploads:
        said = verdicts.get(upload.file_id)
        is_good = said is not None and said.conclusion != Conclusion.INVALID
        if is_good and asked[upload.paper_code].signs == "form":
            with open_stored(upload.file) as kept:
                is_good = is_signed_as_given(_form(draft, now), kept.read(), trust=trust, at=now)
        found.setdefault(upload.paper_code, []).append(is_good)
    return tuple(code for code in found if not all(found[code]))


def badly_signed(papers: Collection[tuple[str, UUID]]) -> tuple[str, ...]:
    """Give which of these papers, by code and upload, has no signature or a bad one."""
    sent = Upload.objects.filter(public_id__in=[upload for _code, upload in papers])
    files = dict(sent.values_list("public_id", "file_id"))
    verdicts = verdicts_of(files.values())
    found = ((code, verdicts.get(files.get(upload, 0))) for code, upload in papers)
    return tuple(
        code for code, said in found if said is None or said.conclusion == Conclusion.INVALID
    )


def answers_changed_at(dossier: Dossier) -> datetime | None:
    """Give when a supplement last changed answers; None if never."""
    rows = Supplement.objects.filter(dossier=dossier, answered_at__isnull=False)
    unknown = Q(changed=None, items__contains=[{"kind": "question"}])
    rows = rows.filter(unknown | Q(changed__isnull=False)).exclude(changed=[])
    return rows.order_by("-answered_at").values_list("answered_at", flat=True).first()


def _form(draft: Draft, now: datetime) -> bytes:
    rules = catalogue.rules(draft.version_id)
    judged = rules.form.validate(draft.answers, today=civil_date(now))
    if not judged.is_valid:
        raise NothingToSign
    office = catalogue.offering(draft.offering_id).agency_name
    printed = Print(to=office, signed_by=filer(draft.account_id).name)
    return form_pdf(rules.form, judged.clean, printed, at=draft.started_at)
