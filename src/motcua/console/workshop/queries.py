"""Drafts as the workshop shows them: what is written, who wrote it, what the checks find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.agencies.queries import PlacesOfToday, official_name
from motcua.console.workshop.base.findings import said_of
from motcua.kernel.errors import NotFound
from motcua.procedures.actions.agreeing import is_blocking
from motcua.procedures.base.lint import lint_pack, quick_findings
from motcua.procedures.base.loading import pack_from
from motcua.procedures.base.rules import compile_rules
from motcua.procedures.base.texts import say
from motcua.procedures.enums import VersionStatus
from motcua.procedures.queries.writing import versions_being_written, written_version

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from motcua.console.workshop.base.findings import Said
    from motcua.procedures.base.lint import Finding
    from motcua.procedures.base.packs import Pack
    from motcua.procedures.base.rules import Rules
    from motcua.procedures.queries.writing import WrittenVersion


@dataclass(frozen=True, slots=True)
class Draft:
    """A version as the workshop opens it; only a draft is changed."""

    version: WrittenVersion
    pack: Pack

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

    def rules(self, day: date) -> Rules:
        """Compile its rules; raise `ConditionInvalid` where a condition does not fit."""
        return compile_rules(self.pack, version_id=self.id, places=PlacesOfToday(day))


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
        said_of(one, draft.pack, draft.content, is_blocking=is_blocking(one)) for one in findings
    ]
    return sorted(said, key=lambda one: not one.is_blocking)
