"""The hub's wiring; its rooms are the packages below."""

from coe_hub.celery import app as celery_app

__all__ = ["celery_app"]
