"""What learners are refused; what courses in the wrong form are refused stands in `test_load_courses.py`."""

from pathlib import Path

from coe_hub.lib.errors import DomainError
from tests.cast import Cast
from tests.refusals import refused
from tests.training.data import make_course
from training.actions import enrol, start_attempt
from training.models import QuizAttempt


def test_start_attempt_of_a_course_without_a_quiz_is_refused(cast: Cast, tmp_path: Path) -> None:
    course = make_course(tmp_path, "quiet", by=cast.curator, quiz=[])
    enrolment = enrol(course=course, by=cast.stranger)
    with refused(DomainError("This course has no quiz.")):
        start_attempt(enrolment=enrolment)
    assert QuizAttempt.objects.count() == 0
