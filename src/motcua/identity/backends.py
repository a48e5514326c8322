"""Whom an e-mail address and a password belong to, told in the same time whoever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import ModelBackend

from motcua.identity.base import visit
from motcua.identity.enums import SIDE_OF_DOOR
from motcua.identity.models import Account
from motcua.identity.queries import has_left
from motcua.kernel import clock
from motcua.kernel.composed import composed

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@composed
def _account(number: Any) -> QuerySet[Account]:
    return Account.objects.select_related("person", "official").filter(pk=number)


class AccountBackend(ModelBackend):
    """Accepts an account at its own door only; a wrong door looks like a wrong password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> Account | None:
        """Give the account, or None. One password hash is computed in every case."""
        email = credentials.get("email", username)
        if request is None or not email or not password:
            return None
        account = self._at_door(request, email)
        if account is None:
            Account().set_password(password)
            return None
        is_right = account.check_password(password)
        return account if is_right and self.user_can_authenticate(account) else None

    def get_user(self, user_id: int) -> Account | None:
        """Give the account of a session, with its person or official in the same statement."""
        account = next(iter(_account(number=user_id)), None)
        return account if account and self.user_can_authenticate(account) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Say whether an account may be used: it is open, and its official has not left."""
        return bool(user.is_active) and not has_left(user, clock.now())

    def _at_door(self, request: HttpRequest, email: str) -> Account | None:
        side = SIDE_OF_DOOR[visit(request).side]
        return Account.objects.filter(email=email.strip().lower(), side=side).first()
