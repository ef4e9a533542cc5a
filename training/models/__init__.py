"""Courses and their questions, and how far each learner is."""

from training.models.courses import Audience, Course, CourseLesson, CourseTool, CourseValues
from training.models.learning import (
    Answer,
    Enrolment,
    LearningEvent,
    LearningRecord,
    LessonProgress,
    Origin,
    QuizAttempt,
)
from training.models.questions import Option, Question, QuestionKind, in_language

__all__ = [
    "Answer",
    "Audience",
    "Course",
    "CourseLesson",
    "CourseTool",
    "CourseValues",
    "Enrolment",
    "LearningEvent",
    "LearningRecord",
    "LessonProgress",
    "Option",
    "Origin",
    "Question",
    "QuestionKind",
    "QuizAttempt",
    "in_language",
]
