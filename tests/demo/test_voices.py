"""The made-up ward is heard: a dozen of each, in different states."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.demo.history.cast import casts
from motcua.demo.world.voices import speak_in
from motcua.kernel.models import OutboxRow
from motcua.notifications.models import Message
from motcua.voice.models import Feedback, HelpRequest
from motcua.voice.queries.feedback import published

pytestmark = pytest.mark.django_db


def test_a_dozen_of_each_in_different_states_and_nobody_is_told(world, now):
    later = now + timedelta(days=60)
    speak_in(casts(later)[0], later)
    states = set(Feedback.objects.values_list("state", flat=True))
    assert states == {"received", "assigned", "drafted", "answered", "guided", "declined"}
    assert Feedback.objects.count() >= 12
    assert Feedback.objects.filter(is_invented=False).count() == 0
    assert Feedback.objects.filter(escalation=0, is_open=True, due_at__lt=later).count() == 0
    assert set(HelpRequest.objects.values_list("state", flat=True)) == {"open", "taken", "done"}
    assert HelpRequest.objects.count() == 12
    assert len(published()[0]) == 2
    assert not Message.objects.exists()
    assert not OutboxRow.objects.filter(name__startswith="voice.").exists()
