"""Work whose worker was killed while it was done, by its size perhaps: begun three times, and then given up.

A killed worker loses no work, since whoever comes next takes it up again. What kills each of them would be taken up for
ever, and nothing else would be done.
"""

import logging
from datetime import timedelta
from typing import Any

from celery import Task
from django.utils import timezone

# How long it is told that work was given up
KEPT = timedelta(days=30)

logger = logging.getLogger(__name__)


class BoundedTask(Task):
    """Every task of the hub. `begun_at_most` is how often it is begun while its worker dies of it; None: it sees to
    that itself. `given_up`, with its arguments, is where it tells whoever waits."""

    begun_at_most: int | None = 3

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Do it, unless it was begun too often."""
        delivered = self.request.delivery_info or {}
        if self.begun_at_most and delivered.get("redelivered") and self._is_given_up(self.begun_at_most):
            self.given_up(*arguments, **named)
            return None
        return self.run(*arguments, **named)

    def given_up(self, *arguments: Any, **named: Any) -> None:
        """Nobody waits for it."""

    def _is_given_up(self, most: int) -> bool:
        """Note that it is begun once more; whether that is once too often."""
        from coe_hub.operations.models import StoppedWork  # noqa: PLC0415  CONFIG: models exist only later than tasks

        StoppedWork.objects.filter(last_at__lt=timezone.now() - KEPT).delete()
        number = self.request.get("request_id") or self.request.id
        told = {"task": self.name, "request_id": number}
        work, _is_new = StoppedWork.objects.get_or_create(task_id=self.request.id, defaults=told)
        work.last_at = timezone.now()
        if work.stops < most:
            work.stops += 1
        work.is_given_up = work.stops == most
        work.save(update_fields=["stops", "last_at", "is_given_up"])
        if work.is_given_up:
            logger.error("%s is given up: its worker was killed %s times while it did it", self.name, work.stops)
        return work.is_given_up
