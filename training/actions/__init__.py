"""What learners do, and what curators do to courses beside their words."""

from training.actions.curating import create_course, create_lesson, edit_facts, publish_edition
from training.actions.learning import enrol, finish_lesson, see_lesson, start_attempt, submit_attempt

__all__ = [
    "create_course",
    "create_lesson",
    "edit_facts",
    "enrol",
    "finish_lesson",
    "publish_edition",
    "see_lesson",
    "start_attempt",
    "submit_attempt",
]
