"""The request for a supplement: what has to be put right, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext as _

from motcua.desk.dossiers.forms.words import LONGEST, printing_problem
from motcua.dossiers.actions import SupplementItem
from motcua.dossiers.queries.listed import Listed, may_be_listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import QueryDict

    from motcua.dossiers.models import Dossier
    from motcua.ui.fields import Section


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A question or paper as a line of the request: ticked or not, why, and what is wrong."""

    listed: Listed
    name: str
    is_ticked: bool
    reason: str
    error: str

    @property
    def id(self) -> str:
        """The id of the reason's control."""
        return "f-" + self.name.replace(":", "-").replace(".", "-")


class SupplementForm:
    """What has to be put right, each with its reason, all at once."""

    def __init__(self, dossier: Dossier, data: QueryDict | None) -> None:
        self._data = data
        self.groups = [
            (group.title, [self._line(listed) for listed in group.items])
            for group in may_be_listed(dossier, get_language() or "vi")
        ]
        self.message = (data.get("message", "") if data else "").strip()[:LONGEST]

    def is_valid(self) -> bool:
        """Say whether something is listed, and everything listed has a reason."""
        return bool(self._ticked()) and not self.problems

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        if self._data is None:
            return []
        wrong = [(line.id, line.error) for line in self._lines() if line.error]
        if not self._ticked():
            first = next(self._lines(), None)
            wrong.append(
                (first.id if first else "main", _("Anh/chị chọn ít nhất một mục cần bổ sung."))
            )
        message = printing_problem(self.message)
        return [*wrong, *([("f-message", message)] if message else [])]

    @property
    def sections(self) -> tuple[Section, ...]:
        """Nothing: the lines have a table of their own."""
        return ()

    @property
    def values(self) -> Mapping[str, Any]:
        """The items of the request, and a word about the whole."""
        items = [
            SupplementItem(line.listed.kind, line.listed.code, line.reason)
            for line in self._ticked()
        ]
        return {"items": items, "message": self.message}

    def _line(self, listed: Listed) -> ListedLine:
        name = f"{listed.kind}:{listed.code}"
        if self._data is None:
            # What was not handed in is what most requests are about.
            reason = _("Hồ sơ chưa có giấy tờ này.") if listed.is_missing else ""
            return ListedLine(listed, name, listed.is_missing, reason, error="")
        reason = self._data.get(f"reason.{name}", "").strip()[:LONGEST]
        # Whoever writes a reason means the line, ticked or not.
        is_ticked = name in self._data.getlist("item") or bool(reason)
        missing = _("Ghi lý do: %s") % listed.name if is_ticked and not reason else ""
        return ListedLine(listed, name, is_ticked, reason, missing or printing_problem(reason))

    def _lines(self) -> Iterator[ListedLine]:
        return (line for _title, lines in self.groups for line in lines)

    def _ticked(self) -> list[ListedLine]:
        return [line for line in self._lines() if line.is_ticked]
