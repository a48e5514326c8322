"""Who chose English is told in English, of everything, whatever language his matter has."""

from __future__ import annotations

import re

import pytest

from motcua.kernel.money import show
from motcua.notifications.actions import Recipient
from motcua.notifications.actions.letters import letter_of
from motcua.notifications.base.filling import example_of, fill, shipped
from motcua.notifications.base.languages import in_each, in_one
from motcua.notifications.base.occasions import occasions
from motcua.notifications.enums import BOUND_TOPICS, CHOSEN_TOPICS, Medium
from motcua.notifications.models import CitizenNotice, Message, Preference
from motcua.notifications.queries.inboxes import read_in
from tests.cast import NOW
from tests.notifications.people import EMAIL, PHONE, tell

_VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]"
    r"|\b(?:ho so|ma|xem|cua|da|nhan|bien lai|lich hen|vui long|tai)\b",
    re.IGNORECASE,
)
TEXTS = [
    (name, medium)
    for name, one in sorted(occasions().items())
    for medium in (Medium.EMAIL, Medium.SMS)
    if shipped(one, "vi", medium) is not None
]


def variants(occasion):
    """Give examples of an occasion in English letters, one for each sentence it may have."""
    plain = dict.fromkeys(example_of(occasion, "en"), "X1")
    yield plain
    for phrase in occasion.phrases.values():
        for value in phrase.variants:
            yield plain | {phrase.of: "other" if value == "*" else value}


@pytest.mark.parametrize(("name", "medium"), TEXTS)
def test_every_sentence_of_every_text_is_there_in_english(name, medium):
    occasion = occasions()[name]
    english, vietnamese = (shipped(occasion, language, medium) for language in ("en", "vi"))
    for context in variants(occasion):
        said = " ".join(fill(english, occasion, context))
        assert not _VIETNAMESE.search(said), said
        assert said != " ".join(fill(vietnamese, occasion, context))


@pytest.mark.django_db
@pytest.mark.parametrize("topic", CHOSEN_TOPICS)
def test_whoever_chose_english_of_a_vietnamese_matter_gets_it(settings, topic):
    settings.SMTP_URL, settings.SMS_URL = "smtp://127.0.0.1:1", "http://127.0.0.1:1"
    Preference.objects.create(
        account_id=41,
        person_id=7,
        topic=topic,
        media=["email", "sms"] if topic in BOUND_TOPICS else ["email"],
        language="en",
        changed_at=NOW,
    )
    told = [one for one in occasions().values() if one.topic == topic]
    for one in told:
        tell(Recipient(PHONE, EMAIL, "vi", 41, 7), key=one.name, template=one.name)
        said = letter_of(Message.objects.get(key=f"{one.name}:email"))
        assert 'lang="en"' in said.html


@pytest.mark.django_db
def test_what_fills_a_place_is_english_too_in_the_mail_and_in_the_inbox(settings):
    settings.SMTP_URL, settings.SMS_URL = "smtp://127.0.0.1:1", ""
    Preference.objects.create(
        account_id=41, person_id=7, topic="payment", media=["email"], language="en", changed_at=NOW
    )
    name = {"vi": "Đăng ký khai sinh", "en": "Birth registration"}
    tell(
        Recipient("", EMAIL, "vi", 41, 7),
        key="pay",
        template="payment",
        fee=in_each(lambda language: show(50_000, language)),
        procedure=in_each(name.__getitem__),
    )
    mail = letter_of(Message.objects.get())
    inbox = read_in(CitizenNotice.objects.get(), "en").text
    for text in (mail.text, inbox):
        assert "50,000 VND" in text
        assert "50.000" not in text
        assert "Đăng ký" not in text
    assert "50.000 đ" in read_in(CitizenNotice.objects.get(), "vi").text


def test_words_that_are_alike_everywhere_are_kept_once():
    assert in_each(lambda _language: "H26") == "H26"
    both = in_each(lambda language: language)
    assert both == {"vi": "vi", "en": "en"}
    assert [in_one(both, one) for one in ("vi", "en", "km")] == ["vi", "en", "vi"]
