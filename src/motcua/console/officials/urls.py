"""Addresses of officials, their roles, accounts, grants and second factors."""

from __future__ import annotations

from django.urls import path

from motcua.console.officials import views

urlpatterns = [
    path("officials/", views.officials, name="officials"),
    path("officials/appoint/", views.appoint, name="appoint"),
    path("officials/import/", views.check_import, name="import"),
    path("officials/import/write/", views.write_import, name="import-write"),
    path("officials/import/template.xlsx", views.import_template, name="import-template"),
    path("officials/<uuid:official>/", views.official, name="official"),
    path("officials/<uuid:official>/post/", views.post, name="post"),
    path("officials/<uuid:official>/transfer/", views.transfer, name="transfer"),
    path("officials/<uuid:official>/depart/", views.depart, name="depart"),
    path("officials/<uuid:official>/account/", views.open_account, name="open-account"),
    path("officials/<uuid:official>/reset/", views.ask_reset, name="ask-reset"),
    path("officials/<uuid:official>/identity/", views.note_number, name="note-number"),
    path("alike/", views.alike, name="alike"),
    path("alike/<uuid:official>/<uuid:other>/", views.settle_alike, name="settle-alike"),
    path("postings/<int:posting>/end/", views.end_posting, name="end-posting"),
    path("grants/", views.grants, name="grants"),
    path("grants/give/", views.give_grant, name="give-grant"),
    path("grants/<int:grant>/revoke/", views.revoke, name="revoke-grant"),
    path("resets/", views.resets, name="resets"),
    path("resets/<int:reset>/approve/", views.approve_reset, name="approve-reset"),
]
