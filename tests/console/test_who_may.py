"""Who may do what in the catalogue: what holds for all belongs to the agency that runs the node."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from lxml import html

from motcua.agencies.actions import (
    appoint_official,
    depart_official,
    end_posting,
    open_unit,
    post_official,
    register_agency,
    transfer_official,
)
from motcua.agencies.actions.officials import OfficialFacts
from motcua.agencies.actions.structure import AgencyFacts, UnitFacts
from motcua.agencies.errors import MadeYou
from motcua.agencies.models import Posting
from motcua.identity.actions import open_official_account
from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow
from motcua.procedures.models import NationalRecord, Offering, ProcedureVersion, Synonym
from tests.cast import BIRTH, BUSINESS, NOW, SINCE
from tests.console.conftest import _administrator
from tests.console.national import CHANGED, CLEAR, GONE, TIME, let_in
from tests.console.test_workshop import Draft, agree, ask, seen
from tests.identity.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("national")]
SETTLED = {"holds": "value", "amount": "399", "unit": "working-day"}
LIST = {
    "code": "x",
    "name": "x",
    "purpose": "online",
    "decision": "1/QĐ-TTg",
    "valid_from": "20/11/2026",
    "entries": BUSINESS,
}


@pytest.fixture
def city(world):
    """The city, which runs the node and stands above the ward."""
    facts = AgencyFacts("H26", "province", "Ủy ban nhân dân thành phố Hà Nội", is_invented=True)
    agency = register_agency(actor=SYSTEM, facts=facts, now=NOW, valid_from=SINCE)
    leaders = UnitFacts("LD", "Văn phòng")
    open_unit(actor=SYSTEM, agency=agency, facts=leaders, now=NOW, valid_from=SINCE)
    world.ward.parent = agency
    world.ward.save()
    return agency


@pytest.fixture
def keeper(world, city):
    """An administrator of the city."""
    return _administrator(world, city, "keeper")


@pytest.fixture
def above(city):
    return f"/agency/{city.code}/"


@pytest.fixture
def draft(admin, base):
    """The next version of a procedure, begun by the ward's administrator."""
    return Draft(admin, admin.post(f"{base}workshop/begin/", {"code": BUSINESS})["Location"])


def words(answer):
    (main,) = html.fromstring(answer.content).xpath("//main")
    return " ".join(main.text_content().split())


def links(client, address):
    return html.fromstring(client.get(address).content).xpath("//main//a/@href")


@pytest.mark.usefixtures("city")
def test_a_ward_s_administrator_changes_nothing_that_holds_for_all(admin, base):
    before = list(ProcedureVersion.objects.order_by("pk").values_list("pk", "status", "valid_to"))
    acts = {
        "synonyms/add/": {"phrase": "mở quán", "official": "Đăng ký"},
        "synonyms/remove/?phrase=có con": {},
        "lists/new/": LIST,
        f"national/flags/{CHANGED}/limit.other-unit/{TIME}/": SETTLED,
        f"national/gone/{GONE}/withdraw/": {"on": "20/11/2026"},
        f"national/gone/{GONE}/keep/": {},
    }
    for address, given in acts.items():
        refused = admin.post(f"{base}{address}", given)
        assert refused.status_code == 403, address
        assert "chỉ quản trị viên của cơ quan điều hành hệ thống làm được" in words(refused)
    assert let_in(admin, base, "20/11/2026").status_code == 403
    version = ProcedureVersion.objects.filter(procedure__code=BUSINESS).get()
    assert admin.post(f"{base}workshop/{version.pk}/undo/").status_code == 403
    after = list(ProcedureVersion.objects.order_by("pk").values_list("pk", "status", "valid_to"))
    assert after == before
    assert not Synonym.objects.exists()
    assert NationalRecord.objects.get(code=GONE).gone_settled_at is None


@pytest.mark.usefixtures("city")
def test_pages_offer_only_what_one_may_do_and_say_why(admin, base):
    for name in ("synonyms", "national/flags", "national/changes", "national/gone", "lists"):
        answer = admin.get(f"{base}{name}/")
        assert "chỉ quản trị viên của cơ quan điều hành hệ thống" in words(answer), name
        offered = [each for each in links(admin, f"{base}{name}/") if each.startswith("/")]
        assert [each for each in offered if admin.get(each).status_code != 200] == [], name


def test_who_runs_the_node_is_offered_everything(keeper, above):
    for name in ("synonyms", "national/flags", "national/changes", "national/gone", "lists"):
        assert "chỉ quản trị viên" not in words(keeper.get(f"{above}{name}/")), name
    assert let_in(keeper, above, "20/11/2026").status_code == 302


def test_what_a_ward_writes_the_city_publishes(admin, keeper, draft, base, above):
    draft.write("", summary__vi="Viết rõ hơn.")
    ask(draft, "20/11/2026")
    page = admin.get(draft.address)
    assert "Quản trị viên của cơ quan điều hành hệ thống sẽ duyệt" in words(page)
    agree(draft)
    assert draft.version.status == "draft"
    agree(Draft(keeper, draft.address.replace(base, above)))
    assert draft.version.status == "published"


def test_a_ward_reads_the_city_s_draft_and_does_not_write_in_it(admin, keeper, base, above):
    begun = keeper.post(f"{above}workshop/begin/", {"code": BUSINESS})["Location"]
    theirs = Draft(keeper, begun)
    ours = Draft(admin, begun.replace(above, base))
    assert "do cơ quan khác bắt đầu" in words(admin.get(ours.address))
    for step, given in (("ask/", {"publish_from": "20/11/2026"}), ("return/", {"because": "x"})):
        assert admin.post(f"{ours.address}{step}", given).status_code == 403
    values, _form = theirs.fields()
    written = admin.post(f"{ours.address}edit/", {**values, "summary.vi": "Phá."})
    assert written.status_code == 403
    assert theirs.content["summary"]["vi"] != "Phá."
    page = html.fromstring(admin.get(f"{ours.address}edit/").content)
    assert page.xpath("//main//fieldset[@disabled]")


def test_a_ward_opens_what_is_clear_and_waits_for_what_is_not(admin, world, base, city):
    del city
    assert admin.post(f"{base}national/open/{CLEAR}/", {"as_it_is": "1"}).status_code == 302
    assert Offering.objects.filter(procedure__code=CLEAR, agency=world.ward).exists()
    page = words(admin.get(f"{base}national/open/{CHANGED}/"))
    assert "phải xác định trước" in page
    limit = {"channels": "online", "amount_online": "3", "unit_of_online": "working-day"}
    assert admin.post(f"{base}national/open/{CHANGED}/", limit).status_code == 422
    assert "Chờ xác định thời hạn" in words(admin.get(f"{base}national/open/"))


def test_the_city_opens_a_procedure_at_its_ward(keeper, world, base, above):
    assert f"{base}offerings/" in links(keeper, f"{above}offerings/")
    page = html.fromstring(keeper.get(f"{base}offerings/").content)
    led = page.xpath("//nav[@class='desk-rail']//a/@href")
    assert [each for each in led if keeper.get(each, follow=True).status_code == 404] == []
    assert keeper.post(f"{base}national/open/{CLEAR}/", {"as_it_is": "1"}).status_code == 302
    assert Offering.objects.filter(procedure__code=CLEAR, agency=world.ward).exists()
    for name in ("officials", "units", "awaiting", "workshop"):
        assert keeper.get(f"{base}{name}/").status_code == 404, name


def test_another_ward_s_administrator_opens_nothing_here(city, base, foreign_administrator):
    del city
    for name in ("offerings/", "national/open/", f"national/open/{CLEAR}/"):
        assert foreign_administrator.get(f"{base}{name}").status_code == 404
        assert foreign_administrator.post(f"{base}{name}", {"as_it_is": "1"}).status_code in {
            404,
            405,
        }


def test_whoever_saved_in_a_colleague_s_draft_does_not_throw_it_away(
    draft, another_administrator, world
):
    other = draft.by(another_administrator)
    assert other.write("", summary__vi="Tôi cũng viết.").status_code == 302
    refused = another_administrator.post(f"{draft.address}discard/")
    assert refused.status_code == 409
    assert "Chỉ người ấy xóa được" in words(refused)
    assert f"{draft.address}discard/" not in links(another_administrator, draft.address)
    began = world.accounts["administrator"].official_id
    assert draft.client.post(f"{draft.address}discard/").status_code == 302
    row = AuditRow.objects.get(action="procedures.discard_draft")
    assert row.data["begun_by"] == began
    assert sorted(row.data["writers"]) == sorted(
        [began, world.accounts["second_administrator"].official_id]
    )


def test_a_draft_nobody_wrote_in_for_a_month_may_be_thrown_away(
    draft, another_administrator, world
):
    del another_administrator
    with time_machine.travel(NOW + timedelta(days=31)):
        client = signed_in(world.accounts["second_administrator"])
        assert client.post(f"{draft.address}discard/").status_code == 302


def test_the_city_throws_away_what_a_ward_began(draft, keeper, base, above):
    address = draft.address.replace(base, above)
    assert keeper.post(f"{address}discard/").status_code == 302


@pytest.fixture
def appointed(world):
    """Appoint an administrator of the ward, as an administrator of it does."""

    def appoint(name, by, now=NOW, valid_from=SINCE):
        facts = OfficialFacts(name, f"Cán bộ {name}")
        common = {"actor": by, "now": now, "valid_from": valid_from}
        official = appoint_official(agency=world.ward, facts=facts, **common)
        unit = world.ward.units.get(code="LD")
        post_official(official=official, unit=unit, role="administrator", **common)
        world.accounts[name] = open_official_account(
            actor=SYSTEM, official=official, email=f"{name}@co-quan.example", now=NOW
        )
        return signed_in(world.accounts[name])

    return appoint


def test_who_was_made_administrator_by_the_writer_is_no_second_person(draft, appointed, world):
    puppet = appointed("puppet", world.actor("administrator"))
    puppet_of_puppet = appointed("puppet2", world.actor("puppet"))
    ask(draft, "20/11/2026")
    for client in (puppet, puppet_of_puppet):
        assert "chưa đủ 30 ngày" in words(client.get(draft.address))
        agree(draft.by(client))
        assert draft.version.status == "draft"


def test_nor_is_who_made_the_writer_administrator(admin, base, appointed, world):
    puppet = appointed("puppet", world.actor("administrator"))
    begun = puppet.post(f"{base}workshop/begin/", {"code": BIRTH})["Location"]
    theirs = Draft(puppet, begun)
    ask(theirs, "20/11/2026")
    agree(theirs.by(admin))
    assert theirs.version.status == "draft"


def test_a_helper_who_is_gone_again_was_no_second_person(admin, base, appointed, world):
    helper = appointed("helper", world.actor("administrator"), valid_from=NOW.date())
    theirs = Draft(helper, helper.post(f"{base}workshop/begin/", {"code": BIRTH})["Location"])
    ask(theirs, "20/11/2026")
    flag = f"{base}national/flags/{CHANGED}/limit.other-unit/{TIME}/"
    assert helper.post(flag, SETTLED).status_code == 302
    (posting,) = world.accounts["helper"].official.postings.all()
    by = world.actor("administrator")
    end_posting(actor=by, posting=posting, on=NOW.date(), now=NOW)
    assert not world.accounts["helper"].official.postings.exists()
    answer = admin.post(f"{theirs.address}agree/", seen(theirs), follow=True)
    assert "Người trình không còn là quản trị viên" in answer.content.decode()
    assert theirs.version.status == "draft"
    assert let_in(admin, base, "20/11/2026").status_code == 409


def moves(world, by, whom):
    """Give every way in which one administrator changes what another one holds today."""
    official, unit = world.accounts[whom].official, world.ward.units.get(code="LD")
    other = world.ward.units.get(code="MC")
    actor = {"actor": world.actor(by), "now": NOW}
    role, day = {"official": official, "role": "administrator"}, NOW.date()
    (posting,) = official.postings.filter(role="administrator")
    return {
        "transfer": lambda: transfer_official(**actor, **role, unit=unit, on=day),
        "post": lambda: post_official(**actor, **role, unit=other, valid_from=day),
        "end": lambda: end_posting(**actor, posting=posting, on=day),
        "depart": lambda: depart_official(**actor, official=official, on=day),
    }


def test_a_new_administrator_moves_nobody_who_made_him_one(appointed, world):
    appointed("puppet", world.actor("administrator"))
    appointed("puppet2", world.actor("puppet"))
    for by, whom in (("puppet", "administrator"), ("puppet2", "administrator")):
        for name, act in moves(world, by, whom).items():
            with pytest.raises(MadeYou):
                act()
            assert world.accounts[whom].official.postings.get().valid_to is None, name
    with pytest.raises(MadeYou):
        moves(world, "puppet2", "puppet")["transfer"]()


def test_the_page_that_transfers_says_why_a_new_administrator_may_not(appointed, base, world):
    puppet = appointed("puppet", world.actor("administrator"))
    maker = world.accounts["administrator"].official
    unit = world.ward.units.get(code="LD")
    given = {"unit": unit.public_id, "role": "administrator", "on": "20/11/2026"}
    refused = puppet.post(f"{base}officials/{maker.public_id}/transfer/", given)
    assert refused.status_code == 403
    assert "chưa đủ 30 ngày" in words(refused)
    assert maker.postings.get().posted_by_id is None


def test_two_who_made_each_other_administrators_are_one_hand(draft, appointed, world):
    puppet = appointed("puppet", world.actor("administrator"))
    maker = world.accounts["administrator"].official
    # As it stood before new administrators were kept from moving those who made them.
    Posting.objects.filter(official=maker).update(
        posted_by=world.accounts["puppet"].official, posted_at=NOW
    )
    ask(draft, "20/11/2026")
    agree(draft.by(puppet))
    assert draft.version.status == "draft"


def test_a_helper_s_helper_is_no_second_person_when_the_first_is_gone(draft, appointed, world):
    appointed("helper", world.actor("administrator"), valid_from=NOW.date())
    second = appointed("helper2", world.actor("helper"))
    ask(draft, "20/11/2026")
    moves(world, "administrator", "helper")["end"]()
    assert not world.accounts["helper"].official.postings.exists()
    agree(draft.by(second))
    assert draft.version.status == "draft"


def test_who_was_long_an_administrator_stays_himself_when_a_new_one_transfers_him(
    draft, appointed, another_administrator, world
):
    appointed("newcomer", world.actor("second_administrator"))
    moves(world, "newcomer", "administrator")["transfer"]()
    ask(draft, "20/11/2026")
    agree(draft.by(another_administrator))
    assert draft.version.status == "published"


def test_many_postings_of_one_day_do_not_add_up_to_thirty(draft, appointed, world):
    puppet = appointed("puppet", world.actor("administrator"), now=NOW - timedelta(days=2))
    (one,) = world.accounts["puppet"].official.postings.all()
    Posting.objects.bulk_create(
        Posting(
            official=one.official,
            unit=one.unit,
            role=one.role,
            valid_from=SINCE,
            posted_by_id=one.posted_by_id,
            posted_at=one.posted_at,
        )
        for _again in range(40)
    )
    ask(draft, "20/11/2026")
    agree(draft.by(puppet))
    assert draft.version.status == "draft"


def test_after_thirty_days_an_administrator_is_a_person_of_his_own(draft, appointed, world):
    appointed("puppet", world.actor("administrator"), now=NOW - timedelta(days=31))
    ask(draft, "20/11/2026")
    agree(draft.by(signed_in(world.accounts["puppet"])))
    assert draft.version.status == "published"


def test_whom_the_node_or_somebody_else_appointed_agrees_at_once(
    draft, appointed, another_administrator, world
):
    del another_administrator
    newcomer = appointed("newcomer", world.actor("second_administrator"))
    ask(draft, "20/11/2026")
    agree(draft.by(newcomer))
    assert draft.version.status == "published"


def test_what_one_settled_his_own_appointee_does_not_let_hold(admin, base, appointed, world):
    puppet = appointed("puppet", world.actor("administrator"))
    flag = f"{base}national/flags/{CHANGED}/limit.other-unit/{TIME}/"
    assert admin.post(flag, SETTLED).status_code == 302
    assert let_in(puppet, base, "20/11/2026").status_code == 409
    assert NationalRecord.objects.get(code=CHANGED).version.status == "draft"
