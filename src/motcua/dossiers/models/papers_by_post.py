"""Papers of a dossier prepared online that come to the office in an envelope."""

from __future__ import annotations

from django.db import models

from motcua.dossiers.models.dossiers import Dossier
from motcua.dossiers.models.drafts import Draft
from motcua.kernel.sealed import SealedJSONField


class PostedPapers(models.Model):
    """What is sent by post: said in the draft, named when it is filed, taken in when it is there.

    `address` is where the post fetches them, none where their sender brings them to the post
    himself. `codes` name the papers that were no files when it was filed. `arrived_at` is when the
    office had them: from then on the time limit counts. `taking` is what an official keeps while he
    takes them in, `taken_at` when that was done.
    """

    draft = models.OneToOneField(Draft, models.CASCADE, related_name="posted")
    address = SealedJSONField(context="postedpapers.address", null=True)
    chosen_at = models.DateTimeField()
    dossier = models.OneToOneField(Dossier, models.PROTECT, null=True, related_name="posted")
    codes = models.JSONField(default=list)
    arrived_at = models.DateTimeField(null=True)
    taking = models.OneToOneField(Draft, models.SET_NULL, null=True, related_name="taking_of")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
