"""The last look before filing: every answer, every paper, what it costs and when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.agencies.queries.letterheads import letterhead
from motcua.dossiers.enums import ErrandKind, ReturnWay
from motcua.dossiers.queries.awaiting_papers import papers_lapse_of
from motcua.dossiers.queries.errands import postage_of, price_of, wish_of
from motcua.dossiers.queries.papers_by_post import is_postable, papers_to_post, posted_in
from motcua.dossiers.queries.processes import asked_papers
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.clock import civil_date
from motcua.kernel.money import show
from motcua.portal.drafts.queries.dues import Due, dues_at_filing
from motcua.portal.drafts.queries.paper_sheet import missing_on
from motcua.portal.drafts.queries.route import CHECK, PAPERS, route_of
from motcua.procedures.base.forms.drawing import parts_of
from motcua.procedures.base.forms.summary import summary
from motcua.procedures.base.texts import say
from motcua.procedures.queries import offering, rules
from motcua.ui.answers import Answer
from motcua.ui.fields import FileItem, control_id

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from motcua.deliveries.models import PostRate
    from motcua.dossiers.models import Draft, PostedPapers
    from motcua.portal.drafts.queries.route import Route
    from motcua.procedures.base.forms.answering import CompiledForm, Wrong
    from motcua.procedures.base.papers import AskedPaper


@dataclass(frozen=True, slots=True)
class Block:
    """A page of the form as it was answered."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Returning:
    """How the result is to come; `postage` is what the post costs today, where it takes it home.

    `is_lost` says that the post was chosen and goes there no more.
    """

    answers: tuple[Answer, ...]
    postage: PostRate | None
    is_lost: bool


@dataclass(frozen=True, slots=True)
class LastLook:
    """A draft before filing; `problems` pair where to go with what is wrong there.

    `dropped` names answered questions that are no longer asked, so that they are not filed.
    `errand` says step by step what is to be done after filing where papers go by post.
    """

    draft: Draft
    procedure: str
    agency: str
    blocks: tuple[Block, ...]
    papers: tuple[Answer, ...]
    sending: tuple[Answer, ...]
    papers_url: str
    dues: tuple[Due, ...]
    time: str
    problems: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]
    route: Route
    returning: Returning
    errand: tuple[str, ...] = ()
    code: str = CHECK

    @property
    def total(self) -> int:
        """What is to be paid at filing, in đồng."""
        return sum(due.amount for due in self.dues)

    @property
    def is_open(self) -> bool:
        """Whether something is due whose amount nobody has set yet."""
        return not all(due.is_known for due in self.dues)

    @property
    def number(self) -> int:
        """The page's place, from 1."""
        return self.route.number(self.code)

    @property
    def before(self) -> str:
        """The stop before."""
        return self.route.before(self.code)


def last_look_of(draft: Draft, now: datetime, language: str) -> LastLook:
    """Give everything that would be filed, and what still keeps it from being filed."""
    held, day = rules(draft.version_id), civil_date(now)
    judged = held.form.validate(draft.answers, today=day)
    route, returning = route_of(draft, day), _returning(draft, now)
    pages = summary(held.form, judged.clean, language, today=day)
    return LastLook(
        draft=draft,
        procedure=say(held.pack.name, language),
        agency=offering(draft.offering_id).name_in(language),
        blocks=tuple(
            Block(
                page.title,
                tuple(
                    Answer(
                        row.question,
                        tuple(row.answer.splitlines()),
                        change_url=_change(draft, held.form, row.path),
                        change_label=row.question,
                    )
                    for row in page.rows
                ),
            )
            for page in pages
        ),
        papers=_papers(draft, now, language),
        sending=_sending(draft, now),
        errand=_errand(draft, now, language),
        papers_url=_page(draft, PAPERS) if PAPERS in route else "",
        dues=dues_at_filing(draft, held, judged.clean, day, language, _coming(draft, now)),
        dropped=_dropped(draft, held.form, judged.clean, day, language),
        time=say(held.limit(draft.channel, day, judged.clean).words, language),
        problems=(
            *_wrong(draft, held.form, judged.errors, language),
            *_missing(draft, now, language),
            *_unreached(draft, returning),
            *_unfetched(draft, now),
        ),
        route=route,
        returning=returning,
    )


def _page(draft: Draft, code: str, anchor: str = "") -> str:
    address = reverse("portal:draft-page", args=[draft.public_id, code])
    return f"{address}?from={CHECK}" + (f"#{anchor}" if anchor else "")


def _change(draft: Draft, form: CompiledForm, path: str) -> str:
    key = path.partition(".")[0]
    parts = parts_of(form.questions[key])
    anchor = control_id(f"{path}.{parts[0][0]}" if parts else path)
    return _page(draft, form.page_of[key], f"{anchor}-question")


def _wrong(
    draft: Draft, form: CompiledForm, errors: tuple[Wrong, ...], language: str
) -> list[tuple[str, str]]:
    known = [wrong for wrong in errors if wrong.path.partition(".")[0] in form.page_of]
    return [(_change(draft, form, wrong.path), wrong.say(language)) for wrong in known]


def _coming(draft: Draft, now: datetime) -> set[str]:
    """Give the codes of the papers that would come with a draft, in whatever way."""
    files = draft.uploads.values_list("paper_code", flat=True)
    return {*files, *draft.by_data, *(row.code for row in papers_to_post(draft, now))}


def _missing(draft: Draft, now: datetime, language: str) -> list[tuple[str, str]]:
    return [
        (_page(draft, PAPERS, control_id(code)), said)
        for code, sentences in missing_on(draft, now, language).items()
        for said in sentences
    ]


def _papers(draft: Draft, now: datetime, language: str) -> tuple[Answer, ...]:
    files: dict[str, list[FileItem]] = {}
    for upload in uploads_of(draft):
        address = reverse("portal:draft-file", args=[draft.public_id, upload.public_id])
        item = FileItem(str(upload.public_id), upload.file.name, upload.file.size, address)
        files.setdefault(upload.paper_code, []).append(item)
    enclosed = {row.code for row in papers_to_post(draft, now)}
    asked = [
        row
        for row in asked_papers(draft, now)
        if row.code in files or row.code in draft.by_data or row.paper.one_of is None
    ]
    return tuple(
        Answer(
            say(row.paper.name, language),
            _left(draft, row.code, enclosed),
            files=tuple(files.get(row.code, ())),
            change_url=_page(draft, PAPERS, f"{control_id(row.code)}-question"),
            change_label=say(row.paper.name, language),
        )
        for row in asked
    )


def _sending(draft: Draft, now: datetime) -> tuple[Answer, ...]:
    """Say how papers go, where more than one way is open; with the price of the post's coming."""
    if not is_postable(draft):
        return ()
    posted = posted_in(draft)
    lines = [_("Gửi tệp ngay trên cổng")]
    if posted is not None:
        lines = [_("Bưu chính đến nhà lấy") if posted.address else _("Tự mang ra bưu điện gửi")]
    if posted is not None and posted.address:
        postage = _fetching(draft, posted, now)
        lines += [posted.address["line"], show(postage.amount) if postage else ""]
    words = _("Cách gửi giấy tờ")
    address = reverse("portal:draft-sending", args=[draft.public_id])
    shown = tuple(line for line in lines if line)
    return (Answer(words, shown, change_url=address, change_label=words),)


def _errand(draft: Draft, now: datetime, language: str) -> tuple[str, ...]:
    """Say what the filer does after filing, step by step, where his papers go by post."""
    posted = posted_in(draft)
    if posted is None:
        return ()
    head = letterhead(draft.offering.agency_id)
    postage = _fetching(draft, posted, now) if posted.address else None
    steps = [
        _("In tờ bìa và bản in mọi câu trả lời từ trang hồ sơ; ký tên vào trang cuối."),
        *(
            _("Bỏ vào phong bì: %(paper)s.") % {"paper": _enclosed(row, language)}
            for row in papers_to_post(draft, now)
        ),
    ]
    if postage is not None:
        said = _("Nộp cước %(amount)s; bưu chính đến lấy phong bì tại: %(door)s.")
        steps.append(said % {"amount": show(postage.amount), "door": posted.address["line"]})
    elif not posted.address:
        where = ", ".join(part for part in (head.name, head.address) if part)
        steps.append(_("Mang ra bưu điện gửi bảo đảm tới: %(where)s.") % {"where": where})
    said = _("Giấy tờ cần đến trong %(days)d ngày kể từ khi nộp; quá hạn đó hồ sơ kết thúc.")
    return (*steps, said % {"days": papers_lapse_of(now).days})


def _enclosed(row: AskedPaper, language: str) -> str:
    """Name a paper of the envelope, and say where one of several is enough."""
    name = say(row.paper.name, language)
    if not row.paper.one_of:
        return name
    return f"{name} ({_('chỉ cần một trong các giấy tờ cùng loại')})"


def _unfetched(draft: Draft, now: datetime) -> list[tuple[str, str]]:
    posted = posted_in(draft)
    if posted is None or not posted.address or _fetching(draft, posted, now):
        return []
    address = reverse("portal:draft-sending", args=[draft.public_id])
    return [(address, _("Bưu chính không còn đến lấy ở nơi này. Chọn cách gửi khác."))]


def _fetching(draft: Draft, posted: PostedPapers, now: datetime) -> PostRate | None:
    province = posted.address["place"]
    return price_of(draft.offering.agency, ErrandKind.COLLECT, province, now)


def _returning(draft: Draft, now: datetime) -> Returning:
    wish = wish_of(draft)
    postage = postage_of(draft, wish, now) if wish else None
    lines = [str(ReturnWay(wish.way).label)] if wish else [_("Chưa chọn: xem và tải trên cổng")]
    if wish and wish.address:
        lines += [wish.address["name"], wish.address["line"]]
    row = Answer(
        _("Cách nhận kết quả"),
        tuple(lines),
        change_url=reverse("portal:draft-returning", args=[draft.public_id]),
        change_label=_("Cách nhận kết quả"),
    )
    is_lost = bool(wish and wish.address and postage is None)
    return Returning((row,), postage, is_lost)


def _unreached(draft: Draft, returning: Returning) -> list[tuple[str, str]]:
    if not returning.is_lost:
        return []
    address = reverse("portal:draft-returning", args=[draft.public_id])
    return [(address, _("Bưu chính không còn nhận gửi tới nơi này. Chọn cách nhận khác."))]


def _left(draft: Draft, code: str, enclosed: Collection[str]) -> tuple[str, ...]:
    if code in enclosed:
        return (_("Bỏ vào phong bì, gửi qua bưu chính"),)
    return (_("Để cơ quan tự tra cứu"),) if code in draft.by_data else ()


def _dropped(
    draft: Draft, form: CompiledForm, clean: dict[str, Any], day: date, language: str
) -> tuple[str, ...]:
    """Name the questions that were answered and are no longer asked: they are not filed."""
    return tuple(
        say(form.questions[key].label, language)
        for key in form.questions
        if key in draft.answers and not form.is_asked(key, clean, day)
    )
