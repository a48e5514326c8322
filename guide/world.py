"""The made-up world with one ward's year: run as a preparation of `guide.node`."""

from __future__ import annotations

from motcua.cli import database, django


def build() -> None:
    """Build the world once, then play the year of the ward on the demo's stage."""
    found = database.named()
    assert found is not None
    django.setup(found.app)
    from guide.history import play  # noqa: PLC0415 - needs Django

    play()


if __name__ == "__main__":
    build()
