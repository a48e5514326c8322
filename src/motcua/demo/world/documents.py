"""Documents of the made-up ward's officials: one in every state that their pages can show."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.agencies.enums import Role
from motcua.demo.accounts import account_of
from motcua.demo.history.cast import casts
from motcua.demo.history.effects import at_once, nobody_is_told
from motcua.documents.base.placeholders import BRACKETS
from motcua.dossiers.actions import documents as actions
from motcua.dossiers.actions.document_signing import approve_document
from motcua.dossiers.enums import DocumentUse, State
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.documents import may_sign, may_write
from motcua.kernel.files import content_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph

    from motcua.demo.history.cast import Cast
    from motcua.dossiers.models import Document, DocumentVersion
    from motcua.kernel.actors import Actor

_STEP: Final = timedelta(minutes=20)
_WORDS: Final[Mapping[str, str]] = {
    "[QUYỀN HẠN, CHỨC VỤ NGƯỜI KÝ]": "CHỦ TỊCH",
    "[giờ, ngày]": "08 giờ 30 ngày thứ Hai tuần tới",
    "[nội dung làm việc]": "đối chiếu bản chính giấy tờ đã nộp",
    "[Ý kiến thẩm định]": "hồ sơ đầy đủ, đúng quy định",
}
_ANYTHING: Final = "theo quy định của pháp luật"
_LETTER, _INSIDE = DocumentUse.LETTER, DocumentUse.INTERNAL


@dataclass(frozen=True, slots=True)
class Story:
    """A document: its template, what it is for, and how far it got."""

    template: str
    until: str
    use: DocumentUse = _LETTER


_STORIES: Final = (
    Story("giay-moi", "begun"),
    Story("cong-van-bo-sung", "written"),
    Story("to-trinh", "beside", _INSIDE),
    Story("giay-moi", "settled"),
    Story("to-trinh", "settled", _INSIDE),
    Story("cong-van-bo-sung", "settled"),
    Story("giay-moi", "signed"),
    Story("to-trinh", "signed", _INSIDE),
)


def let_officials_write(now: datetime) -> None:
    """Write the documents of the stage's ward, each upon a dossier that is worked on."""
    account = account_of("specialist")
    ward = account.official.agency_id if account and account.official else None
    with nobody_is_told():
        for cast in casts(now):
            if cast.agency.pk == ward:
                write_in(cast, now)


def write_in(cast: Cast, now: datetime) -> int:
    """Write a document for each story for which there is a dossier; give how many."""
    specialist, leader = cast.officials[Role.SPECIALIST], cast.officials[Role.LEADER]
    rows = Dossier.objects.filter(agency=cast.agency, state=State.IN_PROCESS, is_open=True)
    found = rows.select_related("agency", "unit").order_by("-id")
    open_now = [row for row in found if may_write(specialist, row) and may_sign(leader, row)]
    if not open_now:
        return 0
    for number, story in enumerate(_STORIES):
        dossier = open_now[number // 2 % len(open_now)]
        _tell(story, dossier, (specialist, leader), now - _STEP * (len(_STORIES) - number))
    return len(_STORIES)


def written_out(content: bytes, more: str = "") -> bytes:
    """Give a Word file in which every place that is left to the official is written."""
    document = docx.Document(io.BytesIO(content))
    for paragraph in _paragraphs(document):
        for run in paragraph.runs:
            run.text = BRACKETS.sub(lambda found: _WORDS.get(found[0], _ANYTHING), run.text)
    if more:
        document.add_paragraph(more)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _tell(story: Story, dossier: Dossier, by: tuple[Actor, Actor], at: datetime) -> None:
    specialist, leader = by
    with at_once(dossier.agency_id, at):
        document = actions.begin_document(
            actor=specialist, dossier_id=dossier.pk, template=story.template, now=at
        )
        if story.until == "begun":
            return
        _add(document, specialist, "Điền nội dung", at)
        if story.until in {"written", "beside"}:
            _add(document, leader, "Sửa lời văn", at, "Rất mong anh/chị hợp tác.")
        if story.until in {"settled", "signed"}:
            _settle(document, specialist, story.use, at)
        if story.until == "signed":
            approve_document(
                actor=leader,
                dossier_id=dossier.pk,
                document_id=document.public_id,
                version_id=_newest(document).public_id,
                now=at,
            )
    if story.until == "beside":
        with at_once(dossier.agency_id, at + _STEP / 2):
            _add(document, specialist, "Sửa cùng lúc", at + _STEP / 2, "Trân trọng.")


def _add(document: Document, who: Actor, note: str, at: datetime, more: str = "") -> None:
    """Add a version made from the first one."""
    first = document.versions.select_related("file__blob").get(ordinal=1)
    file = SimpleUploadedFile("van-ban.docx", written_out(content_of(first.file), more))
    actions.add_version(
        actor=who,
        dossier_id=document.dossier_id,
        document_id=document.public_id,
        file=file,
        based_on=1,
        note=note,
        now=at,
    )


def _settle(document: Document, who: Actor, use: DocumentUse, at: datetime) -> None:
    actions.settle_document(
        actor=who,
        dossier_id=document.dossier_id,
        document_id=document.public_id,
        settling=actions.Settling(_newest(document).public_id, use),
        now=at,
    )


def _newest(document: Document) -> DocumentVersion:
    return document.versions.latest("ordinal")


def _paragraphs(document: Docx) -> Iterator[Paragraph]:
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs
