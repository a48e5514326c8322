"""People, the sealed numbers that name them, organisations, and the accounts they sign in with."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from motcua.identity.enums import IdentifierType, Sex, Side, SubjectKind
from motcua.kernel.sealed import SealedTextField


class Person(models.Model):
    """A human being. Names are searchable; numbers, address, phone and e-mail are sealed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    full_name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex, blank=True)
    nationality = models.CharField(max_length=2, default="VN", help_text="ISO 3166-1 alpha-2")
    ethnicity = models.CharField(max_length=40, blank=True)  # a code of the list `ethnicities`
    place_code = models.CharField(max_length=8, blank=True, help_text="commune of residence")
    address = SealedTextField(context="person.address", blank=True)
    household = models.UUIDField(null=True, blank=True, db_index=True)
    phone = SealedTextField(context="person.phone", blank=True)
    # Of persons registered before it was kept it is filled in at night, a batch at a time.
    phone_index = models.BinaryField(max_length=32, null=True)
    email = SealedTextField(context="person.email", blank=True)
    search = SearchVectorField(null=True, editable=False)
    search_text = models.TextField(editable=False, default="")
    is_invented = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "people"
        indexes = [
            GinIndex(fields=["search"], name="person_search"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="person_trigram"),
            models.Index(
                fields=["phone_index"],
                condition=Q(phone_index__isnull=False),
                name="person_phone",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Organisation(models.Model):
    """An enterprise, cooperative, household business or other body that files dossiers."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=1, choices=SubjectKind, default=SubjectKind.ENTERPRISE)
    name = models.CharField(max_length=200)
    tax_code = models.CharField(max_length=14, unique=True)
    place_code = models.CharField(max_length=8, blank=True)
    address = models.CharField(max_length=200, blank=True)
    representative = models.ForeignKey(Person, models.PROTECT, related_name="represents")
    search_text = models.TextField(editable=False, default="")
    is_invented = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """One document that names a person: (type, number, country). The number is sealed.

    What people say of themselves is a claim: many may claim one number, and a claim finds nobody.
    Once confirmed (seen by an official, or by a register), a number names one person. So signing
    up with somebody else's number neither fails, nor tells anything, nor takes it from its owner.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    type = models.CharField(max_length=16, choices=IdentifierType)
    country = models.CharField(max_length=2, default="VN")
    number = SealedTextField(context="identifier.number")
    blind_index = models.BinaryField(max_length=32)
    is_current = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["type", "country", "blind_index"],
                name="identifier_names_one_person",
                condition=Q(confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "type", "country", "blind_index"], name="identifier_once_each"
            ),
        ]
        indexes = [models.Index(fields=["blind_index"], name="identifier_blind")]

    def __str__(self) -> str:
        return f"{self.type} {self.country}"


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; used by identity's actions and by allauth."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """Make an account with a normalised e-mail address."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """What somebody signs in with; belongs to one side of the door."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    side = models.CharField(max_length=8, choices=Side, default=Side.CITIZEN)
    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="account")
    official = models.OneToOneField(
        "agencies.Official", models.PROTECT, null=True, related_name="account"
    )
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    generation = models.PositiveIntegerField(
        default=0, editable=False, help_text="raised to end every session of the account"
    )
    sessions_ended_at = models.DateTimeField(null=True, editable=False, help_text="machine time")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    class Meta:
        indexes = [
            models.Index(
                fields=["sessions_ended_at"],
                condition=Q(sessions_ended_at__isnull=False),
                name="account_sessions_ended",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares this with each session: it changes with the password, and here also when
        # the account's sessions are ended for another reason.
        kept = f"{self.password}\0{self.generation}"
        return salted_hmac("motcua.identity.session", kept, secret, algorithm="sha256").hexdigest()


class AccessToken(models.Model):
    """A machine's key to the public API; only its hash is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class SecondFactorReset(models.Model):
    """Two people together let an official enrol a new second factor."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="factor_resets")
    asked_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="resets_asked")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    approved_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="resets_approved"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by=F("asked_by")), name="second_factor_reset_by_two_people"
            )
        ]

    def __str__(self) -> str:
        return str(self.asked_at)


class Mandate(models.Model):
    """A person lets another file and follow dossiers in his name, until one of them ends it.

    He consents by a one-time code sent to his own phone (`consented_at`); without a phone the paper
    of authorisation counts, which an official looks at (`is_by_paper`, `authority`). `ending` is
    the digest of the code by which he ends it without an account.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    helper = models.ForeignKey(Person, models.PROTECT, related_name="helps")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="helped_by")
    relation = models.CharField(max_length=60)
    # What the helper wrote; nothing where it was not he who asked, or it was not kept yet.
    called = SealedTextField(context="mandate.called", null=True)  # type: ignore[misc]
    phone = SealedTextField(context="mandate.phone", blank=True)
    asked_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32, null=True)
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    is_by_paper = models.BooleanField(default=False)
    authority = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, null=True, related_name="+", db_index=False
    )
    consented_at = models.DateTimeField(null=True)
    ending = models.BinaryField(max_length=32, unique=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(helper=F("owner")), name="mandate_between_two")
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def name(self) -> str:
        """The owner's name: before he agreed, only what the helper who asked wrote himself."""
        if self.consented_at is not None or self.called is None:
            return self.owner.full_name
        return str(self.called)

    @property
    def is_in_force(self) -> bool:
        """Say whether the helper may act by it."""
        is_shown = self.is_by_paper and self.authority_id is not None
        return self.ended_at is None and (self.consented_at is not None or is_shown)
