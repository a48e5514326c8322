"""Addresses of the workshop."""

from __future__ import annotations

from django.urls import path

from motcua.console.workshop.views import (
    editing,
    listing,
    lists,
    publishing,
    sequences,
    template,
    trying,
)

_VERSION = "workshop/<int:version>"

urlpatterns = [
    path("lists/", lists.lists, name="lists"),
    path("lists/new/", lists.make, name="make-list"),
    path("lists/<int:list_id>/", lists.progress, name="list"),
    path("lists/<int:list_id>/change/", lists.change, name="change-list"),
    path("workshop/", listing.index, name="workshop"),
    path("workshop/new/", listing.new, name="workshop-new"),
    path("workshop/begin/", listing.begin, name="workshop-begin"),
    path(f"{_VERSION}/", listing.version, name="workshop-version"),
    path(f"{_VERSION}/edit/", editing.edit, name="workshop-edit"),
    path(f"{_VERSION}/add/", editing.add, name="workshop-add"),
    path(f"{_VERSION}/arrange/", editing.arrange, name="workshop-arrange"),
    path(f"{_VERSION}/remove/", editing.remove, name="workshop-remove"),
    path(f"{_VERSION}/discard/", listing.discard, name="workshop-discard"),
    path(f"{_VERSION}/check/", publishing.check, name="workshop-check"),
    path(f"{_VERSION}/ask/", publishing.ask_for, name="workshop-ask"),
    path(f"{_VERSION}/return/", publishing.give_back, name="workshop-return"),
    path(f"{_VERSION}/agree/", publishing.agree, name="workshop-agree"),
    path(f"{_VERSION}/undo/", publishing.take_back, name="workshop-undo"),
    path(f"{_VERSION}/sequences/", sequences.sequences, name="workshop-sequences"),
    path(f"{_VERSION}/template/", template.template, name="workshop-template"),
    path(f"{_VERSION}/preview/", trying.preview, name="workshop-preview"),
    path(f"{_VERSION}/frame/", trying.frame, name="workshop-frame"),
    path(f"{_VERSION}/rule/", trying.rule, name="workshop-rule"),
    path(f"{_VERSION}/fees/", trying.fees, name="workshop-fees"),
    path(f"{_VERSION}/simulate/", trying.simulate, name="workshop-simulate"),
    path(f"{_VERSION}/changes/", publishing.changes, name="workshop-changes"),
]
