"""Drafts as the workshop shows them: what is written, who wrote it, what the checks find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.agencies.queries import PlacesOfToday, official_name
from motcua.console.gate import today
from motcua.console.workshop.base.findings import said_of
from motcua.console.workshop.base.places import find, items_of
from motcua.kernel.errors import NotFound
from motcua.procedures.base.lint import lint_pack, quick_findings
from motcua.procedures.base.loading import pack_from
from motcua.procedures.base.rules import compile_rules
from motcua.procedures.base.texts import say
from motcua.procedures.enums import VersionStatus
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.queries import offerings_of, pack_of, version_on
from motcua.procedures.queries.writing import (
    versions_being_written,
    versions_of,
    written_version,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from motcua.console.workshop.base.findings import Said
    from motcua.procedures.base.fees import FeeLine
    from motcua.procedures.base.lint import Finding
    from motcua.procedures.base.packs import Pack
    from motcua.procedures.base.rules import Rules
    from motcua.procedures.queries import OfferingCard
    from motcua.procedures.queries.writing import WrittenVersion


@dataclass(frozen=True, slots=True)
class Draft:
    """A version as the workshop opens it; only a draft is changed, by whoever may (`is_ours`)."""

    version: WrittenVersion
    pack: Pack
    is_ours: bool = True

    @property
    def id(self) -> int:
        """The number of the version."""
        return self.version.id

    @property
    def content(self) -> dict[str, Any]:
        """The pack as it is kept."""
        return self.version.content

    @property
    def is_open(self) -> bool:
        """Say whether it may still be changed."""
        return self.version.status == VersionStatus.DRAFT

    @property
    def is_editable(self) -> bool:
        """Say whether who looks may change it."""
        return self.is_open and self.is_ours

    @property
    def is_asked(self) -> bool:
        """Say whether its publication was asked for."""
        return self.is_open and self.version.asked_by is not None

    @property
    def writers(self) -> list[str]:
        """The names of who wrote it."""
        return [official_name(number) for number in self.version.writers]

    @property
    def asked_by(self) -> str:
        """The name of who asked for its publication."""
        return official_name(self.version.asked_by) if self.version.asked_by else ""

    @property
    def agreed_by(self) -> str:
        """The name of who agreed to its publication."""
        return official_name(self.version.agreed_by) if self.version.agreed_by else ""

    @property
    def offerings(self) -> list[OfferingCard]:
        """The agencies that take the procedure today."""
        try:
            return offerings_of(self.version.code, today())
        except VersionNotPublished:
            return []

    def rules(self, day: date) -> Rules:
        """Compile its rules; raise `ConditionInvalid` where a condition does not fit."""
        return compile_rules(self.pack, version_id=self.id, places=PlacesOfToday(day))


@dataclass(frozen=True, slots=True)
class Due:
    """A line of what is due, in words, and the row of the pack that says so."""

    name: str
    line: FeeLine
    place: str
    exemption: str

    @property
    def total(self) -> int:
        """What is due, in đồng."""
        return self.line.total


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft in the list of those being written."""

    id: int
    code: str
    name: str
    number: int
    saved_at: datetime | None
    is_asked: bool
    publish_from: date | None


def draft_of(version_id: int) -> Draft:
    """Open a version. Raises `NotFound`."""
    version = written_version(version_id)
    if version is None:
        raise NotFound
    return Draft(version, pack_from(version.content, where=version.code))


def drafts(language: str) -> list[Listed]:
    """List what is being written, what waits for a second pair of eyes first."""
    rows = [
        Listed(
            row.id,
            row.code,
            say(row.content["name"], language),
            row.number,
            row.saved_at,
            row.asked_by is not None,
            row.publish_from,
        )
        for row in versions_being_written()
    ]
    return sorted(rows, key=lambda row: (not row.is_asked, row.code))


def findings_of(draft: Draft, day: date) -> list[Said]:
    """Give everything the checks find, every branch and print tried, errors first."""
    return _said(draft, lint_pack(draft.pack, today=day))


def findings_at_all(draft: Draft) -> list[Said]:
    """Give what the quick checks find anywhere."""
    return _said(draft, quick_findings(draft.pack))


def findings_at(draft: Draft, place: str) -> list[Said]:
    """Give what the quick checks find at a place and below it, errors first."""
    found = _said(draft, quick_findings(draft.pack))
    return [
        said
        for said in found
        if said.place == place or (place and said.place.startswith(f"{place}/"))
    ]


def _said(draft: Draft, findings: Iterable[Finding]) -> list[Said]:
    said = [
        said_of(one, draft.pack, draft.content, is_blocking=one.is_blocking) for one in findings
    ]
    return sorted(said, key=lambda one: not one.is_blocking)


def found_lines(
    draft: Draft,
    rules: Rules,
    answers: Mapping[str, Any],
    chosen: Mapping[str, Any],
    language: str,
) -> list[Due]:
    """Work out what is due, and name the row that counted for each line."""
    overrides = next(
        (row.fee_overrides for row in draft.offerings if str(row.id) == chosen["offering"]), ()
    )
    way = chosen["channel"]
    lines = rules.fees(way, chosen["on"], answers, quantity=chosen["quantity"], overrides=overrides)
    rows = items_of(find(draft.content, f"channels/{way}"), "fees")
    return [
        Due(say(line.name, language), line, rows[line.row].place, _exemption(draft, line, language))
        for line in lines
    ]


def _exemption(draft: Draft, line: FeeLine, language: str) -> str:
    named = (row for _way, fee in draft.pack.fees() for row in fee.exemptions)
    return next((say(row.name, language) for row in named if row.code == line.exemption), "")


def others(draft: Draft) -> list[WrittenVersion]:
    """Give the other versions of a procedure, the newest first."""
    return [row for row in versions_of(draft.version.code) if row.id != draft.id]


def version_before(draft: Draft, number: str) -> Draft | None:
    """Give the version of a number, else the newest published one before a draft."""
    rows = others(draft)
    chosen = [row for row in rows if str(row.number) == number]
    earlier = [
        row
        for row in rows
        if row.number < draft.version.number and row.status == VersionStatus.PUBLISHED
    ]
    found = next(iter([*chosen, *earlier]), None)
    return None if found is None else draft_of(found.id)


def names_of(codes: Iterable[str], language: str) -> dict[str, str]:
    """Give the names of procedures that have rules today, by code."""
    names = {}
    for code in codes:
        try:
            names[code] = say(pack_of(version_on(code, today())).name, language)
        except VersionNotPublished:
            continue  # announced for later, or withdrawn
    return names
