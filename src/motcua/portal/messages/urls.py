"""Addresses of the inbox and of the ways one is told."""

from __future__ import annotations

from django.urls import path

from motcua.portal.messages import views

urlpatterns = [
    path("tin", views.inbox, name="news"),
    path("tin/da-doc", views.read_all, name="news-read"),
    path("tin/<uuid:news_id>", views.one, name="news-one"),
    path("tin/cach-bao", views.ways, name="ways"),
    path("tin/cach-bao/<slug:topic>", views.ways_of, name="ways-of"),
    path("tin/dien-thoai", views.phone, name="phone"),
    path("tin/dien-thoai/ma", views.phone_code, name="phone-code"),
    path("tin/trinh-duyet", views.browser, name="browser"),
    path("tin/trinh-duyet/thu", views.sandbox_browser, name="browser-sandbox"),
    path("tin/trinh-duyet/<uuid:browser_id>/bo", views.browser_gone, name="browser-gone"),
    path("sw.js", views.worker, name="worker"),
    path("tin/thoi/<str:token>", views.unsubscribe, name="unsubscribe"),
]
