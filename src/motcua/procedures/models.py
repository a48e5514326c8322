"""Tables of the catalogue: procedures, their versions, and the agencies that offer them."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from motcua.procedures.enums import ListPurpose, ServiceLevel, VersionStatus


class Procedure(models.Model):
    """An administrative procedure, by its national code; what it says is in its versions.

    The search columns are of the version in force: `names` as they are spelt, lists are narrowed by
    `facets` ({field: {code, name}, tier, subjects, life_events}), `search_text` its names folded,
    `search` those and what else is said of it. What it is found by first is in `SearchWord`.
    """

    code = models.CharField(max_length=30, unique=True)
    field_code = models.CharField(max_length=60)
    search = SearchVectorField(null=True, editable=False)
    search_text = models.TextField(default="", editable=False)
    names = models.JSONField(default=list, editable=False)
    facets = models.JSONField(default=dict, editable=False)

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="procedure_search"),
        ]

    def __str__(self) -> str:
        return self.code


class SearchWord(models.Model):
    """A word as it is spelt, or a whole phrase, that finds a procedure; how much it tells."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=300)
    weight = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "word"], name="search_word_once")
        ]
        indexes = [
            models.Index(fields=["word"], include=["procedure", "weight"], name="search_word")
        ]

    def __str__(self) -> str:
        return self.word


class SearchState(models.Model):
    """One row: `stamp` is another whenever what procedures are found by changed."""

    stamp = models.UUIDField()

    def __str__(self) -> str:
        return str(self.stamp)


class Synonym(models.Model):
    """An everyday phrase and the official words it stands for, as an administrator set them.

    It stands before the shipped phrase that is the same; without official words it takes that away.
    """

    phrase = models.CharField(max_length=120, unique=True)
    official = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.phrase


class ProcedureVersion(models.Model):
    """The rules of a procedure from one day to another; immutable once published.

    `content` is the whole pack in its normal form, `digest` its SHA-256 in hex.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=9, choices=VersionStatus, default=VersionStatus.DRAFT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="version_has_days",
            ),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.DRAFT) | Q(published_at__isnull=False),
                name="published_version_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}/{self.number}"


class Writing(models.Model):
    """How a version is written by hand: by whom, and who agreed that it be published, from when.

    `revision` counts what was saved; `begun_by` is nobody where the draft was not begun by hand;
    `writers` and the others are numbers of officials.
    """

    version = models.OneToOneField(ProcedureVersion, models.CASCADE, related_name="writing")
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    begun_by = models.BigIntegerField(null=True)
    writers = models.JSONField(default=list)
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    publish_from = models.DateField(null=True)
    agreed_by = models.BigIntegerField(null=True)
    returned_because = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
                name="two_people_publish",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}.{self.revision}"


class NationalRecord(models.Model):
    """A record of the national catalogue as it came, and what has to be settled by hand.

    `source` is the whole record, `digest` the SHA-256 of it in hex, `flags` the places that were
    not understood ({kind, path, said}, and `settled` once somebody said what holds there).
    `version` is the last one made of it; none where the procedure's rules were written by hand.
    `gone_at`: the catalogue no longer has it; `gone_settled_at`: somebody said what follows.
    """

    code = models.CharField(max_length=30, unique=True)
    source = models.JSONField()
    digest = models.CharField(max_length=64)
    flags = models.JSONField(default=list)
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    gone_settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class Offering(models.Model):
    """A procedure offered by an agency: who receives, who does each step, its own fees, its level.

    `units` maps a role of the process to the id of the unit that plays it. `fee_overrides` are
    amounts the province set ({code, channel, amount, valid_from, valid_to, basis, confirmed}).
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="offerings")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    opened_from = models.DateField(default=date(2025, 7, 1))
    opened_to = models.DateField(null=True)
    units = models.JSONField()
    fee_overrides = models.JSONField(default=list)
    channels = models.JSONField(default=list, help_text="ways of filing the agency takes")
    level = models.PositiveSmallIntegerField(choices=ServiceLevel, default=ServiceLevel.INFORMATION)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "agency", "opened_from"], name="offering_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} @ {self.agency_id}"


class PurposeList(models.Model):
    """Procedures that a decision names for a purpose, such as to be online at a level.

    `level` is the one the decision orders; none for lists that order no level.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, default="")
    purpose = models.CharField(max_length=11, choices=ListPurpose)
    decision = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(choices=ServiceLevel, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="purpose_list_has_days",
            )
        ]

    def __str__(self) -> str:
        return self.code


class PurposeEntry(models.Model):
    """A procedure on a list by its code, whether the catalogue has it or not.

    `level` is its own where the decision orders another than the list's.
    """

    list = models.ForeignKey(PurposeList, models.CASCADE, related_name="entries")
    procedure_code = models.CharField(max_length=30)
    level = models.PositiveSmallIntegerField(choices=ServiceLevel, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "procedure_code"], name="listed_once")
        ]

    def __str__(self) -> str:
        return self.procedure_code
