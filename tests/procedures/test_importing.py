"""The national catalogue in the database: once, again, changed, gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.caching import forget_all
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.procedures.actions import (
    Received,
    import_records,
    load_packs,
    mark_gone,
    save_draft,
    take_pack,
)
from motcua.procedures.base.loading import pack_from
from motcua.procedures.base.national.records import read_record
from motcua.procedures.errors import PackInvalid
from motcua.procedures.models import NationalRecord, Procedure, ProcedureVersion
from motcua.procedures.queries import find_procedures, pack_of, version_on
from tests.procedures.national import line

NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = NOW.date()
LATER = NOW + timedelta(days=3)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    forget_all()
    yield
    forget_all()


def bring(*lines, now=NOW):
    records = [Received(*read_record(each)) for each in lines]
    *_, told = import_records(actor=SYSTEM, records=records, now=now)
    return told.created, told.updated, told.unchanged


def test_a_new_record_is_kept_whole_published_and_found_by_its_words():
    assert bring(line(THEM="khóa lạ được giữ")) == (1, 0, 0)
    kept = NationalRecord.objects.get(code="1.900001")
    assert kept.source["THEM"] == "khóa lạ được giữ"
    assert kept.version_id == version_on("1.900001", TODAY)
    assert pack_of(kept.version_id).name == {"vi": "Đăng ký nuôi chó"}
    assert [found.code for found in find_procedures("nuoi cho", TODAY)] == ["1.900001"]
    assert AuditRow.objects.filter(action="procedures.record_imported").count() == 1


def test_the_same_file_again_changes_nothing():
    bring(line())
    rows = [model.objects.order_by("pk").values() for model in (ProcedureVersion, NationalRecord)]
    before = [list(kept.all()) for kept in rows]
    assert bring(line(), now=LATER) == (0, 0, 1)
    assert [list(kept.all()) for kept in rows] == before


def test_what_was_read_otherwise_before_becomes_a_draft_though_the_record_is_the_same():
    """As after an update of the programme that understands a fee which it misread before."""
    bring(line(TENTTHC="Như bản cũ đã hiểu"), line(MATTHC="1.900002"))
    now_said = Received(*read_record(line()))
    NationalRecord.objects.filter(code="1.900001").update(source=now_said.source)
    NationalRecord.objects.update(digest="0" * 64)
    assert bring(line(), line(MATTHC="1.900002"), now=LATER) == (0, 1, 1)
    versions = ProcedureVersion.objects.order_by("procedure__code", "number")
    assert [(row.number, row.status) for row in versions] == [
        (1, "published"),
        (2, "draft"),
        (1, "published"),
    ]
    assert AuditRow.objects.filter(action="procedures.record_changed").count() == 1
    assert bring(line(), line(MATTHC="1.900002"), now=LATER) == (0, 0, 2)


def test_a_changed_record_becomes_a_draft_and_the_rules_in_force_stay():
    bring(line())
    in_force = version_on("1.900001", TODAY)
    assert bring(line(TENTTHC="Đăng ký nuôi chó, mèo"), now=LATER) == (0, 1, 0)
    forget_all()
    assert version_on("1.900001", LATER.date()) == in_force
    versions = ProcedureVersion.objects.order_by("number")
    assert [(row.number, row.status) for row in versions] == [(1, "published"), (2, "draft")]
    assert versions[1].content["name"] == {"vi": "Đăng ký nuôi chó, mèo"}
    bring(line(TENTTHC="Đăng ký nuôi thú"), now=LATER)
    assert [row.number for row in ProcedureVersion.objects.order_by("number")] == [1, 2]
    assert ProcedureVersion.objects.get(number=2).content["name"] == {"vi": "Đăng ký nuôi thú"}


def test_a_draft_somebody_writes_in_is_not_replaced_by_the_catalogue(world):
    bring(line())
    bring(line(TENTTHC="Đăng ký nuôi chó, mèo"), now=LATER)
    draft = ProcedureVersion.objects.get(number=2)
    pack = pack_from({**draft.content, "summary": {"vi": "Viết bằng tay."}})
    writer = world.actor("administrator")
    save_draft(actor=writer, version_id=draft.pk, revision=0, pack=pack, now=LATER)
    bring(line(TENTTHC="Đăng ký nuôi thú"), now=LATER)
    draft.refresh_from_db()
    assert draft.content["summary"] == {"vi": "Viết bằng tay."}
    assert ProcedureVersion.objects.get(number=3).content["name"] == {"vi": "Đăng ký nuôi thú"}


def test_rules_written_by_hand_are_never_touched():
    load_packs(actor=SYSTEM, now=NOW)
    versions = list(ProcedureVersion.objects.order_by("pk").values())
    assert bring(line(MATTHC="1.001193", TENTTHC="Khác hẳn")) == (1, 0, 0)
    assert list(ProcedureVersion.objects.order_by("pk").values()) == versions
    assert NationalRecord.objects.get(code="1.001193").version is None


def test_a_record_that_is_gone_is_marked_and_comes_back_when_it_does():
    bring(line(), line(MATTHC="1.900002"))
    assert mark_gone(actor=SYSTEM, present=frozenset({"1.900001"}), now=LATER) == 1
    assert list(NationalRecord.objects.exclude(gone_at=None).values_list("code", flat=True)) == [
        "1.900002"
    ]
    assert Procedure.objects.filter(code="1.900002").exists()
    assert mark_gone(actor=SYSTEM, present=frozenset({"1.900001"}), now=LATER) == 0
    bring(line(MATTHC="1.900002"), now=LATER)
    assert not NationalRecord.objects.exclude(gone_at=None).exists()


def test_only_an_administrator_brings_a_catalogue_in():
    stranger = Actor("citizen", 1)
    with pytest.raises(NotAllowed):
        list(import_records(actor=stranger, records=[], now=NOW))
    with pytest.raises(NotAllowed):
        mark_gone(actor=stranger, present=frozenset(), now=NOW)


def test_a_pack_with_what_is_not_kept_is_refused_and_leaves_nothing():
    bring(line())
    code = NationalRecord.objects.get().code
    kept = pack_of(version_on(code, TODAY))
    odd = kept.model_copy(update={"code": "9.900009", "summary": {"vi": "a\0b"}})
    with pytest.raises(PackInvalid):
        take_pack(actor=SYSTEM, pack=odd, now=NOW)
    assert not Procedure.objects.filter(code="9.900009").exists()


def test_a_record_no_rules_can_be_made_of_is_told_and_the_others_land():
    good = [Received(*read_record(line(MATTHC=f"1.90000{number}"))) for number in (1, 3)]
    record, source = read_record(line(MATTHC="1.900002"))
    odd = Received(record.model_copy(update={"TENTTHC": ""}), source)
    *_, told = import_records(actor=SYSTEM, records=[good[0], odd, good[1]], now=NOW)
    assert (told.created, told.done) == (2, 2)
    assert told.refused["1.900002"][0] == ("name", "refused")
    assert not NationalRecord.objects.filter(code="1.900002").exists()


def test_a_record_with_words_nobody_types_lands_and_is_found_by_the_others():
    long = "q" * 3_000_000
    told = bring(line(TENTTHC=f"Đăng ký nuôi chó {long}", TUKHOA=f"{long}, thú cưng"))
    assert told == (1, 0, 0)
    assert [found.code for found in find_procedures("thu cung", TODAY)] == ["1.900001"]
