"""Who acts: a citizen, an official with powers in units, another system, or the node itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from motcua.kernel.errors import NotAllowed

ActorKind = Literal["citizen", "official", "system", "client"]


@dataclass(frozen=True, slots=True)
class Power:
    """A role held in a unit of an agency, and so in every unit below it.

    `unit_path` is the numbers of the units from the top down, each followed by a slash (`12/40/`);
    the empty path is the whole agency. `behalf` is the number of the absent official for whom the
    role is held meanwhile; None where it is one's own.
    """

    role: str
    agency_id: int
    unit_path: str = ""
    behalf: int | None = None

    def __post_init__(self) -> None:
        if self.unit_path and not self.unit_path.endswith("/"):
            # `12/4` would be a prefix of `12/40/` and so reach into another unit.
            raise ValueError(f"unit path {self.unit_path!r} does not end with a slash")

    def covers(self, agency_id: int | None, unit_path: str | None) -> bool:
        """Say whether the power reaches an agency and unit; None asks about any of them."""
        in_agency = agency_id is None or agency_id == self.agency_id
        in_unit = unit_path is None or unit_path.startswith(self.unit_path)
        return in_agency and in_unit


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, as actions and audit rows know him: numbers only, no names."""

    kind: ActorKind
    account_id: int | None = None
    person_id: int | None = None
    official_id: int | None = None
    powers: tuple[Power, ...] = ()

    def has_role(
        self, role: str, agency_id: int | None = None, unit_path: str | None = None
    ) -> bool:
        """Say whether a power of this role covers the agency and the unit.

        `unit_path=""` asks for the whole agency, None for any unit of it. The node itself
        (`SYSTEM`) holds no role: an action that it may do says so.
        """
        return any(power.role == role for power in self.powers_over(agency_id, unit_path))

    def powers_over(self, agency_id: int | None, unit_path: str | None = None) -> tuple[Power, ...]:
        """Give the powers that cover an agency and unit; None asks about any of them."""
        return tuple(power for power in self.powers if power.covers(agency_id, unit_path))

    def require_role(
        self, *roles: str, agency_id: int | None = None, unit_path: str | None = None
    ) -> None:
        """Raise `NotAllowed` unless one of the roles is held there."""
        if not any(self.has_role(role, agency_id, unit_path) for role in roles):
            raise NotAllowed

    def agencies(self, *roles: str) -> frozenset[int]:
        """Give the numbers of the agencies where one of the roles is held; no role means any."""
        return frozenset(
            power.agency_id for power in self.powers if not roles or power.role in roles
        )


SYSTEM = Actor(kind="system")
