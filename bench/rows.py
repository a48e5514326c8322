"""Many dossiers at once: copies of those the made-up year left, with codes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from psycopg.sql import SQL, Composable, Identifier, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_ZONE = "Asia/Ho_Chi_Minh"
# Every dossier of the year, again and again, numbered on after the last of its office and day.
_PLAN = f"""
CREATE TEMP TABLE copies AS
SELECT nextval('dossiers_dossier_id_seq') AS new_id, d.id AS old_id, d.agency_id,
       (d.submitted_at AT TIME ZONE '{_ZONE}')::date AS day,
       row_number() OVER (PARTITION BY d.agency_id, (d.submitted_at AT TIME ZONE '{_ZONE}')::date)
         + coalesce(n.last, 0) AS number
FROM (SELECT * FROM dossiers_dossier WHERE submission_key LIKE 'api:%:demo-%' ORDER BY id) d
CROSS JOIN generate_series(1, {{times}}) AS again
LEFT JOIN dossiers_dossiernumbering n
  ON n.agency_id = d.agency_id AND n.day = (d.submitted_at AT TIME ZONE '{_ZONE}')::date
LIMIT {{most}}
"""  # noqa: S608 - a constant of ours
_NUMBERS = """
INSERT INTO dossiers_dossiernumbering AS held (agency_id, day, last)
SELECT agency_id, day, max(number) FROM copies GROUP BY agency_id, day
ON CONFLICT (agency_id, day) DO UPDATE SET last = excluded.last
"""
_CODE = """a.code || '-' || to_char(c.day, 'YYMMDD') || '-'
  || lpad(c.number::text, greatest(4, length(c.number::text)), '0')"""
_DOSSIER = {
    "id": "c.new_id",
    "public_id": "gen_random_uuid()",
    "code": _CODE,
    "submission_key": "'bench:' || c.new_id",
}
_CHILD = {"dossier_id": "c.new_id", "public_id": "gen_random_uuid()"}
_CHILDREN = ("dossiers_steprun", "dossiers_transition", "dossiers_paper", "dossiers_pause")


def copy_dossiers(owner_url: str, most: int) -> int:
    """Copy the year's dossiers until there are so many; give how many were made.

    Steps, moves, papers and pauses are copied with them. The tables are analysed afterwards.
    """
    with psycopg.connect(owner_url) as connection:
        connection.execute("SET LOCAL synchronous_commit = off")
        row = connection.execute(
            "SELECT count(*) FROM dossiers_dossier WHERE submission_key LIKE 'api:%:demo-%'"
        ).fetchone()
        assert row is not None
        plan = SQL(_PLAN).format(times=Literal(most // max(int(row[0]), 1) + 1), most=Literal(most))
        made = connection.execute(plan).rowcount
        connection.execute("CREATE INDEX ON copies (old_id)")
        _copy(connection, "dossiers_dossier", "id", _DOSSIER)
        for table in _CHILDREN:
            _copy(connection, table, "dossier_id", _CHILD)
        connection.execute(_NUMBERS)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return made


def _copy(
    connection: psycopg.Connection[tuple[object, ...]],
    table: str,
    key: str,
    fresh: Mapping[str, str],
) -> None:
    source = SQL(
        "JOIN {} d ON d.{} = c.old_id JOIN agencies_agency a ON a.id = c.agency_id"
    ).format(Identifier(table), Identifier(key))
    without = () if key == "id" else ("id",)
    insert_copies(connection, table, source, fresh, without=without)


def insert_copies(
    connection: psycopg.Connection[tuple[object, ...]],
    table: str,
    source: Composable,
    fresh: Mapping[str, str],
    *,
    without: Collection[str] = (),
) -> None:
    """Write rows of a table again, one for each row of `copies c` joined as `source` says.

    `source` names the copied row `d`; `fresh` gives by column what is not copied, `without` the
    columns that the database fills in.
    """
    columns = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped ORDER BY attnum",
        (table,),
    ).fetchall()
    names = [str(row[0]) for row in columns if row[0] not in without]
    read = [SQL(fresh[name]) if name in fresh else SQL("d.") + Identifier(name) for name in names]
    connection.execute(
        SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM copies c {}").format(
            Identifier(table), SQL(", ").join(map(Identifier, names)), SQL(", ").join(read), source
        )
    )
