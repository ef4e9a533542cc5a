"""Addresses of the training room; name = view = template."""

from django.urls import path

from training.views import desk, history, learning

urlpatterns = [
    path("", learning.course_list, name="course_list"),
    path("record/", learning.learning_list, name="learning_list"),
    path("desk/", desk.course_desk, name="course_desk"),
    path("desk/new/", desk.course_create, name="course_create"),
    path("desk/course/<slug:slug>/facts/", desk.course_facts, name="course_facts"),
    path("desk/course/<slug:slug>/lessons/new/", desk.lesson_create, name="lesson_create"),
    path("desk/course/<slug:slug>/questions/<slug:key>/", desk.question_edit, name="question_edit"),
    path("desk/<slug:kind>/<slug:slug>/", desk.training_edit, name="training_edit"),
    path("desk/<slug:kind>/<slug:slug>/preview/", desk.training_preview, name="training_preview"),
    path("desk/<slug:kind>/<slug:slug>/move/", desk.training_move, name="training_move"),
    path("desk/<slug:kind>/<slug:slug>/retire/", desk.training_retire, name="training_retire"),
    path("desk/<slug:kind>/<slug:slug>/give-back/", desk.training_give_back, name="training_give_back"),
    path("desk/<slug:kind>/<slug:slug>/history/", history.training_history, name="training_history"),
    path("desk/<slug:kind>/<slug:slug>/translate/<str:language>/", desk.training_translate, name="training_translate"),
    path("<slug:slug>/", learning.course_detail, name="course_detail"),
    path("<slug:slug>/start/", learning.course_start, name="course_start"),
    path("<slug:slug>/lessons/<slug:lesson>/", learning.lesson_detail, name="lesson_detail"),
    path("<slug:slug>/lessons/<slug:lesson>/finish/", learning.lesson_finish, name="lesson_finish"),
    path("<slug:slug>/quiz/", learning.quiz_take, name="quiz_take"),
    path("<slug:slug>/quiz/start/", learning.quiz_start, name="quiz_start"),
    path("<slug:slug>/quiz/<str:attempt>/", learning.quiz_result, name="quiz_result"),
]
