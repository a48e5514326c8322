"""Two versions of a procedure side by side, in words: what changed, what it said, what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, ngettext

from motcua.kernel.money import show
from motcua.procedures.base.forms.gist import gist_labels
from motcua.procedures.base.forms.questions import GroupQuestion
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.procedures.base.forms.questions import Asked
    from motcua.procedures.base.packs import ChannelSpec, Fee, Pack, Paper

_Text = dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: what it is; empty where it was not there before, or is not now."""

    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Fact:
    """Something a version says: a stable place, what it is in words, and what is said."""

    place: str
    what: str
    said: str


def differences(before: Pack, after: Pack, language: str) -> tuple[Difference, ...]:
    """Give what changed from one version to another, in the order of the later one."""
    old = {fact.place: fact for fact in _facts(before, language)}
    new = {fact.place: fact for fact in _facts(after, language)}
    changed = [
        Difference(fact.what, old[place].said if place in old else "", fact.said)
        for place, fact in new.items()
        if place not in old or old[place].said != fact.said
    ]
    gone = [Difference(fact.what, fact.said, "") for place, fact in old.items() if place not in new]
    return (*changed, *gone)


def _facts(pack: Pack, language: str) -> Iterator[_Fact]:
    yield from _general(pack, language)
    yield from _lists(pack, language)
    yield from _cases(pack, language)
    for way in pack.channels:
        yield from _way(way, language)
    yield from _form(pack, language)
    yield from _handling(pack, language)


def _general(pack: Pack, language: str) -> Iterator[_Fact]:
    authority = pack.authority
    texts: Mapping[str, tuple[str, _Text]] = {
        "name": (_("Tên thủ tục"), pack.name),
        "summary": (_("Tóm tắt"), pack.summary),
        "field": (_("Lĩnh vực"), pack.field.name),
        "authority": (_("Cơ quan thực hiện"), authority.name),
        "deciding": (_("Cơ quan có thẩm quyền quyết định"), authority.deciding),
        "coordinating": (_("Cơ quan phối hợp"), authority.coordinating),
        "partly": (_("Lý do chỉ trực tuyến một phần"), pack.online.partly_because),
    }
    for place, (what, text) in texts.items():
        if text:
            yield _Fact(place, what, say(text, language))
    if pack.decision.number:
        yield _Fact("decision", _("Quyết định công bố"), pack.decision.number)
    words = pack.keywords.get(language) or pack.keywords.get("vi") or ()
    if words:
        yield _Fact("keywords", _("Từ khóa"), ", ".join(words))
    if pack.subjects:
        yield _Fact("subjects", _("Đối tượng thực hiện"), ", ".join(map(_subject, pack.subjects)))


def _subject(subject: str) -> str:
    names = {
        "citizen": _("Công dân Việt Nam"),
        "overseas-vietnamese": _("Người Việt Nam định cư ở nước ngoài"),
        "foreigner": _("Người nước ngoài"),
        "household-business": _("Hộ kinh doanh"),
        "enterprise": _("Doanh nghiệp, hợp tác xã"),
        "organisation": _("Tổ chức khác"),
    }
    return names.get(subject, subject)


def _lists(pack: Pack, language: str) -> Iterator[_Fact]:
    """Yield what stands in lists without an order of its own: each is there or is not."""
    for result in pack.results:
        name = say(result.name, language)
        yield _Fact(f"result {name}", _("Kết quả"), name)
    for requirement in pack.requirements:
        text = say(requirement.text, language)
        yield _Fact(f"requirement {text}", _("Yêu cầu, điều kiện"), text)
    for law in pack.legal_bases:
        title = say(law.title, language)
        said = title if law.number in {"", title} else f"{law.number} · {title}"
        yield _Fact(f"law {law.number or title}", _("Căn cứ pháp lý"), said)
    for note in pack.paper_notes:
        text = say(note, language)
        yield _Fact(f"note {text}", _("Ghi chú về giấy tờ"), text)


def _cases(pack: Pack, language: str) -> Iterator[_Fact]:
    for variant in pack.variants:
        name = say(variant.name, language)
        of_case = f" ({name})" if len(pack.variants) > 1 else ""
        yield _Fact(f"case {variant.code}", _("Trường hợp"), name)
        for paper in variant.papers:
            paper_name = say(paper.help or paper.name, language)
            place = f"paper {variant.code} {paper_name}"
            what = _("Giấy tờ “%(name)s”") % {"name": paper_name}
            yield _Fact(place, f"{what}{of_case}", _paper(paper))
        if variant.steps:
            steps = "\n".join(say(step, language) for step in variant.steps)
            yield _Fact(f"steps {variant.code}", _("Trình tự thực hiện") + of_case, steps)


def _paper(paper: Paper) -> str:
    counts = (
        ngettext("%(count)d bản chính", "%(count)d bản chính", paper.originals),
        ngettext("%(count)d bản sao", "%(count)d bản sao", paper.copies),
    )
    numbers = (paper.originals, paper.copies)
    parts = [
        words % {"count": number} for words, number in zip(counts, numbers, strict=True) if number
    ]
    parts.append(_("bắt buộc") if paper.needed == "required" else _("không bắt buộc"))
    if paper.is_shown:
        parts.append(_("chỉ xuất trình"))
    return ", ".join(parts)


def _way(way: ChannelSpec, language: str) -> Iterator[_Fact]:
    channel = str(Channel(way.channel).label)
    yield _Fact(f"way {way.channel}", _("Cách nộp"), channel)
    limits = "; ".join(
        f"{say(row.words, language)} ({row.valid_from:%d/%m/%Y})" for row in way.limits
    )
    fees = "; ".join(_fee(fee, language) for fee in way.fees)
    unclear = _("chưa rõ, chờ người quản trị xác định")
    limits = limits or (unclear if way.limit_unclear else "")
    fees = unclear if way.fees_unclear else (fees or _("không thu"))
    if limits:
        yield _Fact(f"limit {way.channel}", " · ".join((_("Thời hạn"), channel)), limits)
    yield _Fact(f"fees {way.channel}", " · ".join((_("Phí, lệ phí"), channel)), fees)
    if way.note:
        said = say(way.note, language)
        yield _Fact(f"said {way.channel}", " · ".join((_("Lời ghi"), channel)), said)


def _fee(fee: Fee, language: str) -> str:
    amount = _("địa phương quy định") if fee.amount is None else show(fee.amount, language)
    return f"{say(fee.name, language)}: {amount} ({fee.valid_from:%d/%m/%Y})"


def _form(pack: Pack, language: str) -> Iterator[_Fact]:
    for page, question in pack.form.questions():
        yield _question(question, say(page.title, language), language)
        if isinstance(question, GroupQuestion):
            for inner in question.questions:
                yield _question(inner, say(question.label, language), language, question.key)
    if pack.form.gist:
        yield _Fact("gist", _("Trích yếu hồ sơ"), ", ".join(gist_labels(pack.form, language)))
    for check in pack.form.checks:
        what = _("Điều kiện kiểm tra của tờ khai")
        yield _Fact(f"check {check.code}", what, say(check.message, language))


def _question(question: Asked, within: str, language: str, group: str = "") -> _Fact:
    parts = [say(question.label, language), getattr(question, "kind", "")]
    parts.append(_("bắt buộc") if getattr(question, "required", False) else _("không bắt buộc"))
    options = getattr(question, "options", ())
    parts += [say(option.label, language) for option in options]
    if question.when is not None:
        parts.append(str(question.when))
    what = _("Câu hỏi ở phần “%(part)s”") % {"part": within}
    return _Fact(f"question {group}.{question.key}", what, " · ".join(parts))


def _handling(pack: Pack, language: str) -> Iterator[_Fact]:
    for step in pack.process.steps:
        parts = [say(step.name, language), step.role, f"{step.share:.0%}", *step.produces]
        what = _("Bước xử lý “%(code)s”") % {"code": step.code}
        yield _Fact(f"step {step.code}", what, " · ".join(map(str, parts)))
    yield _Fact("paper", _("Văn bản kết quả"), say(pack.result.title, language))
    yield _Fact("template", _("Mẫu trình bày kết quả"), pack.result.template)
