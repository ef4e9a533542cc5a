"""Addresses of obligations, over all and of one alliance; name = view = template."""

from django.urls import path

from alliances.obligations.views import events, fulfilments, obligations

urlpatterns = [
    path("obligations/", obligations.obligation_list, name="obligation_list"),
    path("obligations/<id:public_id>/", fulfilments.fulfilment_detail, name="fulfilment_detail"),
    path("obligations/<id:public_id>/fulfilled/", fulfilments.fulfilment_fulfil, name="fulfilment_fulfil"),
    path("obligations/<id:public_id>/take-back/", fulfilments.fulfilment_take_back, name="fulfilment_take_back"),
    path(
        "obligations/<id:public_id>/not-delivered/",
        fulfilments.fulfilment_not_delivered,
        name="fulfilment_not_delivered",
    ),
    path("obligations/<id:public_id>/link/", fulfilments.fulfilment_link_send, name="fulfilment_link_send"),
    path("obligations/<id:public_id>/say/<slug:way>/", fulfilments.fulfilment_settle, name="fulfilment_settle"),
    path("<id:public_id>/obligations/", obligations.alliance_obligations, name="alliance_obligations"),
    path("<id:public_id>/obligations/new/", obligations.obligation_create, name="obligation_create"),
    path("<id:public_id>/obligations/<id:obligation_id>/", obligations.obligation_detail, name="obligation_detail"),
    path("<id:public_id>/obligations/<id:obligation_id>/edit/", obligations.obligation_edit, name="obligation_edit"),
    path(
        "<id:public_id>/obligations/<id:obligation_id>/archive/",
        obligations.obligation_archive,
        name="obligation_archive",
    ),
    path(
        "<id:public_id>/obligations/<id:obligation_id>/restore/",
        obligations.obligation_restore,
        name="obligation_restore",
    ),
    path(
        "<id:public_id>/obligations/<id:obligation_id>/survives/",
        obligations.obligation_survive,
        name="obligation_survive",
    ),
    path(
        "<id:public_id>/obligations/<id:obligation_id>/lapses/",
        obligations.obligation_lapse,
        name="obligation_lapse",
    ),
    path("<id:public_id>/timeline/", obligations.alliance_timeline, name="alliance_timeline"),
    path("<id:public_id>/events/new/", events.event_create, name="event_create"),
    path("<id:public_id>/events/<id:event_id>/", events.event_detail, name="event_detail"),
    path("<id:public_id>/events/<id:event_id>/edit/", events.event_edit, name="event_edit"),
    path("<id:public_id>/events/<id:event_id>/<slug:step>/", events.event_step, name="event_step"),
]
