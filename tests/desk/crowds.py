"""Many dossiers at once: copies of one, each with its own code, name and times."""

from __future__ import annotations

import uuid
from datetime import timedelta

from motcua.dossiers.models import Dossier, StepRun

FIELDS = [field.attname for field in Dossier._meta.concrete_fields if field.name != "id"]


def crowd(model, count, *, begin=0, **changes):
    """Copy a dossier, filed a minute apart; a change may be a function of the number."""
    copies = []
    for number in range(begin, begin + count):
        copy = Dossier(**{name: getattr(model, name) for name in FIELDS})
        copy.public_id = uuid.uuid4()
        serial = 9000 - number if number < 8990 else 10_000 + number  # never the model's own
        copy.code = f"{model.code[:-4]}{serial:04}"
        copy.submission_key = f"copy-{number}"
        copy.submitted_at = model.submitted_at + timedelta(minutes=number + 1)
        for name, value in changes.items():
            setattr(copy, name, value(number) if callable(value) else value)
        copies.append(copy)
    # A statement has no more than 65,535 places; a dossier fills about sixty.
    made = Dossier.objects.bulk_create(copies, batch_size=500)
    runs = [
        StepRun(dossier=one, code=one.step_code, role=one.step_role, started_at=one.submitted_at)
        for one in made
    ]
    StepRun.objects.bulk_create(runs, batch_size=500)
    return made
