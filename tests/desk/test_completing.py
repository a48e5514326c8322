"""What lacked is brought to the counter on paper by somebody without an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.counters.models import Comparison, CounterFiling
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Draft, Pause, Slip, Transition
from tests.cast import PDF
from tests.desk.test_counter import act, answered, begin, boxes, send, with_papers

pytestmark = pytest.mark.django_db
LATER = timedelta(days=4)


@pytest.fixture
def clerk(office, desk_of):
    browser = desk_of("receptionist")
    act(browser, office.one, act="open")
    return browser


@pytest.fixture
def walked_in(clerk, office):
    """A dossier of somebody without an account, filed and accepted at the counter."""
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    with_papers(clerk, filing)
    send(clerk, filing, cash="on", _over="1")
    dossier = Dossier.objects.get()
    assert dossier.account_id is None
    return dossier


def ask(world, dossier, name="specialist", **kinds):
    paper = dossier.papers.first()
    items = [actions.SupplementItem("paper", paper.code, "Mờ, không đọc được")]
    actions.ask_supplement(
        actor=world.actor(name), dossier_id=dossier.pk, items=items, now=world.now
    )
    return paper


def start(browser, dossier):
    fields = {"code": dossier.code}
    browser.response = browser.client.post(browser.at("counter-complete"), fields)
    return browser


def bring(browser, paper, *, mark="compared", content=PDF + b"again"):
    """Hand one file in, mark it, and give it."""
    address = browser.response["Location"]
    browser.go(address)
    sent = SimpleUploadedFile("moi.pdf", content, "application/pdf")
    browser.client.post(address, boxes(browser) | {paper.code: sent, "_save": "1"})
    browser.go(address)
    marks = {name: mark for name in boxes(browser) if name.startswith("mark.")}
    assert marks
    browser.response = browser.client.post(address, boxes(browser) | marks | {"_next": ""})
    return browser


def test_the_clock_begins_anew_and_a_new_slip_says_the_new_time(walked_in, world, office, desk_of):
    paper = ask(world, walked_in)
    promised = walked_in.due_at
    with time_machine.travel(world.now + LATER, tick=True):
        clerk = desk_of("receptionist")
        act(clerk, office.one, act="open")
        start(clerk, walked_in)
        bring(clerk, paper).follow()
        assert "Đã nhận bổ sung" in clerk.words("//body")
    walked_in.refresh_from_db()
    assert walked_in.state == "in-process"
    assert walked_in.due_at > promised
    assert not Pause.objects.filter(dossier=walked_in, ended_at=None).exists()
    first, second = Slip.objects.filter(form="01").order_by("pk")
    assert first.data["due_at"] != second.data["due_at"]
    assert second.data["received_at"] > first.data["received_at"]
    old, new = walked_in.papers.filter(code=paper.code).order_by("pk")
    assert old.replaced_at is not None
    assert Comparison.objects.get(file=new.file).kind == "compared"
    moved = Transition.objects.filter(dossier=walked_in, action="answer_supplement").get()
    assert moved.official == world.accounts["receptionist"].official
    assert not Draft.objects.filter(supplement__isnull=False).exists()


def test_before_acceptance_it_is_accepted_at_once(clerk, office, world):
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    answered(filing)
    with_papers(clerk, filing)
    send(clerk, filing, _next="")
    dossier = Dossier.objects.get()
    paper = ask(world, dossier, "receptionist")
    Dossier.objects.update(fee_state="paid")
    bring(start(clerk, dossier), paper)
    dossier.refresh_from_db()
    assert dossier.state == "accepted"
    assert Slip.objects.filter(form="01").count() == 1


def test_only_what_was_listed_is_open_and_nothing_is_given_without_it(clerk, walked_in, world):
    paper = ask(world, walked_in)
    start(clerk, walked_in).follow()
    assert "Mờ, không đọc được" in clerk.text
    places = clerk.page.xpath("//*[@class='desk-place']//input[@type='file']/@name")
    assert places == [paper.code]
    filing = CounterFiling.objects.get(draft__supplement__isnull=False)
    address = clerk.at("counter-completion", filing.public_id)
    clerk.response = clerk.client.post(address, boxes(clerk) | {"_next": ""})
    assert clerk.status == 422
    assert "Chưa có" in clerk.text
    walked_in.refresh_from_db()
    assert walked_in.state == "supplement-in-process"


def test_a_second_click_gives_nothing_twice(clerk, walked_in, world):
    paper = ask(world, walked_in)
    start(clerk, walked_in)
    address = clerk.response["Location"]
    bring(clerk, paper)
    assert clerk.client.post(address, {"_next": ""}).status_code == 404
    assert Slip.objects.filter(form="01").count() == 2


def test_the_code_of_nobodys_dossier_is_said(clerk, office):
    clerk.response = clerk.client.post(clerk.at("counter-complete"), {"code": "H26.101-1-1"})
    clerk.follow()
    assert "Không có hồ sơ mang mã này" in clerk.words("//body")


def test_the_address_in_the_qr_of_a_slip_is_its_code(clerk, walked_in, world):
    ask(world, walked_in)
    fields = {"code": f"http://localhost/t/{walked_in.code}"}
    clerk.response = clerk.client.post(clerk.at("counter-complete"), fields)
    assert "/bo-sung/" in clerk.response["Location"]


def test_what_lacks_nothing_is_said(clerk, walked_in):
    start(clerk, walked_in).follow()
    assert clerk.page.xpath("//main")
    assert not CounterFiling.objects.filter(draft__supplement__isnull=False).exists()


def test_another_offices_clerk_finds_nothing(walked_in, world, desk_of, office, clerk):
    ask(world, walked_in)
    start(clerk, walked_in)
    filing = CounterFiling.objects.get(draft__supplement__isnull=False)
    for name, status in (("outsider", 404), ("specialist", 403), ("second", 404)):
        assert desk_of(name).open("counter-completion", filing.public_id).status == status


def test_what_was_begun_at_one_counter_goes_on_at_another(walked_in, world, desk_of, office, clerk):
    ask(world, walked_in)
    start(clerk, walked_in)
    other = desk_of("second")
    act(other, office.two, act="open")
    start(other, walked_in).follow()
    assert other.status == 200
    filing = CounterFiling.objects.get(draft__supplement__isnull=False)
    assert filing.counter == office.two
    assert filing.draft.account_id == world.accounts["second"].pk


def test_what_the_applicant_began_online_goes_on_at_the_counter(world, clerk, office):
    dossier = world.receive(world.file())
    paper = ask(world, dossier)
    actions.start_answering(actor=world.actor("citizen"), dossier_id=dossier.pk, now=world.now)
    bring(start(clerk, dossier), paper)
    dossier.refresh_from_db()
    assert dossier.state == "in-process"
    assert dossier.account_id == world.accounts["citizen"].pk


def test_the_dossiers_page_leads_to_the_counter(clerk, walked_in, world):
    ask(world, walked_in)
    clerk.open("dossier", walked_in.public_id)
    assert "Nhận bổ sung tại quầy" in clerk.text
