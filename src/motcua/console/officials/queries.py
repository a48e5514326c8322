"""Lists of officials that came as a spreadsheet: read in the sandbox, checked, carried on."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from motcua.agencies.queries.administration import staff_codes, units_of
from motcua.console.officials.base.rows import Known, OfficialRow, Sheet, read_sheet
from motcua.identity.queries.accounts import emails_in_use
from motcua.kernel.errors import InvalidInput
from motcua.kernel.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.agencies.models import Agency

MOST_BYTES = 2 * 1024 * 1024
_PARSER = "motcua.console.officials.base.workbooks"
_WORKBOOKS = Sandbox(_PARSER)
_SALT = "motcua.console.officials.import"
_SECONDS_TO_DECIDE = 3600


class ListExpired(InvalidInput):
    """The list was checked too long ago, for another agency, or was changed since."""

    code = "console.list_expired"
    message = _("Danh sách đã kiểm tra quá lâu. Anh/chị hãy tải tệp lên lại.")


def read_list(agency: Agency, content: bytes, on: date) -> Sheet:
    """Read and check a spreadsheet against what the agency has on a day; writes nothing.

    Raises `ParsingFailed` (broken, too_large, too_many_rows, entities, limit).
    """
    answer = _WORKBOOKS.run(f"{_PARSER}.read_rows", [content], seconds=5, megabytes=250)
    lines = [[str(cell) for cell in row] for row in answer.data["rows"]]
    emails = {line[3].lower() for line in lines if len(line) > 3}
    units = frozenset(unit.code for unit in units_of(agency, on))
    return read_sheet(lines, Known(staff_codes(agency), units, emails_in_use(emails)))


def carried(agency: Agency, rows: Sequence[OfficialRow]) -> str:
    """Write checked rows for the page that asks for the last word, signed and for this agency."""
    plain = [{**asdict(row), "since": row.since.isoformat()} for row in rows]
    return signing.dumps(plain, salt=f"{_SALT}.{agency.pk}", compress=True)


def brought_back(agency: Agency, token: str) -> tuple[OfficialRow, ...]:
    """Read the rows that `carried` wrote within the last hour. Raises `ListExpired`."""
    try:
        plain: list[dict[str, Any]] = signing.loads(
            token, salt=f"{_SALT}.{agency.pk}", max_age=_SECONDS_TO_DECIDE
        )
    except signing.BadSignature as error:
        raise ListExpired from error
    return tuple(_row(one) for one in plain)


def _row(one: dict[str, Any]) -> OfficialRow:
    row = OfficialRow(**one)
    return replace(row, roles=tuple(row.roles), since=date.fromisoformat(one["since"]))
