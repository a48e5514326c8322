"""Acts behind the pages of a dossier."""

from motcua.portal.dossiers.actions.completing import complete, keep, keep_file
from motcua.portal.dossiers.actions.looking_up import look_up

__all__ = ["complete", "keep", "keep_file", "look_up"]
