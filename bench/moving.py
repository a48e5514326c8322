"""One change of status through its action, beside the bare statements of one transaction."""

from __future__ import annotations

import time

import psycopg

from bench.__main__ import figure
from motcua.agencies.models import Posting
from motcua.dossiers.actions import accept
from motcua.dossiers.models import Dossier
from motcua.identity.queries import actor_for
from motcua.kernel import clock

ROUNDS = 3
_BARE = (
    "UPDATE dossiers_dossier SET variant = variant WHERE id = %s",
    """INSERT INTO dossiers_transition
         (dossier_id, at, action, from_state, to_state, actor_kind, reason, data)
       VALUES (%s, now(), 'bench', 'filed', 'accepted', 'system', '', '{}')""",
    """INSERT INTO kernel_auditrow
         (at, agency_id, actor_kind, action, subject_kind, subject_id, data)
       VALUES (now(), 0, 'system', 'bench', 'dossier', %s, '{}')""",
    """INSERT INTO kernel_outboxrow (agency_id, name, payload, emitted_at)
       VALUES (0, 'bench.nothing', jsonb_build_object('dossier_id', %s), now())""",
)


def figures(node, *, quick):
    count = 20 if quick else 300
    free = Dossier.objects.filter(state="filed", fee_at_filing=0).order_by("id")
    waiting = list(free.values_list("id", "agency_id")[: count * ROUNDS])
    rounds, floors = [], []
    for run in range(ROUNDS):
        own = waiting[run * count : (run + 1) * count]
        floors.append(bare(node, [dossier for dossier, _agency in own]))
        rounds.append(through_the_action(own))
    return [figure("status_change", "1/s", rounds, floors)]


def through_the_action(own):
    now = clock.now()
    actors = {agency: receptionist(agency, now) for agency in {agency for _id, agency in own}}
    began = time.monotonic()
    for dossier_id, agency in own:
        accept(actor=actors[agency], dossier_id=dossier_id, now=now)
    return len(own) / (time.monotonic() - began)


def receptionist(agency, now):
    posting = Posting.objects.filter(unit__agency=agency, role="receptionist").first()
    return actor_for(posting.official.account, now)


def bare(node, dossiers):
    with psycopg.connect(node.urls.app, prepare_threshold=0) as connection:
        began = time.monotonic()
        for dossier in dossiers:
            with connection.transaction():
                for statement in _BARE:
                    value = str(dossier) if "auditrow" in statement else dossier
                    connection.execute(statement, (value,))
        return len(dossiers) / (time.monotonic() - began)
