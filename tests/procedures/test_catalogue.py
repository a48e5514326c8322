"""The catalogue in the database: publishing, offering, finding, and what the database refuses."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from motcua.agencies.models import Agency, Unit
from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.caching import forget_all
from motcua.kernel.errors import InvalidInput, NotAllowed
from motcua.kernel.text import spelled_document
from motcua.procedures import queries
from motcua.procedures.actions import (
    OfferingFacts,
    close_offering,
    index_begun,
    load_packs,
    open_offering,
    publish_pack,
)
from motcua.procedures.enums import VersionStatus
from motcua.procedures.errors import (
    FeeNotTheProvinces,
    OfferingClosed,
    RoleWithoutUnit,
    VersionNotPublished,
)
from motcua.procedures.models import Offering, Procedure, ProcedureVersion, SearchWord
from tests.procedures.packs import CODES, pack_of

NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = date(2026, 11, 20)
TOMORROW = date(2026, 11, 21)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    forget_all()
    yield
    forget_all()


# Enough of the shipped procedures for these tests; that all of them load is a test of its own.
SOME = ("1.000656", "1.001193", "1.001612", "1.004194", "1.004222", "2.000635")


@pytest.fixture
def catalogue():
    for code in SOME:
        assert publish_pack(actor=SYSTEM, pack=pack_of(code), valid_from=TODAY, now=NOW)


@pytest.fixture
def ward():
    agency = Agency.objects.create(code="H26.12", kind="commune", name="UBND phường Ba Đình")
    unit = Unit.objects.create(agency=agency, code="MC", name="Bộ phận một cửa")
    Unit.objects.filter(pk=unit.pk).update(path=f"{unit.pk}/")
    return agency


def units(agency):
    unit = agency.units.get().pk
    return dict.fromkeys(("receptionist", "specialist", "head", "leader"), unit)


def offer(agency, code="1.001612", **more):
    facts = OfferingFacts(more.pop("units", None) or units(agency), **more)
    return open_offering(
        actor=SYSTEM,
        agency=agency,
        procedure_code=code,
        facts=facts,
        opened_from=date(2025, 7, 1),
        now=NOW,
    )


# --- publishing -------------------------------------------------------------------------------


def test_loading_the_packs_again_changes_nothing():
    assert load_packs(actor=SYSTEM, now=NOW) == len(CODES)
    before = set(ProcedureVersion.objects.values_list("id", "digest"))
    assert load_packs(actor=SYSTEM, now=NOW) == 0
    assert set(ProcedureVersion.objects.values_list("id", "digest")) == before


def test_a_changed_pack_becomes_a_new_version_and_ends_the_old_one(catalogue):
    first = queries.version_on("1.001193", TODAY)
    changed = pack_of("1.001193").model_copy(update={"keywords": {"vi": ("đẻ con",)}})
    assert publish_pack(actor=SYSTEM, pack=changed, valid_from=TOMORROW, now=NOW)
    forget_all()
    assert queries.version_on("1.001193", TODAY) == first
    second = queries.version_on("1.001193", TOMORROW)
    assert second != first
    numbers = ProcedureVersion.objects.filter(procedure__code="1.001193").order_by("number")
    assert list(numbers.values_list("number", "valid_to")) == [(1, TOMORROW), (2, None)]
    assert next(found.code for found in queries.find_procedures("de con", TOMORROW)) == "1.001193"


def test_a_procedure_is_found_by_a_new_name_from_the_day_on_which_it_has_it(catalogue):
    renamed = pack_of("1.001193").model_copy(update={"name": {"vi": "Ghi danh sao chổi"}})
    publish_pack(actor=SYSTEM, pack=renamed, valid_from=TOMORROW, now=NOW)
    new = SearchWord.objects.filter(procedure__code="1.001193", word=spelled_document("chổi"))
    assert index_begun(now=NOW) == 0
    assert not new.exists()
    midnight = datetime(2026, 11, 21, 0, 2, tzinfo=NOW.tzinfo)
    assert index_begun(now=midnight) == 1
    assert new.exists()
    forget_all()
    found = queries.find_procedures("sao chổi", TOMORROW)
    assert [card.code for card in found][:1] == ["1.001193"]


def test_history_filed_before_the_first_load_has_rules(catalogue):
    assert queries.version_on("1.001193", date(2025, 12, 1))
    with pytest.raises(VersionNotPublished):
        queries.version_on("1.001193", date(2010, 1, 1))


def test_publishing_is_for_administrators():
    clerk = Actor("official", official_id=1, powers=(Power("receptionist", 1),))
    with pytest.raises(NotAllowed):
        publish_pack(actor=clerk, pack=pack_of("1.001193"), valid_from=TODAY, now=NOW)
    assert not Procedure.objects.exists()


def test_publishing_and_offering_are_recorded_and_told(catalogue, ward):
    offer(ward)
    with connection.cursor() as cursor:
        cursor.execute("SELECT action FROM kernel_auditrow")
        acts = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT name FROM kernel_outboxrow")
        told = {row[0] for row in cursor.fetchall()}
    assert {"procedures.publish", "procedures.open_offering"} <= acts
    assert {"procedures.version_published", "procedures.offering_opened"} <= told


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"digest": "x"},
        {"number": 9},
        {"valid_from": date(2020, 1, 1)},
        {"status": VersionStatus.DRAFT},
        {"status": VersionStatus.DRAFT, "content": {}},
    ],
)
def test_the_database_refuses_to_change_what_is_published(catalogue, change):
    version = ProcedureVersion.objects.filter(status=VersionStatus.PUBLISHED)[:1].get()
    with pytest.raises(DatabaseError, match="is published and cannot change"), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).update(**change)


def test_a_draft_may_still_change_and_has_no_rules_yet():
    procedure = Procedure.objects.create(code="9.999999", field_code="x")
    draft = ProcedureVersion.objects.create(
        procedure=procedure, number=1, valid_from=TODAY, content={"a": 1}, digest="x"
    )
    ProcedureVersion.objects.filter(pk=draft.pk).update(content={"a": 2})
    with pytest.raises(VersionNotPublished):
        queries.rules(draft.pk)


def test_rules_are_compiled_once(catalogue, django_assert_num_queries):
    version = queries.version_on("1.001193", TODAY)
    first = queries.rules(version)
    with django_assert_num_queries(0):
        assert queries.rules(version) is first
    assert (first.code, first.version_id) == ("1.001193", version)


# --- offering ---------------------------------------------------------------------------------


def test_an_offering_says_who_receives_and_what_it_costs(catalogue, ward):
    made = offer(
        ward,
        fee_overrides=[
            {"code": "dang-ky", "amount": 50_000, "basis": "NQ 01", "valid_from": "2026-01-01"}
        ],
    )
    card = queries.offering(made.pk)
    assert (card.agency_code, card.procedure_code) == ("H26.12", "1.001612")
    assert card.receiving.path == f"{card.receiving.id}/"
    assert card.is_open(TODAY)
    (line,) = queries.rules(card.version_id).fees("online", TODAY, overrides=card.fee_overrides)
    assert (line.total, line.basis) == (50_000, "NQ 01")
    with pytest.raises(RoleWithoutUnit):
        card.unit_of("accountant")


def test_every_role_of_the_process_needs_a_unit(catalogue, ward):
    with pytest.raises(RoleWithoutUnit) as refused:
        offer(ward, units={"receptionist": ward.units.get().pk})
    assert refused.value.details["roles"] == ["head", "leader", "specialist"]
    assert not Offering.objects.exists()


def test_a_province_sets_only_the_fees_the_law_leaves_to_it(catalogue, ward):
    row = {"code": "dang-ky-truc-tuyen", "amount": 0, "basis": "NQ", "valid_from": "2026-01-01"}
    with pytest.raises(FeeNotTheProvinces):
        offer(ward, "1.004222", fee_overrides=[row])
    with pytest.raises(InvalidInput):
        offer(ward, fee_overrides=[{"code": "dang-ky", "amount": -5, "basis": "NQ"}])


def test_an_offering_of_nothing_published_is_refused(ward):
    with pytest.raises(VersionNotPublished):
        offer(ward)


def test_an_agency_opens_only_its_own_offerings(catalogue, ward):
    stranger = Actor("official", official_id=1, powers=(Power("administrator", ward.pk + 1),))
    with pytest.raises(NotAllowed):
        open_offering(
            actor=stranger,
            agency=ward,
            procedure_code="1.001612",
            facts=OfferingFacts(units(ward)),
            opened_from=TODAY,
            now=NOW,
        )


def test_a_closed_offering_is_no_longer_listed(catalogue, ward):
    made = offer(ward)
    assert [card.id for card in queries.offerings_of("1.001612", TODAY)] == [made.pk]
    close_offering(actor=SYSTEM, offering_id=made.pk, on=TODAY, now=NOW)
    forget_all()
    assert queries.offerings_of("1.001612", TODAY) == []
    assert not queries.offering(made.pk).is_open(TODAY)
    with pytest.raises(OfferingClosed):
        queries.offering(made.pk + 1)
    with pytest.raises(OfferingClosed):
        close_offering(actor=SYSTEM, offering_id=made.pk + 1, on=TODAY, now=NOW)


def test_opening_again_changes_the_same_offering(catalogue, ward):
    first = offer(ward)
    second = offer(ward, channels=["counter"])
    assert first.pk == second.pk
    assert second.level == 2


@pytest.mark.parametrize(("gateway", "level"), [("http://127.0.0.1:1", 4), ("", 3)])
def test_the_level_is_what_the_agency_really_has(catalogue, ward, settings, gateway, level):
    settings.BANK_URL = gateway
    made = offer(ward)
    assert made.level == level
    computed = queries.level_of_offering(queries.offering(made.pk), TODAY)
    assert computed.level == level
    assert [ground.code for ground in computed.lacking] == ([] if gateway else ["payment"])


# --- finding ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("đăng ký khai sinh", "1.001193"),
        ("dang ky khai sinh", "1.001193"),
        ("KHAI SINH", "1.001193"),
        ("có con", "1.001193"),
        ("co con", "1.001193"),
        ("sinh con", "1.001193"),
        ("đẻ con", "1.001193"),
        ("de con", "1.001193"),
        ("vợ mới đẻ", "1.001193"),
        ("làm giấy khai sinh", "1.001193"),
        ("tôi mới sinh em bé", "1.001193"),
        ("having a child", "1.001193"),
        ("1.001193", "1.001193"),
        ("khai sih", "1.001193"),
        ("nhập hộ khẩu", "1.004222"),
        ("nhap ho khau cho con", "1.004222"),
        ("thuong tru", "1.004222"),
        ("chuyển nhà", "1.004222"),
        ("đăng kí thường trú", "1.004222"),
        ("mở quán", "1.001612"),
        ("tôi muốn mở quán ăn nhỏ", "1.001612"),
        ("ban hang online", "1.001612"),
        ("giay phep kinh doanh", "1.001612"),
        ("start a business", "1.001612"),
        ("tạp hoá", "1.001612"),
    ],
)
def test_people_find_a_procedure_in_their_own_words(catalogue, words, code):
    found = queries.find_procedures(words, TODAY)
    assert found, "nothing found"
    assert found[0].code == code


@pytest.mark.parametrize("words", ["", "   ", "?!"])
def test_no_words_give_everything(catalogue, words):
    assert {found.code for found in queries.find_procedures(words, TODAY)} == set(SOME)


@pytest.mark.parametrize(
    "words", ["xyzzyq", "'; DROP TABLE x; --", "a & !", "x" * 5000, "\\'", "('"]
)
def test_odd_words_are_only_words(catalogue, words):
    queries.find_procedures(words, TODAY)


def test_what_is_not_in_force_is_not_found(catalogue):
    assert queries.find_procedures("khai sinh", date(2010, 1, 1)) == []


def test_life_events_lead_to_their_procedures(catalogue):
    events = queries.codes_by_life_event()
    assert {"1.001193", "1.004222"} <= set(events["having-a-child"])
    assert "1.001612" in events["opening-a-business"]
