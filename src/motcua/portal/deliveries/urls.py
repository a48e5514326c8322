"""Addresses of the post of one's dossier."""

from __future__ import annotations

from django.urls import path

from motcua.portal.deliveries import views

_ONE = "dossiers/<uuid:dossier_id>/buu-chinh"

urlpatterns = [
    path(f"{_ONE}/nhan-ket-qua", views.returning, name="dossier-returning"),
    path(f"{_ONE}/lay-giay-to", views.collecting, name="dossier-collecting"),
    path("drafts/<uuid:draft_id>/ket-qua/cach-nhan", views.wishing, name="draft-returning"),
    path("drafts/<uuid:draft_id>/giay-to/cach-gui", views.sending, name="draft-sending"),
    path(f"{_ONE}/to-bia", views.envelope, name="dossier-envelope"),
    path(f"{_ONE}/nop-cuoc", views.postage, name="dossier-postage"),
]
