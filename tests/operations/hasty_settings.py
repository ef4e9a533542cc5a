"""As `faults_settings`, for a beat whose days and hours are half a second long."""

from tests.operations.faults_settings import *  # noqa: F403  CONFIG: all of them
from tests.operations.faults_settings import CELERY_BEAT_SCHEDULE

for _each in CELERY_BEAT_SCHEDULE.values():
    _each["schedule"] = 0.5
