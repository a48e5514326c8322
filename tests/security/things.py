"""One of everything that an address may name, in the ward of the cast."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image

from motcua.agencies.actions import appoint_official, grant_access
from motcua.agencies.actions.officials import GrantTerms, OfficialFacts
from motcua.agencies.models import CalendarDay, Official, Posting, Unit
from motcua.dossiers import actions
from motcua.dossiers.models import Upload
from motcua.identity.actions import ask_second_factor_reset
from motcua.kernel.actors import SYSTEM
from motcua.payments.queries import orders_of
from motcua.procedures import queries as catalogue
from motcua.procedures.actions import begin_version
from motcua.procedures.actions.listing import ListFacts, make_list
from tests.cast import BIRTH, BUSINESS, NOW
from tests.console.national import CHANGED, GONE, TIME, bring_catalogue

NOWHERE = "00000000-0000-4000-8000-000000000000"


def things_of(world):
    """Give the parts of addresses by their names; `name part` counts before `part`."""
    filed, begun = world.file(BUSINESS, key="filed"), world.file(BIRTH, key="finished")
    finished = world.finish(world.receive(begun))
    actions.return_result(actor=world.actor("receptionist"), dossier_id=finished.pk, now=world.now)
    _photograph(world, finished)
    return (
        _agency(world)
        | _draft(world)
        | _dossier(finished)
        | {
            "order_id": orders_of("dossier", filed.pk)[0].public_id,
            "verification_id": finished.result.verification_id,
            "offering": world.offerings[BIRTH],
            "kind": "pdf",
            "event": "having-a-child",
            "code": world.ward.code,
            "openapi:procedure code": BIRTH,
            "catalogue-service code": BIRTH,
            "portal:procedure code": BIRTH,
            "portal:blank-form code": BIRTH,
            "portal:process code": BIRTH,
            "procedure": BIRTH,
            "console:process-move version": finished.version_id,
            **_written(world),
            "portal:start code": BIRTH,
            "portal:track-code code": finished.code,
            "schema": "form",
            "portal:draft-form code": "q-x",
            "uidb36": "1",
            "key": "set-password",
            "pk": 1,
            "filed": filed,
            "finished": finished,
        }
    )


def _written(world):
    """Give what administrators write: a draft, a list, and what the national catalogue says."""
    bring_catalogue()
    writer = world.actor("administrator")
    pack = catalogue.pack_of(catalogue.version_on(BUSINESS, NOW.date()))
    facts = ListFacts("x", "x", "x", "online", "x", NOW.date(), entries={BUSINESS: None})
    return {
        "version": begin_version(actor=writer, pack=pack, now=NOW),
        "list_id": make_list(actor=writer, facts=facts, now=NOW),
        "record": CHANGED,
        "console:withdraw-gone record": GONE,
        "console:keep-gone record": GONE,
        "console:settle kind": "limit.other-unit",
        "console:settle path": TIME,
    }


def of_dossier(dossier):
    """Give the parts that name another dossier and what belongs to it."""
    return _dossier(dossier)


def strange(things):
    """Give the same parts, naming objects that nobody has."""
    kept = {"code", "kind", "path", "uidb36", "key", "pk", "offering"}
    return {
        name: thing if name.split()[-1] in kept else _nobodys(thing)
        for name, thing in things.items()
    }


def _nobodys(thing):
    return 2**31 - 1 if isinstance(thing, int) else NOWHERE


def _dossier(dossier):
    paper, slip = dossier.papers.first(), dossier.slips.first()
    return {
        "dossier_id": dossier.public_id,
        "public_id": dossier.public_id,
        "paper_id": paper.public_id if paper else NOWHERE,
        "slip_id": slip.public_id if slip else NOWHERE,
        "portal:dossier-pictures code": paper.code if paper else "x",
    }


def _photograph(world, dossier):
    """Let the first paper of a dossier be a photograph, so that its pictures are there to open."""
    paper = dossier.papers.first()
    type(paper).objects.filter(pk=paper.pk).update(file=_photographed(world).file)


def _photographed(world):
    photograph = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(photograph, "PNG")
    return world.upload(content=photograph.getvalue(), media_type="image/png")


def _draft(world):
    citizen = world.actor("citizen")
    draft = actions.start_draft(
        actor=citizen,
        offering_id=world.offerings[BIRTH],
        language="vi",
        answers={},
        now=world.now,
    )
    rules = catalogue.rules(draft.version_id)
    upload = _photographed(world)
    Upload.objects.filter(pk=upload.pk).update(draft=draft, paper_code="x")
    return {
        "draft_id": draft.public_id,
        "upload_id": upload.public_id,
        "portal:draft-pictures code": "x",
        "portal:draft-page code": rules.form.spec.pages[0].code,
    }


def _agency(world):
    official = Official.objects.get(agency=world.ward, staff_code="specialist")
    visiting = appoint_official(
        actor=SYSTEM,
        agency=world.ward,
        facts=OfficialFacts("NV-77", "Cán bộ không có tài khoản"),
        now=world.now,
        valid_from=date(2026, 1, 1),
    )
    grant = grant_access(
        actor=SYSTEM,
        official=visiting,
        agency=world.ward,
        terms=GrantTerms("audit", "Kiểm tra", date(2026, 1, 1)),
        now=world.now,
    )
    reset = ask_second_factor_reset(
        actor=world.actor("administrator"),
        account=world.accounts["clerk"],
        reason="Mất điện thoại",
        now=world.now,
    )
    own = CalendarDay.objects.create(
        agency=world.ward, day=date(2027, 3, 1), kind="off", name="Nghỉ"
    )
    return {
        "official": official.public_id,
        "unit": Unit.objects.filter(agency=world.ward).first().public_id,
        "posting": Posting.objects.filter(official=official).first().pk,
        "grant": grant.pk,
        "reset": reset.pk,
        "day": own.pk,
    }
