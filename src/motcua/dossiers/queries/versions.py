"""What stands on a version of a procedure."""

from __future__ import annotations

from motcua.dossiers.models import Dossier, Draft


def uses_of_version(version_id: int) -> int:
    """Count the dossiers and drafts that keep a version's rules or follow its process."""
    dossiers = Dossier.objects.filter(version_id=version_id).count()
    dossiers += Dossier.objects.filter(process_version_id=version_id).count()
    return dossiers + Draft.objects.filter(version_id=version_id, dossier=None).count()
