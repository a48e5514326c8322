"""What the journeys find on their node: the tests' cast, today, and a key for the ward."""

from __future__ import annotations

from datetime import timedelta

from motcua.cli import database, django


def seed() -> None:
    """Build the cast as the database's owner; passwords are kept as anyone's."""
    with database.opened() as found:
        django.setup(found.owner)
        _build()


def _build() -> None:
    from motcua.kernel import clock  # noqa: PLC0415 - needs Django
    from motcua.kernel.actors import SYSTEM  # noqa: PLC0415
    from motcua.signatures.actions import (  # noqa: PLC0415
        issue_agency_certificate,
        make_demo_authority,
    )
    from tests.cast import PASSWORD, build  # noqa: PLC0415

    now = clock.now()
    world = build(now)
    for account in world.accounts.values():
        account.set_password(PASSWORD)
        account.save(update_fields=["password"])
    founded = now - timedelta(days=30)
    make_demo_authority(actor=SYSTEM, now=founded)
    issue_agency_certificate(actor=SYSTEM, agency=world.ward, now=founded)


if __name__ == "__main__":
    seed()
