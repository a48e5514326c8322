"""Places, agencies, units, officials and their roles, working hours and days off; all dated."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from motcua.agencies.base import name_in
from motcua.agencies.enums import (
    AgencyKind,
    DayKind,
    GrantKind,
    IdentifierForm,
    PlaceLevel,
    Role,
)

M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows that hold from one day (inclusive) to another (exclusive), or without an end."""

    def valid_on(self, day: date) -> Self:
        """Keep what holds on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class Dated(models.Model):
    """Something that holds from a day to another; `valid_to` is the first day without it."""

    valid_from = models.DateField(default=date(1900, 1, 1))
    valid_to = models.DateField(null=True, blank=True)

    objects = models.Manager.from_queryset(DatedQuerySet)()

    class Meta:
        abstract = True


class Place(Dated):
    """A province, district or commune of one era, by its statistical code."""

    code = models.CharField(max_length=8)
    level = models.CharField(max_length=10, choices=PlaceLevel)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=40, help_text="phường, xã, đặc khu, tỉnh, thành phố …")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    search_text = models.TextField(editable=False)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "level", "valid_from"], name="place_once_per_era"
            )
        ]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="place_search"),
            models.Index(fields=["parent", "name"]),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceSuccession(models.Model):
    """An old place went, in whole or in part, into a new one on a day."""

    old = models.ForeignKey(Place, models.PROTECT, related_name="successors")
    new = models.ForeignKey(Place, models.PROTECT, related_name="predecessors")
    effective_on = models.DateField()
    is_partial = models.BooleanField(default=False)
    citation = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="place_succession_once")]


class Agency(Dated):
    """A body that receives and settles dossiers; `code` is its identifier by Decision 20/2020."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=35, unique=True)
    kind = models.CharField(max_length=12, choices=AgencyKind)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="agencies")
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    is_invented = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """Give the name in a language; what nobody wrote in English is composed if it can be."""
        return name_in(self.name, self.name_en, language)


class AgencyIdentifier(Dated):
    """A code an agency has carried, old or new form, with the days it held."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="identifiers")
    form = models.CharField(max_length=8, choices=IdentifierForm)
    code = models.CharField(max_length=35)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="agency_identifier_once")
        ]


class Unit(Dated):
    """A division of an agency; `path` lists the ids from the top (`12/40/`), for subtree scopes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=120, editable=False, default="")
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="unit_code_once_per_agency")
        ]
        indexes = [models.Index(fields=["path"], name="unit_path", opclasses=["text_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """Give the name in a language; what nobody wrote in English is composed if it can be."""
        return name_in(self.name, self.name_en, language)


class Counter(models.Model):
    """A window of a one-door office; `terminal` is what its card terminal's provider calls that."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="counters")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=100)
    is_open = models.BooleanField(default=True)
    terminal = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="counter_once"),
            models.UniqueConstraint(
                fields=["terminal"], condition=~Q(terminal=""), name="terminal_stands_once"
            ),
        ]


class Official(Dated):
    """Somebody who works for the state; the account he signs in with belongs to `identity`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="officials")
    staff_code = models.CharField(max_length=20)
    full_name = models.CharField(max_length=100)
    title = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    # Blind index of the identity number that an administrator saw; the number is kept nowhere.
    identity_index = models.BinaryField(max_length=32, null=True)
    search_text = models.TextField(editable=False, default="")
    is_invented = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "staff_code"], name="staff_code_once")
        ]
        indexes = [
            models.Index(
                fields=["identity_index"],
                condition=Q(identity_index__isnull=False),
                name="official_identity",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Likeness(models.Model):
    """Two records of officials that look alike, and what an administrator found: one human or two.

    `first` is the older record.
    """

    first = models.ForeignKey(Official, models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(Official, models.PROTECT, related_name="+")
    is_same = models.BooleanField()
    reason = models.CharField(max_length=300)
    settled_by = models.ForeignKey(Official, models.PROTECT, related_name="+", db_index=False)
    settled_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "likenesses"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="likeness_of_two_in_order"
            ),
        ]


class Posting(Dated):
    """An official has a role in a unit from a day to another; it covers the unit's subtree.

    `posted_by` posted him, at `posted_at` whatever day it holds from; nobody where the node did.
    """

    official = models.ForeignKey(Official, models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postings")
    role = models.CharField(max_length=14, choices=Role)
    posted_by = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="posting_has_days",
            )
        ]


class Grant(Dated):
    """An official may act beyond his units, for a reason, from a day to another."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="grants")
    kind = models.CharField(max_length=12, choices=GrantKind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="grants")
    reason = models.CharField(max_length=300)
    granted_by = models.ForeignKey(Official, models.PROTECT, null=True, related_name="granted")


class Absence(Dated):
    """An official is away for some days; `delegate` acts for him meanwhile in some of his roles."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    official = models.ForeignKey(Official, models.PROTECT, related_name="absences")
    delegate = models.ForeignKey(
        Official, models.PROTECT, null=True, related_name="delegated", db_index=True
    )
    roles = ArrayField(models.CharField(max_length=14, choices=Role), default=list)
    reason = models.CharField(max_length=200, blank=True)
    set_by = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=False, valid_to__gt=F("valid_from")),
                name="absence_has_days",
            ),
            models.CheckConstraint(
                condition=~Q(delegate=F("official")), name="nobody_stands_in_for_himself"
            ),
        ]

    @property
    def last_day(self) -> date | None:
        """The last day away."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None

    @property
    def role_names(self) -> str:
        """The roles in which somebody stands in, in words."""
        return ", ".join(str(Role(role).label) for role in self.roles)


class WorkingHours(Dated):
    """One stretch of work on one weekday; no agency means the national default."""

    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(help_text="1 Monday … 7 Sunday")
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    citation = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "working hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="hours_close_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="hours_on_a_weekday"
            ),
        ]


class CalendarDay(models.Model):
    """A day off or a Saturday worked in exchange; no agency means the whole country."""

    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="calendar_days")
    day = models.DateField()
    kind = models.CharField(max_length=6, choices=DayKind)
    instead_of = models.DateField(null=True, blank=True, help_text="the day off it is worked for")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    citation = models.CharField(max_length=200, blank=True)
    is_confirmed = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "day"], name="calendar_day_once", nulls_distinct=False
            )
        ]
