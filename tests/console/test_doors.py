"""Who may open the console: the agency's administrator, and nobody else, on every address."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import get_resolver
from lxml import html

from motcua.agencies.actions.counters import open_counter
from motcua.agencies.models import Grant, Posting, Unit
from motcua.deliveries.actions import RateFacts, publish_rate
from motcua.documents.actions import TemplateFacts, bring_template
from motcua.documents.base.composing import composed
from motcua.dossiers.actions.outages import OutageFacts, ask_outage
from motcua.identity.models import SecondFactorReset
from motcua.identity.queries import account_of_official
from motcua.kernel.actors import SYSTEM
from motcua.notifications.actions.wordings import (
    WordingFacts,
    publish_wording,
    write_wording,
)
from motcua.notifications.models import Message
from motcua.procedures.actions import begin_version
from motcua.procedures.actions.listing import ListFacts, make_list
from motcua.procedures.queries import pack_of, version_on
from tests.cast import NOW
from tests.console.national import CHANGED, GONE, TIME
from tests.identity.doors import Door, signed_in, visitor
from tests.receipts.making import series

pytestmark = pytest.mark.django_db

OTHERS = ("receptionist", "specialist", "head", "clerk", "accountant", "leader", "auditor")
ONLY_POSTED = ("/write/", "/begin/", "/arrange/", "/agree/")


def names():
    console = get_resolver("motcua.console.urls")
    return sorted(name for name in console.reverse_dict if isinstance(name, str))


@pytest.fixture
def addresses(world, national, base):
    """One address of every page of the console below the ward, by its name."""
    del national
    receptionist = world.accounts["receptionist"].official
    grant = Grant.objects.create(
        official=receptionist, agency=world.ward, kind="audit", reason="x", valid_from=NOW
    )
    day = world.ward.calendar_days.create(day=NOW, kind="off", name="x")
    reset = SecondFactorReset.objects.create(
        account=account_of_official(receptionist.pk),
        asked_by=world.accounts["leader"].official,
        asked_at=NOW,
        reason="x",
    )
    unit, official = world.ward.units.get(code="CM").public_id, receptionist.public_id
    other = world.accounts["specialist"].official.public_id
    return {
        "agency": base,
        "amend": f"{base}amend/",
        "units": f"{base}units/",
        "open-unit": f"{base}units/open/",
        "close-unit": f"{base}units/{unit}/close/",
        "open-counter": f"{base}units/{unit}/counter/",
        "hours": f"{base}hours/",
        "set-hours": f"{base}hours/set/",
        "days": f"{base}days/",
        "set-day": f"{base}days/set/",
        "remove-day": f"{base}days/{day.pk}/remove/",
        "officials": f"{base}officials/",
        "appoint": f"{base}officials/appoint/",
        "import": f"{base}officials/import/",
        "import-write": f"{base}officials/import/write/",
        "import-template": f"{base}officials/import/template.xlsx",
        "official": f"{base}officials/{official}/",
        "post": f"{base}officials/{official}/post/",
        "transfer": f"{base}officials/{official}/transfer/",
        "depart": f"{base}officials/{official}/depart/",
        "open-account": f"{base}officials/{official}/account/",
        "ask-reset": f"{base}officials/{official}/reset/",
        "end-posting": f"{base}postings/{Posting.objects.get(official=receptionist).pk}/end/",
        "grants": f"{base}grants/",
        "give-grant": f"{base}grants/give/",
        "revoke-grant": f"{base}grants/{grant.pk}/revoke/",
        "note-number": f"{base}officials/{official}/identity/",
        "alike": f"{base}alike/",
        "settle-alike": f"{base}alike/{official}/{other}/",
        "resets": f"{base}resets/",
        "approve-reset": f"{base}resets/{reset.pk}/approve/",
        "offerings": f"{base}offerings/",
        "prove-one": f"{base}offerings/{world.offerings['1.001612']}/prove/",
        "synonyms": f"{base}synonyms/",
        "synonym-add": f"{base}synonyms/add/",
        "synonym-change": f"{base}synonyms/change/?phrase=có con",
        "synonym-remove": f"{base}synonyms/remove/?phrase=có con",
        "synonym-restore": f"{base}synonyms/restore/?phrase=có con",
        "flags": f"{base}national/flags/",
        "settle-chosen": f"{base}national/flags/chosen/",
        "settle": f"{base}national/flags/{CHANGED}/limit.other-unit/{TIME}/",
        "changes": f"{base}national/changes/",
        "change": f"{base}national/changes/{CHANGED}/",
        "gone": f"{base}national/gone/",
        "withdraw-gone": f"{base}national/gone/{GONE}/withdraw/",
        "keep-gone": f"{base}national/gone/{GONE}/keep/",
        "to-open": f"{base}national/open/",
        "open-one": f"{base}national/open/{CHANGED}/",
        "awaiting": f"{base}awaiting/",
        "health": f"{base}tinh-trang/",
        **_outage(world, base),
        **_tariff(base),
        **_sending(world, base),
        **_series(world, base),
        **_templates(world, base),
        **_wordings(base, world.actor("administrator")),
        "processes": f"{base}processes/",
        "process": f"{base}processes/1.001193/",
        "process-svg": f"{base}processes/1.001193/process.svg",
        "process-bpmn": f"{base}processes/1.001193/process.bpmn",
        "process-move": (f"{base}processes/1.001193/move/{version_on('1.001193', NOW.date())}/"),
        "awaiting-of": f"{base}awaiting/{world.offerings['1.001612']}/",
        **_workshop(base, world.actor("administrator")),
    }


def _outage(world, base):
    """Give the addresses of an outage that somebody asked for."""
    facts = OutageFacts("Mất điện", "Thông báo 1", NOW)
    by = {"actor": world.actor("administrator"), "agency_id": world.ward.pk, "now": NOW}
    one = f"{base}outages/{ask_outage(facts=facts, **by).public_id}/"
    return {
        "outages": f"{base}outages/",
        "outage-ask": f"{base}outages/ask/",
        "outage": one,
        "outage-agree": f"{one}declare/",
        "outage-refuse": f"{one}refuse/",
        "outage-end": f"{one}end/",
        "outage-call-off": f"{one}call-off/",
        "outage-record": f"{one}record.pdf",
    }


def _templates(world, base):
    """Give the addresses of templates of documents, one of them the ward's own."""
    facts = TemplateFacts("mau-rieng", "GM", "Mẫu riêng", "", NOW.date())
    by = {"actor": world.actor("administrator"), "agency": world.ward, "now": NOW}
    file = io.BytesIO(composed("giay-moi"))
    own = bring_template(**by, facts=facts, file=file, name="x.docx").public_id
    shop = f"{base}mau-van-ban/"
    return {
        "document-templates": shop,
        "document-template-bring": f"{shop}them/",
        "document-shipped": f"{shop}co-san/giay-moi.docx",
        "document-template-try": f"{shop}{own}/thu/",
        "document-template-file": f"{shop}{own}/tep.docx",
        "document-template-end": f"{shop}{own}/ket-thuc/",
    }


def _wordings(base, writer):
    """Give the addresses of the words of a message, one wording of them proposed."""
    facts = WordingFacts("accepted", "vi", "sms", "", "{{ agency }}: {{ code }} {{ link }}", "x")
    number = write_wording(actor=writer, facts=facts, now=NOW).pk
    publish_wording(actor=SYSTEM, wording_id=number, holds_from=NOW, now=NOW)
    one = f"{base}tin/accepted/vi/sms/"
    return {
        "wordings": f"{base}tin/",
        "wording": one,
        "wording-write": f"{one}soan/",
        "wording-publish": f"{one}cong-bo/?ban={number}",
        "wording-withdraw": f"{one}rut/?ban={number}",
        "wording-return": f"{one}tro-lai/?ban=0",
    }


def _sending(world, base):
    """Give the addresses of sending, with a message that was given up."""
    message = Message.objects.create(
        key="dead",
        agency=world.ward,
        medium="sms",
        template="submitted",
        language="vi",
        address="0912345678",
        context={},
        state="failed",
        fault="carrier.absent",
        written_at=NOW,
        due_at=NOW,
    )
    return {
        "sending": f"{base}gui-tin/",
        "sending-again": f"{base}gui-tin/gui-lai/?tin={message.public_id}",
        "sending-price": f"{base}gui-tin/gia/",
        "sending-quiet": f"{base}gui-tin/gio/",
        "sending-marks": f"{base}gui-tin/dau/",
    }


def _tariff(base):
    """Give the addresses of the tariff, with a row that holds and one to come."""
    facts = RateFacts("deliver", "province", 500, 18_000, 2, 10, "x")
    now, soon = (
        publish_rate(actor=SYSTEM, facts=facts, valid_from=day, now=NOW).pk
        for day in (NOW.date(), NOW.date() + timedelta(days=30))
    )
    return {
        "tariff": f"{base}buu-chinh/",
        "tariff-add": f"{base}buu-chinh/them/",
        "tariff-end": f"{base}buu-chinh/ngung/?dong={now}",
        "tariff-withdraw": f"{base}buu-chinh/rut/?dong={soon}",
    }


def _series(world, base):
    """Give the addresses of series, with one that holds."""
    return {
        "series": f"{base}bien-lai/",
        "series-add": f"{base}bien-lai/mo/",
        "series-end": f"{base}bien-lai/thoi-dung/?day={series(world.ward).pk}",
    }


def _workshop(base, writer):
    """Give the addresses of a draft that an administrator begins."""
    pack = pack_of(version_on("1.001612", NOW.date()))
    shop = f"{base}workshop/"
    draft = f"{shop}{begin_version(actor=writer, pack=pack, now=NOW)}/"
    facts = ListFacts("x", "x", "x", "online", "x", NOW.date(), entries={"1.001612": None})
    number = make_list(actor=writer, facts=facts, now=NOW)
    return {
        "lists": f"{base}lists/",
        "make-list": f"{base}lists/new/",
        "list": f"{base}lists/{number}/",
        "change-list": f"{base}lists/{number}/change/",
        "workshop": shop,
        "workshop-new": f"{shop}new/",
        "workshop-begin": f"{shop}begin/",
        "workshop-version": draft,
        "workshop-edit": f"{draft}edit/?at=form",
        "workshop-add": f"{draft}add/?at=form&to=pages",
        "workshop-arrange": f"{draft}arrange/",
        "workshop-remove": f"{draft}remove/?at=process/steps/ky",
        "workshop-discard": f"{draft}discard/",
        "workshop-check": f"{draft}check/",
        "workshop-ask": f"{draft}ask/",
        "workshop-return": f"{draft}return/",
        "workshop-agree": f"{draft}agree/",
        "workshop-undo": f"{draft}undo/",
        "workshop-sequences": f"{draft}sequences/",
        "workshop-template": f"{draft}template/",
        "workshop-preview": f"{draft}preview/",
        "workshop-frame": f"{draft}frame/",
        "workshop-rule": f"{draft}rule/?at=form/pages/thanh-lap/questions/members",
        "workshop-fees": f"{draft}fees/",
        "workshop-changes": f"{draft}changes/",
        "workshop-simulate": f"{draft}simulate/",
        "guidance": f"{base}huong-dan/",
        "guidance-add": f"{base}huong-dan/them/",
        "guidance-change": f"{base}huong-dan/sua/?muc=anh-mo",
        "guidance-remove": f"{base}huong-dan/bo/?muc=anh-mo",
        "guidance-restore": f"{base}huong-dan/tra-lai/?muc=anh-mo",
    }


def test_every_address_of_the_console_is_tried_here(addresses):
    assert set(addresses) | {"choose"} == set(names())


def test_the_administrator_opens_every_page(admin, addresses):
    answers = {name: admin.get(address) for name, address in addresses.items()}
    wrong = {n: a.status_code for n, a in answers.items() if a.status_code != 200}
    assert wrong == {n: 405 for n, at in addresses.items() if at.endswith(ONLY_POSTED)}
    assert all("no-store" in a["Cache-Control"] for n, a in answers.items() if n not in wrong)
    assert all("unsafe" not in a["Content-Security-Policy"] for a in answers.values())


@pytest.mark.parametrize("name", OTHERS)
def test_other_officials_of_the_agency_are_refused_on_every_page(open_as, addresses, name):
    client = open_as(name)
    for address in addresses.values():
        if not address.endswith(ONLY_POSTED):
            assert client.get(address).status_code == 403, address
        if not address.endswith("xlsx"):
            assert client.post(address, {}).status_code in {403, 405}, address


def test_a_stranger_finds_nothing(world, addresses, foreign_administrator, open_as):
    for client in (foreign_administrator, open_as("outsider")):
        for address in addresses.values():
            if not address.endswith(ONLY_POSTED):
                assert client.get(address).status_code == 404, address
            assert client.post(address, {}).status_code in {404, 405}, address


def test_an_administrator_reaches_nothing_of_another_agency_through_his_own(
    world, addresses, foreign_administrator, base
):
    own = f"/agency/{world.other_ward.code}/"
    inner = ("close-unit", "official", "end-posting", "revoke-grant", "approve-reset", "remove-day")
    for name in (*inner, "awaiting-of", "prove-one"):
        address = addresses[name].replace(base, own)
        assert foreign_administrator.get(address).status_code == 404, name


def test_nobody_is_led_to_sign_in(addresses):
    answer = visitor(Door.DESK).get(addresses["units"])
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_one_factor_is_not_enough(world, addresses):
    client = signed_in(world.accounts["administrator"], steps=("password",))
    assert client.get(addresses["units"]).status_code == 302


def test_the_portal_has_no_console(base):
    assert visitor().get(base).status_code == 404


def test_an_administrator_of_one_agency_is_led_to_it(admin, base, open_as):
    assert admin.get("/agency/")["Location"] == base
    assert open_as("leader").get("/agency/").status_code == 403


def test_the_console_leads_back_to_the_desk(admin, base):
    page = html.fromstring(admin.get(base).content)
    (back,) = page.xpath("//nav[@class='desk-rail']//a[.='Về bàn làm việc']/@href")
    assert back == "/work/"


def test_an_agency_that_is_not_there_answers_like_a_stranger_s(admin, world):
    missing = admin.get("/agency/H99.999/units/")
    foreign = admin.get(f"/agency/{world.other_ward.code}/units/")
    assert (missing.status_code, foreign.status_code) == (404, 404)
    assert len(missing.content) == len(foreign.content)


def test_an_administrator_comes_from_the_console_to_the_numbers_of_the_counters(admin, base, world):
    unit = Unit.objects.filter(agency=world.ward).order_by("pk")[0]
    open_counter(actor=SYSTEM, unit=unit, code="1", name="Quầy 1", now=world.now)
    page = html.fromstring(admin.get(base).content)
    (numbers,) = page.xpath("//nav[@class='desk-rail']//a[.='Số thứ tự']/@href")
    answer = admin.get(numbers)
    assert answer.status_code == 200
    assert "Máy tự phục vụ" in answer.content.decode()
