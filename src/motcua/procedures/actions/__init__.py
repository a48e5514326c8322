"""Writes of the catalogue."""

from motcua.procedures.actions.offering import OfferingFacts, close_offering, open_offering
from motcua.procedures.actions.publishing import load_packs, publish_pack

__all__ = ["OfferingFacts", "close_offering", "load_packs", "open_offering", "publish_pack"]
