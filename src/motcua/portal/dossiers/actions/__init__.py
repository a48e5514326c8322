"""Acts behind the pages of a dossier."""

from motcua.portal.dossiers.actions.completing import complete, judged, keep, keep_file
from motcua.portal.dossiers.actions.looking_up import look_up

__all__ = ["complete", "judged", "keep", "keep_file", "look_up"]
