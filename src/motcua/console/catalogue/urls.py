"""Addresses of what the agency offers and what awaits confirmation."""

from __future__ import annotations

from django.urls import path

from motcua.console.catalogue.views import offered, proving, synonyms

urlpatterns = [
    path("offerings/", offered.offerings, name="offerings"),
    path("offerings/<int:offering>/prove/", proving.prove_one, name="prove-one"),
    path("synonyms/", synonyms.listed, name="synonyms"),
    path("synonyms/add/", synonyms.add, name="synonym-add"),
    path("synonyms/change/", synonyms.change, name="synonym-change"),
    path("synonyms/remove/", synonyms.remove, name="synonym-remove"),
    path("synonyms/restore/", synonyms.restore, name="synonym-restore"),
    path("awaiting/", offered.awaiting, name="awaiting"),
    path("awaiting/<int:offering>/", offered.awaiting_of, name="awaiting-of"),
]
