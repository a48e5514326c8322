"""The officials' side where a journey is about the citizen: acts on the node, asked in JSON lines.

`python -m tests.journeys.office` reads one request a line, `{"act": NAME, ...}`, and answers each
with one line. It acts through the same actions as the desk's pages.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from types import SimpleNamespace

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402 - needs Django

from motcua.agencies.models import Agency  # noqa: E402 - needs Django
from motcua.dossiers import actions  # noqa: E402
from motcua.dossiers.enums import State  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402
from motcua.identity.models import Account  # noqa: E402
from motcua.kernel import clock  # noqa: E402
from motcua.procedures import queries as catalogue  # noqa: E402
from motcua.procedures.base.forms.drawing import Showing, page_section  # noqa: E402
from motcua.procedures.base.forms.samples import sample_answers  # noqa: E402
from motcua.procedures.models import Offering  # noqa: E402
from tests import cast  # noqa: E402
from tests.procedures.test_pages import typed  # noqa: E402

SECONDS_TO_SIGN = 120


class Office:
    """Everybody at the ward, and the people who come to it."""

    def __init__(self) -> None:
        ward, other = (Agency.objects.get(code=code) for code in ("H26.101", "H26.102"))
        self.world = cast.World(clock.now(), ward, other)
        for role in (*cast.ROLES, "administrator", "auditor"):
            self.world.accounts[role] = Account.objects.get(
                email=f"{role}.{ward.pk}@co-quan.example"
            )
        for row in Offering.objects.filter(agency=ward).select_related("procedure"):
            self.world.offerings[row.procedure.code] = row.pk

    def come(self, number: int, name: str) -> dict[str, str]:
        """Give somebody an account."""
        identity, phone = f"001190{number:06}", f"09{number:08}"
        account = cast._citizen(name, identity, phone, self.world.now)
        account.set_password(cast.PASSWORD)
        account.save(update_fields=["password"])
        self.world.accounts[account.email] = account
        return {"email": account.email, "phone": phone, "number": identity, "name": name}

    def official(self, role: str) -> str:
        """Give the address of an official who has no second factor yet."""
        account = self.world.accounts[role]
        Authenticator.objects.filter(user=account).delete()
        return account.email

    def another_administrator(self) -> str:
        """Appoint a second administrator of the ward, and give the address."""
        account = cast._official(
            self.world.ward,
            self.world.ward.units.get(code="LD"),
            f"administrator{time.monotonic_ns() % 10**6}",
            self.world.now,
            post="administrator",
        )
        account.set_password(cast.PASSWORD)
        account.save(update_fields=["password"])
        return str(account.email)

    def learn(self, code: str) -> int:
        """Learn of a procedure that was opened since, and give its level."""
        row = Offering.objects.get(agency=self.world.ward, procedure__code=code)
        self.world.offerings[code] = row.pk
        return int(row.level)

    def answers(self, code: str, fixed: dict[str, object]) -> dict[str, dict[str, list[str]]]:
        """Give what a browser types on each page of a form, by the names of its fields."""
        today = clock.civil_date(self.world.now)
        form = catalogue.rules(catalogue.offering(self.world.offerings[code]).version_id).form
        given = sample_answers(form, seed=3, today=today, fixed=fixed)
        pages = form.visible_pages(given, today=today)
        sections = {
            page.code: page_section(form, page.code, given, Showing("vi", today)) for page in pages
        }
        return {code: dict(typed(section).lists()) for code, section in sections.items()}

    def file(self, code: str, email: str, key: str) -> str:
        """File something that costs nothing."""
        return self.world.file(code, name=email, key=key).code

    def result(self, dossier: str) -> dict[str, list[str]]:
        """Give what a specialist types to draft a result, by the names of the fields."""
        today = clock.civil_date(self.world.now)
        form = catalogue.rules(Dossier.objects.get(code=dossier).version_id).official_form
        given = sample_answers(form, seed=1, today=today)
        typing: dict[str, list[str]] = {}
        for page in form.visible_pages(given, today=today):
            section = page_section(form, page.code, given, Showing("vi", today))
            typing |= dict(typed(section).lists())
        return typing

    def begin(self, code: str, email: str, fixed: dict[str, object]) -> str:
        """Begin a form with every answer in it, and give where it goes on."""
        today = clock.civil_date(self.world.now)
        offering = self.world.offerings[code]
        form = catalogue.rules(catalogue.offering(offering).version_id).form
        draft = actions.start_draft(
            actor=self.world.actor(email),
            offering_id=offering,
            language="vi",
            answers=sample_answers(form, seed=3, today=today, fixed=fixed),
            now=self.world.now,
        )
        return f"/drafts/{draft.public_id}"

    def receive(self, dossier: str) -> None:
        """Accept a dossier and hand it over."""
        self.world.receive(Dossier.objects.get(code=dossier))

    def supplement(self, dossier: str, items: list[list[str]]) -> None:
        """Ask for everything that is missing, once."""
        actions.ask_supplement(
            actor=self.world.actor("receptionist"),
            dossier_id=Dossier.objects.get(code=dossier).pk,
            items=[actions.SupplementItem(*item) for item in items],
            now=self.world.now,
        )

    def finish(self, dossier: str) -> None:
        """Draft, check, approve, sign, and give back."""
        row = self.world.finish(Dossier.objects.get(code=dossier))
        self.wait_until_signed(dossier)
        actions.return_result(
            actor=self.world.actor("receptionist"), dossier_id=row.pk, now=clock.now()
        )

    def wait_until_signed(self, dossier: str) -> None:
        """Wait for the worker, who signs."""
        row = Dossier.objects.get(code=dossier)
        deadline = time.monotonic() + SECONDS_TO_SIGN
        while row.state != State.FINISHED:
            assert time.monotonic() < deadline, row.state
            time.sleep(0.1)
            row.refresh_from_db()

    def look(self, dossier: str) -> dict[str, object]:
        """Say how a dossier stands, and which papers it has."""
        row = Dossier.objects.get(code=dossier)
        papers = [paper.code for paper in row.papers.all()]
        return {"state": row.state, "papers": papers, "id": str(row.public_id)}

    def count(self, email: str) -> int:
        """Count the dossiers of somebody."""
        return Dossier.objects.filter(account__email=email).count()


def serve(office: Office) -> None:
    """Answer requests until the input ends."""
    for line in sys.stdin:
        asked = SimpleNamespace(**json.loads(line))
        act = asked.__dict__.pop("act")
        office.world.now = clock.now()
        try:
            answer = {"done": getattr(office, act)(**asked.__dict__)}
        except Exception:  # noqa: BLE001 - told to the test, which fails with it
            answer = {"failed": traceback.format_exc()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(Office())
