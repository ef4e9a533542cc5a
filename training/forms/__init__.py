"""Forms of the training room."""

from training.forms.courses import CourseCreateForm, CourseFactsForm, LessonCreateForm, RetireForm
from training.forms.drafts import COURSE_LINES, LESSON_LINES, CourseDraftForm, LessonDraftForm, QuestionForm
from training.forms.quiz import QuizForm

__all__ = [
    "COURSE_LINES",
    "LESSON_LINES",
    "CourseCreateForm",
    "CourseDraftForm",
    "CourseFactsForm",
    "LessonCreateForm",
    "LessonDraftForm",
    "QuestionForm",
    "QuizForm",
    "RetireForm",
]
