"""The page of papers: one place for each paper asked, with what was sent for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries.papers_by_post import is_postable, papers_to_post
from motcua.dossiers.queries.pictures import is_picture
from motcua.dossiers.queries.processes import asked_papers
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.clock import civil_date
from motcua.kernel.enums import FileState
from motcua.kernel.errors import NotFound
from motcua.portal.drafts.queries.route import PAPERS, route_of
from motcua.portal.drafts.queries.signings import Signing, signings_of, unsigned_of
from motcua.procedures.base.papers import missing_papers
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.queries import rules
from motcua.ui.fields import Field, FileItem, Kind, Option

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from motcua.dossiers.models import Draft, Upload
    from motcua.portal.drafts.queries.route import Route
    from motcua.procedures.base.papers import AskedPaper

MEGABYTE = 1024 * 1024
BY_DATA = "by_data"


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """Where a paper is sent: files, the box for data instead, pictures as PDF, how it is signed."""

    files: Field
    by_data: Field | None
    pictures_url: str
    signing: Signing | None = None


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """Papers of which one is enough, or a single paper."""

    places: tuple[PaperPlace, ...]

    @property
    def is_choice(self) -> bool:
        """Say whether one of several is enough."""
        return len(self.places) > 1


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """The page of papers and its place on the way."""

    draft: Draft
    procedure: str
    blocks: tuple[PaperBlock, ...]
    route: Route
    is_postable: bool
    is_posted: bool
    code: str = PAPERS

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        fields = (place.files for block in self.blocks for place in block.places)
        return [(field.id, message) for field in fields for message in field.errors]

    def field(self, code: str) -> Field:
        """Give the place of one paper. Raises `NotFound`."""
        for block in self.blocks:
            for place in block.places:
                if place.files.name == code:
                    return place.files
        raise NotFound

    @property
    def number(self) -> int:
        """The page's place, from 1."""
        return self.route.number(self.code)

    @property
    def before(self) -> str:
        """The stop before."""
        return self.route.before(self.code)


Errors = dict[str, tuple[str, ...]]


def paper_sheet_of(
    draft: Draft, now: datetime, language: str, errors: Mapping[str, tuple[str, ...]] | None = None
) -> PaperSheet:
    """Give the page of papers; `errors` are sentences by paper. Raises `NotFound` where none is."""
    route = route_of(draft, civil_date(now))
    if PAPERS not in route:
        raise NotFound
    uploads = uploads_of(draft)
    blocks: dict[str, list[PaperPlace]] = {}
    signings = signings_of(draft, uploads, now)
    sent_as_answers = rules(draft.version_id).sent_as_answers
    for asked in asked_papers(draft, now):
        if asked.code in sent_as_answers:
            continue
        said = (errors or {}).get(asked.code, ())
        place = PaperPlace(
            _files(draft, asked, uploads, language, said),
            _by_data(draft, asked, language),
            _pictures(draft, asked.code, uploads),
            signings.get(asked.code),
        )
        blocks.setdefault(asked.paper.one_of or asked.code, []).append(place)
    return PaperSheet(
        draft=draft,
        procedure=say(rules(draft.version_id).pack.name, language),
        blocks=tuple(PaperBlock(tuple(places)) for places in blocks.values()),
        route=route,
        is_postable=is_postable(draft),
        is_posted=draft.channel == Channel.POST,
    )


def missing_on(draft: Draft, now: datetime, language: str) -> Errors:
    """Say of each paper that is missing, or not signed as it must be, that it is."""
    uploads = uploads_of(draft)
    asked, given = asked_papers(draft, now), {upload.paper_code for upload in uploads}
    given |= {row.code for row in papers_to_post(draft, now)}
    said: Errors = {
        row.code: (_missing(row, language),) for row in missing_papers(asked, given, draft.by_data)
    }
    errors: Errors = {code: (_unsigned(),) for code in unsigned_of(draft, now)}
    return errors | said


def _unsigned() -> str:
    return _("Giấy tờ này chưa ký, hoặc chữ ký không khớp với các câu trả lời bây giờ: hãy ký lại.")


def _files(
    draft: Draft,
    asked: AskedPaper,
    uploads: Sequence[Upload],
    language: str,
    errors: Sequence[str] = (),
) -> Field:
    paper = asked.paper
    kinds = ", ".join(kind.upper() for kind in paper.types)
    limit = _(
        "Ảnh chụp hoặc tệp %(kinds)s; mỗi tệp không quá %(size)d MB, nhiều nhất %(count)d tệp."
    )
    if paper.types == ("pdf",):
        limit = _("Tệp %(kinds)s không quá %(size)d MB, nhiều nhất %(count)d tệp.")
    return Field(
        name=paper.code,
        kind=Kind.FILES,
        label=say(paper.name, language),
        hint=limit % {"kinds": kinds, "size": paper.max_mb, "count": paper.max_files},
        help=say(paper.help, language) if paper.help else "",
        required=asked.is_required and paper.one_of is None,
        optional_note=_("một trong các giấy tờ này") if paper.one_of else "",
        value=tuple(item_of(draft, row) for row in uploads if row.paper_code == paper.code),
        errors=tuple(errors),
        attributes={"accept": ",".join(_endings(paper.types))},
        upload_url=reverse("portal:draft-files", args=[draft.public_id]),
        max_bytes=paper.max_mb * MEGABYTE,
        several=paper.max_files > 1,
    )


def _pictures(draft: Draft, code: str, uploads: Sequence[Upload]) -> str:
    if not any(row.paper_code == code and is_picture(row.file) for row in uploads):
        return ""
    return reverse("portal:draft-pictures", args=[draft.public_id, code])


def _by_data(draft: Draft, asked: AskedPaper, language: str) -> Field | None:
    if not asked.may_be_data or not asked.is_required:
        return None
    sources = ", ".join(say(source.name, language) for source in asked.paper.may_be_data)
    return Field(
        name=f"{BY_DATA}.{asked.code}",
        kind=Kind.CHOICES,
        label=_("Cơ quan tự tra cứu được giấy này"),
        hint=sources,
        value=(asked.code,) if asked.code in draft.by_data else (),
        options=(Option(asked.code, _("Tôi để cơ quan tự tra cứu, không gửi giấy này")),),
    )


def _missing(asked: AskedPaper, language: str) -> str:
    name = say(asked.paper.name, language)
    if asked.paper.one_of:
        return _("Cần gửi một trong các giấy tờ của mục này, ví dụ: %(name)s") % {"name": name}
    return _("Chưa có %(name)s") % {"name": name}


def item_of(draft: Draft, upload: Upload) -> FileItem:
    """Give a file of a draft as its place shows it."""
    file = upload.file
    return FileItem(
        key=str(upload.public_id),
        name=file.name,
        size=file.size,
        url=reverse("portal:draft-file", args=[draft.public_id, upload.public_id]),
        note=_("đang kiểm tra mã độc") if file.state == FileState.RECEIVED else "",
    )


def _endings(types: Sequence[str]) -> Iterator[str]:
    for kind in types:
        yield f".{kind}"
        if kind == "jpeg":
            yield ".jpg"
        if kind != "pdf":
            yield f"image/{kind}"
