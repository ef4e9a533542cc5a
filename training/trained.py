"""Who finished a course here: to count groups with, never to be told by person."""

from typing import Any

from django.db.models import QuerySet

from training.models import LearningEvent, LearningRecord


def trained_people() -> "QuerySet[Any, Any]":
    """Ids of people who finished a course, whatever became of it since."""
    return LearningRecord.objects.filter(event=LearningEvent.COMPLETED).values("user__person")
