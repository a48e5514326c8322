"""What the code of the last release relies on in the database, and what breaks it (P17).

While a node is upgraded the old processes work on the new schema, for minutes or, on several
machines, for hours. So nothing that the last release knows may go, change its type, or ask for more
than it gives. What must go is left unused for one release and dropped in the next. The same holds
for the jobs that old processes put in the queue and new ones take out.

`make released` writes the record anew, with the version that it is of (`release.py`).
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import psycopg

from motcua.kernel.postgres import temporary_server
from tests.upgrading import release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Schema = dict[str, Any]
RECORD = release.ROOT / release.RECORD
_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS is_demanded, a.attnotnull
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2
"""
_RULES = """
SELECT c.relname, r.conname, pg_get_constraintdef(r.oid)
FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid
WHERE c.relnamespace = 'public'::regnamespace AND r.contype IN ('c', 'u', 'x', 'f') ORDER BY 1, 2
"""
_UNIQUE = """
SELECT t.relname, i.relname, pg_get_indexdef(i.oid) FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
WHERE t.relnamespace = 'public'::regnamespace AND x.indisunique AND NOT x.indisprimary ORDER BY 1, 2
"""
_FUNCTIONS = """
SELECT p.oid::regprocedure::text, pg_get_function_result(p.oid) FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1
"""
# A constraint, and the index that keeps it.
_ONCE = re.compile(r"(?:UNIQUE|CREATE UNIQUE INDEX \w+ ON [\w.]+ USING btree) \(([\w, ]+)\)")


def read(cursor: Any) -> Schema:
    """Read tables with columns and rules, and functions, of a database."""
    tables: dict[str, Any] = {}
    cursor.execute(_COLUMNS)
    for table, column, kind, is_demanded, is_never_null in cursor.fetchall():
        known = tables.setdefault(table, {"columns": {}, "rules": {}})
        known["columns"][column] = [kind, bool(is_demanded), bool(is_never_null)]
    for statement in (_RULES, _UNIQUE):
        cursor.execute(statement)
        for table, name, rule in cursor.fetchall():
            tables[table]["rules"][name] = rule
    cursor.execute(_FUNCTIONS)
    return {"tables": tables, "functions": dict(cursor.fetchall())}


def jobs() -> dict[str, dict[str, bool]]:
    """Give what each kind of job takes, and whether it must be given."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 - after Django is set up

    return {
        name: _taken(task.func, skips=int(task.pass_context))
        for name, task in app.tasks.items()
        if not task.func.__module__.startswith("procrastinate.")
    }


def _taken(function: Any, *, skips: int) -> dict[str, bool]:
    found = list(inspect.signature(function).parameters.values())[skips:]
    return {one.name: one.default is one.empty for one in found}


def broken(released: Schema, now: Schema) -> Iterator[str]:
    """Say what of `now` the code that was written for `released` cannot work with."""
    for table, old in released["tables"].items():
        new = now["tables"].get(table)
        if new is None:
            yield f"{table}: the table is gone"
            continue
        yield from (f"{table}.{said}" for said in _columns(old["columns"], new["columns"]))
        added = new["columns"].keys() - old["columns"].keys()
        for name, rule in new["rules"].items():
            # One about a new column is kept by whoever does not know it.
            is_about_new = bool(added & set(re.findall(r"\w+", rule)))
            is_kept = rule in old["rules"].values() or _is_wider(rule, old["rules"].values())
            if not is_kept and not is_about_new:
                yield f"{table}: the rule {name} is new, and old rows or old code may not keep it"
    for name, result in released["functions"].items():
        if now["functions"].get(name) != result:
            yield f"{name}: the function is gone or gives something else"
    for name, taken in released["jobs"].items():
        yield from (f"{name}: {said}" for said in _left_waiting(taken, now["jobs"].get(name)))


def _left_waiting(old: dict[str, bool], new: dict[str, bool] | None) -> Iterator[str]:
    if new is None:
        yield "no such job is done any more, and some may be waiting"
        return
    yield from (f"takes no {said} any more" for said in sorted(old.keys() - new.keys()))
    demanded = {said for said, is_demanded in new.items() if is_demanded and not old.get(said)}
    yield from (f"must be given {said}" for said in sorted(demanded))


def _is_wider(rule: str, old: Iterable[str]) -> bool:
    """Say whether what must be once holds wherever an old rule of fewer columns did."""
    new = _once(rule)
    return any(new >= held for one in old if (held := _once(one)))


def _once(rule: str) -> set[str]:
    found = _ONCE.fullmatch(rule)
    return set(found[1].split(", ")) if found else set()


def _columns(old: dict[str, list[Any]], new: dict[str, list[Any]]) -> Iterator[str]:
    for column, (kind, _, was_never_null) in old.items():
        if column not in new:
            yield f"{column}: the column is gone"
            continue
        if new[column][0] != kind:
            yield f"{column}: was {kind}, is {new[column][0]}"
        if new[column][2] and not was_never_null:
            yield f"{column}: may be empty no more"
    for column, (_, is_demanded, _) in new.items():
        if column not in old and is_demanded:
            yield f"{column}: is new and must be given; let the database give it (db_default)"


def main() -> None:
    """Write the record of the schema as this code makes it, and which version that is."""
    import os  # noqa: PLC0415 - before Django is set up

    of = release.version()
    if release.tagged(of):
        sys.exit(f"{of} is out (tag v{of}): write the new version in pyproject.toml first")
    with temporary_server() as urls:
        os.environ |= {"DATABASE_URL": urls.owner, "DATABASE_OWNER_URL": urls.owner}
        os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.config.settings"
        import django  # noqa: PLC0415 - the same
        from django.core.management import call_command  # noqa: PLC0415 - the same

        django.setup()
        call_command("migrate", verbosity=0)
        with psycopg.connect(urls.owner) as connection, connection.cursor() as cursor:
            found = {"version": of, "jobs": jobs()} | read(cursor)
    RECORD.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n")
    counted = ", ".join(f"{len(found[name])} {name}" for name in ("tables", "functions", "jobs"))
    sys.stdout.write(f"{of}: {counted}\n")


if __name__ == "__main__":
    main()
