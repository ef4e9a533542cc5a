"""Addresses of the training room; name = view = template."""

from django.urls import path

from training import views

urlpatterns = [
    path("", views.course_list, name="course_list"),
    path("record/", views.learning_list, name="learning_list"),
    path("<slug:slug>/", views.course_detail, name="course_detail"),
    path("<slug:slug>/start/", views.course_start, name="course_start"),
    path("<slug:slug>/lessons/<slug:lesson>/", views.lesson_detail, name="lesson_detail"),
    path("<slug:slug>/lessons/<slug:lesson>/finish/", views.lesson_finish, name="lesson_finish"),
    path("<slug:slug>/quiz/", views.quiz_take, name="quiz_take"),
    path("<slug:slug>/quiz/start/", views.quiz_start, name="quiz_start"),
    path("<slug:slug>/quiz/<str:attempt>/", views.quiz_result, name="quiz_result"),
]
