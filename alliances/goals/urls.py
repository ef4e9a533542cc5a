"""Addresses of goals: of one alliance, and of each goal; name = view = template."""

from django.urls import path

from alliances.goals.views import goals, portfolio, sign_offs

urlpatterns = [
    path("goals/", portfolio.goal_portfolio, name="goal_portfolio"),
    path("goals/<id:goal_id>/", goals.goal_detail, name="goal_detail"),
    path("goals/<id:goal_id>/edit/", goals.goal_edit, name="goal_edit"),
    path("goals/<id:goal_id>/sign/", sign_offs.goal_sign, name="goal_sign"),
    path("goals/<id:goal_id>/ask/", goals.goal_ask, name="goal_ask"),
    path("goals/<id:goal_id>/close/", goals.goal_close, name="goal_close"),
    path("goals/<id:goal_id>/reopen/", goals.goal_reopen, name="goal_reopen"),
    path("<id:public_id>/goals/", goals.goal_list, name="goal_list"),
    path("<id:public_id>/goals/new/", goals.goal_create, name="goal_create"),
]
