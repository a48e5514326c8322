"""Random histories of dossiers, acted through their actions."""

from __future__ import annotations

from datetime import timedelta

from motcua.dossiers import actions
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier
from motcua.kernel.errors import DomainError
from tests.cast import BIRTH, RESIDENCE


def _accept(world, dossier, now):
    world.grant(dossier, now)
    actions.accept(actor=world.actor("receptionist", now), dossier_id=dossier.pk, now=now)


def act(world, dossier, choice, now):
    """Do one thing with a dossier, where it may be done."""
    number = dossier.pk
    officer, expert = world.actor("receptionist", now), world.actor("specialist", now)
    deeds = {
        "accept": lambda: _accept(world, dossier, now),
        "hand over": lambda: actions.hand_over(actor=officer, dossier_id=number, now=now),
        "refuse": lambda: actions.refuse(actor=officer, dossier_id=number, reason="x", now=now),
        "draft": lambda: world.draft(dossier, now),
        "forward": lambda: actions.complete_step(
            actor=expert, dossier_id=number, now=now, note="Được."
        ),
        "check": lambda: actions.complete_step(
            actor=world.actor("head", now), dossier_id=number, now=now, note="Được."
        ),
        "approve": lambda: actions.approve_result(
            actor=world.actor("leader", now), dossier_id=number, now=now
        ),
        "return": lambda: actions.return_result(actor=officer, dossier_id=number, now=now),
        "withdraw": lambda: actions.withdraw(
            actor=world.actor("citizen", now), dossier_id=number, reason="", now=now
        ),
        "ask": lambda: actions.ask_supplement(
            actor=officer,
            dossier_id=number,
            items=[actions.SupplementItem("question", "child_name", "Chưa rõ.")],
            now=now,
        ),
    }
    try:
        deeds[choice]()
    except (DomainError, DossierNotFound):
        return False
    return True


CHOICES = (
    *("accept", "accept", "hand over", "hand over", "refuse", "draft", "forward", "check"),
    *("approve", "return", "withdraw", "ask"),
)


def play(world, rng, *, dossiers=3, turns=14, after=None):
    """File some dossiers and do something with any of them, time and again; `after` each turn."""
    now = world.now
    codes = [BIRTH, RESIDENCE]
    filed = [world.file(rng.choice(codes), key=f"h-{n}", now=now) for n in range(dossiers)]
    world.give_a_key()
    for _ in range(turns):
        now += timedelta(hours=rng.choice((1, 5, 30, 90)))
        dossier = Dossier.objects.get(pk=rng.choice(filed).pk)
        act(world, dossier, rng.choice(CHOICES), now)
        if after:
            after(now)
    return now
