"""Proofs: who was taken from filing to result, under which rules, when, and what failed."""

from __future__ import annotations

from django.db import models


class Proof(models.Model):
    """A version of a procedure was tried, as an agency offers it or as any agency could.

    `tried` are numbers by what was done (`filed`, `refused`, …), `failures` what did not hold
    ({where, vi, en}); `holds` says that there was none.
    """

    version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, related_name="+", db_index=False
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    proved_at = models.DateTimeField()
    holds = models.BooleanField()
    tried = models.JSONField(default=dict)
    failures = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["version", "-proved_at"], name="proof_of_version")]

    def __str__(self) -> str:
        return f"{self.version_id}: {'holds' if self.holds else 'fails'}"
