"""A dossier that was prepared online and whose papers come by post."""

from __future__ import annotations

from motcua.deliveries.base import Address
from motcua.dossiers import actions
from motcua.dossiers.actions.papers_by_post import send_by_post
from motcua.dossiers.actions.wishing import submit_as_wished
from motcua.dossiers.models import Dossier
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.models import Offering
from tests.cast import BIRTH

HOME = Address("Nguyễn Thị An", "0912345678", "Số 1 phố Hoa Sữa, phường Ba Đình", "01")


def take_post():
    """Let every office take papers by post."""
    Offering.objects.update(channels=["online", "counter", "post"])
    forget_all()


def prepared(world, *, code=BIRTH, address=HOME, now=None):
    """File what is to come by post; give the dossier."""
    take_post()
    now, actor = now or world.now, world.actor("citizen")
    offering = world.offerings[code]
    form = catalogue.rules(catalogue.offering(offering).version_id).form
    answers = sample_answers(form, seed=3, today=civil_date(now))
    draft = actions.start_draft(
        actor=actor, offering_id=offering, language="vi", answers=answers, now=now
    )
    send_by_post(actor=actor, draft_id=draft.public_id, address=address, now=now)
    filed = submit_as_wished(actor=actor, draft_id=draft.public_id, now=now)
    world.settle(now)
    return Dossier.objects.get(pk=filed.dossier_id)
