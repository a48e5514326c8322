"""What a second person lets out is what he read, not what was written behind the open page."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import override_settings

from motcua.voice.actions.handling import draft_answer, return_draft, route
from motcua.voice.actions.publishing import propose_publication
from motcua.voice.errors import PersonalData
from motcua.voice.models import Feedback, Publication
from tests.cast import NOW
from tests.desk.conftest import ALONE, Desk
from tests.identity.doors import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_friday_morning():
    with override_settings(**ALONE), time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def by(world, say, units):
    """Give what acts upon feedback that was passed to the unit take."""
    row = say()
    common = {"public_id": row.public_id, "now": world.now}
    route(actor=world.actor("receptionist"), unit_id=units["CM"].pk, **common)
    draft_answer(actor=world.actor("specialist"), text="Đã thêm quầy.", **common)
    return common


def opened(desk, by, act):
    """Open the page that decides and give what its form sends."""
    page = desk.at("feedback-act", by["public_id"], act)
    desk.go(page)
    content = desk.response.content.decode()
    return page, {"seen": re.search(r'name="seen" value="([0-9a-f]+)"', content)[1]}


def test_an_answer_written_behind_the_page_is_not_approved_with_it(world, by):
    head = Desk(signed_in(world.accounts["head"]))
    page, sent = opened(head, by, "duyet")
    return_draft(actor=world.actor("leader"), reason="Viết lại.", **by)
    draft_answer(actor=world.actor("specialist"), text="Không trả lời.", **by)
    answer = head.client.post(page, sent)
    assert answer.status_code == 409
    assert "Không trả lời." in answer.content.decode()
    assert Feedback.objects.get().answer == ""
    _page, sent = opened(head, by, "duyet")
    assert head.client.post(page, sent).status_code == 302
    assert Feedback.objects.get().answer == "Không trả lời."


def test_words_proposed_behind_the_page_are_not_published_with_it(world, by):
    head, specialist = Desk(signed_in(world.accounts["head"])), world.actor("specialist")
    page, sent = opened(head, by, "duyet")
    head.client.post(page, sent)
    propose_publication(actor=specialist, question="Vì sao chờ?", answer="Đã thêm quầy.", **by)
    page, sent = opened(head, by, "cong-khai")
    propose_publication(actor=specialist, question="Ai lười?", answer="Quầy 2.", **by)
    answer = head.client.post(page, sent)
    assert answer.status_code == 409
    assert "Ai lười?" in answer.content.decode()
    assert Publication.objects.get().state == "proposed"


def test_a_name_without_its_diacritics_is_a_name(world, by):
    head, specialist = Desk(signed_in(world.accounts["head"])), world.actor("specialist")
    page, sent = opened(head, by, "duyet")
    head.client.post(page, sent)
    for name in ("Le Thi Hoa", "LÊ  THỊ\nHOA", "chị Lê-Thị-Hoa."):
        with pytest.raises(PersonalData):
            propose_publication(actor=specialist, question=f"{name} hỏi?", answer="Đã xong.", **by)
    propose_publication(actor=specialist, question="Hoa ở đâu?", answer="Đã xong.", **by)
