"""The birth registration of the cast with a process that branches, and the ways through it."""

from __future__ import annotations

from motcua.dossiers import actions
from motcua.dossiers.models import StepRun
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.procedures.actions import publish_pack
from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.procedures.base.processes.spec import Process
from tests.cast import BIRTH
from tests.procedures.flows import BRANCHED


def publish_process(world, content, *, code=BIRTH):
    """Let a procedure follow another process from today on."""
    folder = next(folder for folder in pack_folders() if folder.name == code)
    pack = read_pack(folder).model_copy(update={"process": Process.model_validate(content)})
    publish_pack(actor=SYSTEM, pack=pack, valid_from=civil_date(world.now), now=world.now)
    forget_all()


def branching_world(world):
    """Give the cast a process that splits, joins, consults and chooses its way."""
    publish_process(world, BRANCHED)
    return world


def complete(world, dossier, name, *, now=None, **more):
    """Complete a step as somebody, and read the dossier anew."""
    actions.complete_step(
        actor=world.actor(name), dossier_id=dossier.pk, now=now or world.now, **more
    )
    dossier.refresh_from_db()


def sorted_out(world, *, needs_visit):
    """File, receive and sort a dossier."""
    dossier = world.receive(world.file())
    complete(world, dossier, "specialist", filled={"needs_visit": needs_visit})
    return dossier


def codes_in_hand(dossier):
    """Give the codes of the steps in hand."""
    runs = StepRun.objects.filter(dossier=dossier, finished_at=None).order_by("started_at", "pk")
    return [run.code for run in runs]
