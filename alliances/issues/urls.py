"""Addresses of issues and risks, over all and of one alliance; name = view = template."""

from django.urls import path

from alliances.issues.views import issues, risks, steps

urlpatterns = [
    path("issues/", issues.issue_list, name="issue_list"),
    path("issues/<id:issue_id>/", issues.issue_detail, name="issue_detail"),
    path("issues/<id:issue_id>/edit/", issues.issue_edit, name="issue_edit"),
    path("issues/<id:issue_id>/ask/", steps.issue_ask, name="issue_ask"),
    path("issues/<id:issue_id>/sign/", steps.issue_sign, name="issue_sign"),
    path("issues/<id:issue_id>/step/<slug:way>/", steps.issue_step, name="issue_step"),
    path("risks/", risks.risk_list, name="risk_list"),
    path("risks/<id:risk_id>/", risks.risk_detail, name="risk_detail"),
    path("risks/<id:risk_id>/edit/", risks.risk_edit, name="risk_edit"),
    path("risks/<id:risk_id>/look/", risks.risk_look, name="risk_look"),
    path("risks/<id:risk_id>/close/", risks.risk_close, name="risk_close"),
    path("risks/<id:risk_id>/reopen/", risks.risk_reopen, name="risk_reopen"),
    path("<id:public_id>/issues/", issues.alliance_issues, name="alliance_issues"),
    path("<id:public_id>/issues/new/", issues.issue_create, name="issue_create"),
    path("<id:public_id>/issues/ladder/", issues.ladder_edit, name="ladder_edit"),
    path("<id:public_id>/risks/new/", risks.risk_create, name="risk_create"),
]
