"""The level of online service an offering really has, condition by condition.

Decree 43/2011, Art. 3.4: level 1 information; 2 forms to print; 3 filing and exchange online;
4 paying and result online. Today's words: partly or fully online (Decree 224/2026, Art. 14).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.procedures.base.fees import FeeOverride, amount_of
from motcua.procedures.enums import Channel, ServiceLevel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from motcua.procedures.base.packs import Facts, Pack


@dataclass(frozen=True, slots=True)
class Means:
    """What an agency has switched on for the procedure."""

    channels: frozenset[str]
    pays_online: bool
    signs_results: bool
    overrides: Sequence[FeeOverride] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """One condition of a level: whether it holds, and the sentence that says so."""

    code: str
    level: ServiceLevel
    holds: bool
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Level:
    """A level with its grounds, those that hold and those that lack.

    `partly_because` is what was published of why not all of it is online.
    """

    level: ServiceLevel
    grounds: tuple[Ground, ...]
    partly_because: Mapping[str, str] | None = None

    @property
    def lacking(self) -> tuple[Ground, ...]:
        """The conditions that do not hold."""
        return tuple(ground for ground in self.grounds if not ground.holds)

    @property
    def can_file(self) -> bool:
        """Say whether it can be filed online, whatever else lacks for a level."""
        return any(ground.code == "filing" and ground.holds for ground in self.grounds)

    @property
    def reach(self) -> ServiceLevel:
        """What can be done online, whatever else lacks for a level: it decides today's term."""
        if self.level == ServiceLevel.FULL or self.can_file:
            return max(self.level, ServiceLevel.FILING)
        prints = any(ground.code == "forms" and ground.holds for ground in self.grounds)
        return ServiceLevel.FORMS if prints else ServiceLevel.INFORMATION

    @property
    def term(self) -> Mapping[str, str]:
        """What the offering is called today: what is filed online is partly online at least."""
        return _TERMS[self.reach]

    @property
    def because(self) -> tuple[Mapping[str, str], ...]:
        """Why it is not fully online: the published reason, else the conditions that lack."""
        if self.level == ServiceLevel.FULL:
            return ()
        if self.partly_because is not None:
            return (self.partly_because,)
        return tuple(ground.words for ground in self.lacking)


_TERMS: Mapping[ServiceLevel, Mapping[str, str]] = {
    ServiceLevel.FULL: {"vi": "Dịch vụ công trực tuyến toàn trình", "en": "Fully online"},
    ServiceLevel.FILING: {"vi": "Dịch vụ công trực tuyến một phần", "en": "Partly online"},
    ServiceLevel.FORMS: {
        "vi": "Cung cấp thông tin và biểu mẫu",
        "en": "Information and forms only",
    },
    ServiceLevel.INFORMATION: {"vi": "Cung cấp thông tin", "en": "Information only"},
}

# Words where a condition holds, and where it lacks.
_WORDS: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "forms": (
        {"vi": "Có biểu mẫu để in ra.", "en": "There is a form to print."},
        {"vi": "Chưa có biểu mẫu để in ra.", "en": "There is no form to print."},
    ),
    "filing": (
        {"vi": "Điền và nộp hồ sơ trên mạng được.", "en": "It can be filled in and filed online."},
        {
            "vi": "Cơ quan chưa nhận hồ sơ trên mạng.",
            "en": "The agency does not take it online yet.",
        },
    ),
    "exchange": (
        {
            "vi": "Bổ sung hồ sơ và trao đổi trên mạng được.",
            "en": "Supplements and questions are handled online.",
        },
        {"vi": "Việc bổ sung hồ sơ phải làm trực tiếp.", "en": "Supplements are made in person."},
    ),
    "exchange-unfiled": (
        {},
        {
            "vi": "Chưa nộp hồ sơ trên mạng được nên cũng chưa bổ sung, trao đổi trên mạng được.",
            "en": "It is not filed online, so supplements and questions are not handled there.",
        },
    ),
    "free": (
        {"vi": "Không phải nộp tiền.", "en": "There is nothing to pay."},
        {"vi": "Có khoản phải nộp.", "en": "There is something to pay."},
    ),
    "amount": (
        {"vi": "Biết rõ mức phí, lệ phí.", "en": "What it costs is known."},
        {
            "vi": "Chưa xác định được mức phí, lệ phí.",
            "en": "What it costs is not known for sure.",
        },
    ),
    "amount-unclear": (
        {},
        {
            "vi": "Nguồn công bố nói chưa rõ phí, lệ phí, nên chưa biết có phải nộp tiền không.",
            "en": "The source is unclear about the cost, so it is not known what is to be paid.",
        },
    ),
    "payment": (
        {"vi": "Nộp tiền trên mạng được.", "en": "It can be paid online."},
        {"vi": "Chưa nộp tiền trên mạng được.", "en": "It cannot be paid online yet."},
    ),
    "result": (
        {
            "vi": "Nhận kết quả điện tử có ký số.",
            "en": "The result comes as a signed electronic document.",
        },
        {
            "vi": "Kết quả chưa được trả bằng bản điện tử có ký số.",
            "en": "The result is not yet given as a signed electronic document.",
        },
    ),
}

_COMPLETE = {
    "vi": "Có đủ thông tin: giấy tờ, thời hạn, lệ phí, căn cứ pháp lý.",
    "en": "Papers, time, cost and law are all stated.",
}
_UNSAID = {"vi": "Chưa nêu rõ {things}.", "en": "Not clearly stated: {things}."}
_PAPERS = {"vi": "giấy tờ", "en": "papers"}
_TIME = {"vi": "thời hạn", "en": "time limit"}
_COST = {"vi": "phí, lệ phí", "en": "cost"}
_LAW = {"vi": "căn cứ pháp lý", "en": "law"}


def level_of(pack: Pack, means: Means, day: date) -> Level:
    """Compute the level from what is there on a day: the highest with nothing lacking below."""
    grounds = (
        _information(pack, day),
        _ground("forms", ServiceLevel.FORMS, holds=bool(pack.form.statutory)),
        _ground("filing", ServiceLevel.FILING, holds=_files_online(pack, means)),
        _exchange(pack, means),
        _payment(pack, means, day),
        _ground(
            "result",
            ServiceLevel.FULL,
            holds=pack.online.result_online and means.signs_results,
        ),
    )
    reached = min(
        (ground.level - 1 for ground in grounds if not ground.holds), default=ServiceLevel.FULL
    )
    level = ServiceLevel(max(reached, ServiceLevel.INFORMATION))
    return Level(level, grounds, pack.online.partly_because)


def _ground(code: str, level: ServiceLevel, *, holds: bool) -> Ground:
    there, lacking = _WORDS[code]
    return Ground(code, level, holds, there if holds else lacking)


def _information(pack: Pack, day: date) -> Ground:
    """Say whether everything is stated that one has to know, and what is not."""
    unsaid = list(_unsaid(pack, day))
    words = {
        language: text.format(things="; ".join(thing[language] for thing in unsaid))
        for language, text in _UNSAID.items()
    }
    found = words if unsaid else _COMPLETE
    return Ground("information", ServiceLevel.INFORMATION, not unsaid, found)


def _unsaid(pack: Pack, day: date) -> Iterator[Mapping[str, str]]:
    if not papers_are_known(pack):
        yield _PAPERS
    if not all(any(row.holds_on(day) for row in way.limits) for way in pack.channels):
        yield _TIME
    if any(way.fees_unclear for way in pack.channels):
        yield _COST
    if not pack.legal_bases:
        yield _LAW


def papers_are_known(pack: Facts) -> bool:
    """Say whether the papers are known: listed, or left out by somebody who says it goes online.

    A procedure that nobody has worked on is not meant to be online; where its source lists no
    paper, that may be all there is, or what was forgotten.
    """
    listed = any(True for _ in pack.papers())
    return listed or pack.online.level > ServiceLevel.INFORMATION


def _exchange(pack: Pack, means: Means) -> Ground:
    """Say whether what follows the filing is online: only where the filing is."""
    if _files_online(pack, means):
        return _ground("exchange", ServiceLevel.FILING, holds=pack.online.exchange)
    _there, lacking = _WORDS["exchange-unfiled"]
    return Ground("exchange", ServiceLevel.FILING, holds=False, words=lacking)


def _files_online(pack: Pack, means: Means) -> bool:
    return bool(
        pack.channel(Channel.ONLINE) and Channel.ONLINE in means.channels and pack.form.pages
    )


def _payment(pack: Pack, means: Means, day: date) -> Ground:
    """Say what stands between a fee and its payment; a record without the way online has others."""
    online = pack.channel(Channel.ONLINE)
    ways = (online,) if online else pack.channels
    if any(way.fees_unclear for way in ways):
        _there, lacking = _WORDS["amount-unclear"]
        return Ground("amount", ServiceLevel.FULL, holds=False, words=lacking)
    amounts = [
        amount_of(fee, means.overrides, day, Channel(way.channel))[0]
        for way in ways
        for fee in way.fees
        if fee.holds_on(day)
    ]
    if None in amounts:
        return _ground("amount", ServiceLevel.FULL, holds=False)
    if not any(amounts):
        return _ground("free", ServiceLevel.FULL, holds=True)
    return _ground("payment", ServiceLevel.FULL, holds=means.pays_online)
