"""Alliances out of files."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "alliances.importing"
    label = "importing"
