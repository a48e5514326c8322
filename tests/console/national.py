"""Records of the national catalogue as the console's tests have them: unclear, changed, gone."""

from __future__ import annotations

from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.procedures.actions import Received, import_records, mark_gone
from motcua.procedures.base.national.records import read_record
from motcua.procedures.models import NationalRecord
from tests.cast import NOW
from tests.procedures.national import line

CHANGED, CLEAR, GONE = "1.900001", "1.900002", "1.900003"
TIME = "CACHTHUCTHUCHIEN.0.THOIGIAN.0"
UNCLEAR = {
    "CACHTHUCTHUCHIEN": [
        {
            "KENH": "ONLINE",
            "THOIGIAN": [
                {"THOIGIANGIAIQUYET": "1", "DONVITINH": "OTHER", "MOTA": "Trong ngày"},
            ],
        }
    ]
}


def bring_catalogue():
    """Import three records; the first changed since, and the last is gone."""
    for lines in (
        (line(**UNCLEAR), line(MATTHC=CLEAR), line(MATTHC=GONE)),
        (line(**UNCLEAR, TENTTHC="Đăng ký nuôi chó, mèo"),),
    ):
        records = [Received(*read_record(each)) for each in lines]
        list(import_records(actor=SYSTEM, records=records, now=NOW))
    mark_gone(actor=SYSTEM, present=frozenset({CHANGED, CLEAR}), now=NOW)
    forget_all()


def bring_unclear(code, **changes):
    """Import a record whose time limit is unclear."""
    records = [Received(*read_record(line(**UNCLEAR, MATTHC=code, **changes)))]
    list(import_records(actor=SYSTEM, records=records, now=NOW))
    forget_all()


def let_in(client, base, day, digest=None):
    """Post that the change holds from a day; `digest` is what was seen, what it is now unless."""
    seen = NationalRecord.objects.get(code=CHANGED).version.digest
    given = {"on": day, "digest": digest or seen}
    return client.post(f"{base}national/changes/{CHANGED}/", given)
