"""Addresses of agreements and programmes; lists and new ones stand below their alliance. Name = view = template."""

from django.urls import path

from alliances.agreements.views import agreements, endings, portfolio, programme_actions, programmes, renewals

_ONE = "agreements/<id:public_id>/"
_PROGRAMME = "programmes/<id:public_id>/"

urlpatterns = [
    path("agreements/", portfolio.agreement_portfolio, name="agreement_portfolio"),
    path("programmes/", portfolio.programme_portfolio, name="programme_portfolio"),
    path("<id:public_id>/agreements/", agreements.agreement_list, name="agreement_list"),
    path("<id:public_id>/agreements/new/", agreements.agreement_create, name="agreement_create"),
    path(_ONE, agreements.agreement_detail, name="agreement_detail"),
    path(f"{_ONE}edit/", agreements.agreement_edit, name="agreement_edit"),
    path(f"{_ONE}archive/", agreements.agreement_archive, name="agreement_archive"),
    path(f"{_ONE}restore/", agreements.agreement_restore, name="agreement_restore"),
    path(f"{_ONE}notice/", endings.agreement_notice, name="agreement_notice"),
    path(f"{_ONE}terminate/", endings.agreement_terminate, name="agreement_terminate"),
    path(f"{_ONE}renew/", renewals.agreement_renew, name="agreement_renew"),
    path(f"{_ONE}renewals/<int:pk>/take-back/", renewals.renewal_take_back, name="renewal_take_back"),
    path(f"{_ONE}endings/<int:pk>/take-back/", endings.ending_take_back, name="ending_take_back"),
    path("<id:public_id>/programmes/new/", programmes.programme_create, name="programme_create"),
    path(_PROGRAMME, programmes.programme_detail, name="programme_detail"),
    path(f"{_PROGRAMME}edit/", programmes.programme_edit, name="programme_edit"),
    path(f"{_PROGRAMME}archive/", programmes.programme_archive, name="programme_archive"),
    path(f"{_PROGRAMME}restore/", programmes.programme_restore, name="programme_restore"),
    path(f"{_PROGRAMME}wall/", programmes.programme_wall, name="programme_wall"),
    path(f"{_PROGRAMME}actions/new/", programme_actions.programme_action_create, name="programme_action_create"),
    path(
        f"{_PROGRAMME}actions/<id:item_id>/edit/",
        programme_actions.programme_action_edit,
        name="programme_action_edit",
    ),
    path(f"{_PROGRAMME}let-in/", programmes.programme_let_in, name="programme_let_in"),
    path(f"{_PROGRAMME}access/<int:pk>/remove/", programmes.programme_shut_out, name="programme_shut_out"),
]
