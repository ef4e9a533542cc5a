"""Addresses of meetings; new ones stand below their committee. Name = view = template."""

from django.urls import path

from governance.meetings.views import agenda, meetings, minutes, running, years

_ONE = "meetings/<id:public_id>/"
_ITEM = f"{_ONE}agenda/<id:item_id>/"

urlpatterns = [
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("committees/<id:public_id>/meetings/new/", meetings.meeting_create, name="meeting_create"),
    path("committees/<id:public_id>/meetings/year/", years.meeting_plan, name="meeting_plan"),
    path(_ONE, meetings.meeting_detail, name="meeting_detail"),
    path(f"{_ONE}edit/", meetings.meeting_edit, name="meeting_edit"),
    path(f"{_ONE}call/", meetings.meeting_call, name="meeting_call"),
    path(f"{_ONE}cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path(f"{_ONE}agenda/new/", agenda.agenda_item_create, name="agenda_item_create"),
    path(f"{_ONE}agenda/propose/", agenda.agenda_propose, name="agenda_propose"),
    path(f"{_ONE}agenda/send/", agenda.agenda_send, name="agenda_send"),
    path(f"{_ITEM}edit/", agenda.agenda_item_edit, name="agenda_item_edit"),
    path(f"{_ITEM}move/", agenda.agenda_item_move, name="agenda_item_move"),
    path(f"{_ITEM}drop/", agenda.agenda_item_drop, name="agenda_item_drop"),
    path(f"{_ONE}run/", running.meeting_run, name="meeting_run"),
    path(f"{_ONE}hold/", running.meeting_hold, name="meeting_hold"),
    path(f"{_ONE}attendance/", running.attendance_note, name="attendance_note"),
    path(f"{_ONE}opening/", running.opening_write, name="opening_write"),
    path(f"{_ITEM}write/", running.item_write, name="item_write"),
    path(f"{_ITEM}settle/", running.item_settle, name="item_settle"),
    path(f"{_ONE}lines/", running.line_record, name="line_record"),
    path(f"{_ONE}minutes/send/", minutes.minutes_circulate, name="minutes_circulate"),
    path(f"{_ONE}minutes/take-back/", minutes.minutes_take_back, name="minutes_take_back"),
    path(f"{_ONE}minutes/confirm/", minutes.minutes_confirm, name="minutes_confirm"),
    path(f"{_ONE}minutes/comment/", minutes.minutes_comment, name="minutes_comment"),
    path(f"{_ONE}minutes/comments/<int:pk>/answer/", minutes.comment_answer, name="comment_answer"),
    path(f"{_ONE}minutes/approve/<id:earlier_id>/", minutes.minutes_approve, name="minutes_approve"),
    path(f"{_ONE}minutes/correct/", minutes.minutes_correct, name="minutes_correct"),
    path(f"{_ONE}minutes/file/", minutes.minutes_download, name="minutes_download"),
]
