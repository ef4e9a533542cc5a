"""Whoever knows an address can guess every other file's name."""

import re
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template

from tests.architecture import urls

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Pages without a template of their own, with the reason.
NO_TEMPLATE = {
    "address_trust": "a button; leads back",
    "attachment_archive": "a button; leads back to the record",
    "attachment_download": "a file",
    "attachment_restore": "a button; leads to what is there again",
    "account_email": "leads to address_change",
    "action_day_settle": "a button of the item; leads back to it",
    "action_link_revoke": "a button of the item; leads back to it",
    "action_link_send": "a button of the item; leads back to it",
    "action_reopen": "a button; leads back",
    "alliance_tool": "a file",
    "agreement_restore": "a button of the agreement; leads back to it",
    "alliance_restore": "a button of the record; leads back to it",
    "pack_file": "a file",
    "sponsor_contact": "a button of the sponsors; leads back to them",
    "pack_make_again": "a button of the pack; leads back to it",
    "agenda_item_drop": "a button of the meeting; leads back to it",
    "agenda_item_move": "a button of the meeting; leads back to it",
    "agenda_propose": "a button of the meeting; leads back to it",
    "agenda_send": "a button of the meeting; leads back to it",
    "attendance_note": "a form of the page on which a meeting is run; leads back to it",
    "comment_answer": "a button of the meeting; leads back to it",
    "committee_restore": "a button of the committee; leads back to it",
    "item_settle": "a button of the page on which a meeting is run; leads back to it",
    "item_write": "as attendance_note",
    "line_record": "as attendance_note",
    "meeting_hold": "a button; leads on to the page on which the meeting is run",
    "minutes_approve": "a button of the meeting; leads back to it",
    "minutes_confirm": "a button of the meeting; leads back to it",
    "minutes_download": "a file",
    "minutes_take_back": "a button of the meeting; leads back to it",
    "opening_write": "as attendance_note",
    "other_sessions_end": "a button of the list; leads back to it",
    "session_end": "a button of the list; leads back to it",
    "calendar_feed": "a file",
    "api_schema": "a file",
    "person_export": "a file",
    "export_file": "a file",
    "api_rows": "JSON for programs",
    "api_row": "JSON for programs",
    "api_step": "JSON for programs",
    "course_start": "a button; leads on to the lesson",
    "edition_attached": "a file",
    "fulfilment_detail": "leads to its place on the page of what is owed",
    "fulfilment_link_send": "a button of the due day; leads back to it",
    "fulfilment_not_delivered": "a button of the due day; leads back to it",
    "fulfilment_take_back": "a button of the due day; leads back to it",
    "edition_download": "a file",
    "edition_file": "a file",
    "edition_take_up": "a button of the file; leads back to it",
    "scim_about": "JSON for the company's directory",
    "scim_group": "JSON for the company's directory",
    "scim_groups": "JSON for the company's directory",
    "scim_user": "JSON for the company's directory",
    "scim_users": "JSON for the company's directory",
    "launch_answer_take_back": "a button; leads back to the check",
    "goal_ask": "a button of the goal; leads back to it",
    "goal_reopen": "a button of the goal; leads back to it",
    "alignment_ask": "a button of the alignment check; leads back to it",
    "density_set": "a button above lists; leads back to the list",
    "difference_archive": "a button of the difference; leads to the others",
    "campaign_remind": "a button of the campaign; leads back to it",
    "pulse_skip": "a button of what was used; leads back to it",
    "health_agenda": "a button of the health check; leads back to it",
    "need_tell": "a button of the need; leads back to it",
    "need_vote": "a button of the list; leads back to it",
    "stand_delete": "a button of the talk; leads to the check",
    "health_remind": "a button of the health check; leads back to it",
    "health_show": "a button of the health check; leads back to it",
    "issue_ask": "a button of the issue; leads back to it",
    "lesson_finish": "a button; leads on to the next lesson",
    "member_suggest": "JSON for a picker",
    "import_discard": "a button of the import; leads to a new one",
    "import_rejected": "a file",
    "import_start": "a button of the import; leads back to it",
    "many_change_start": "a button of the change; leads back to it",
    "merge_undo": "a button of the list; leads to what is itself again",
    "obligation_archive": "a button of the obligation; leads to the list",
    "obligation_lapse": "a button of the obligation; leads back to it",
    "obligation_survive": "a button of the obligation; leads back to it",
    "obligation_restore": "a button of the obligation; leads back to it",
    "organisation_suggest": "JSON for a picker",
    "partner_link_open": "leads to the page behind the link",
    "programme_restore": "a button of the programme; leads back to it",
    "person_suggest": "JSON for a picker",
    "risk_look": "a button of the risk; leads back to it",
    "risk_reopen": "a button of the risk; leads back to it",
    "preference_set": "a switch of the menu; leads back to the page",
    "questionnaire_give_back": "a button of the desk; leads back to it",
    "questionnaire_move": "a button; leads back",
    "quiz_start": "a button; leads on to the quiz",
    "test_mail": "a button of the page of reminders; leads back to it",
    "time_zone_suggest": "JSON for a picker",
    "tool_behind": "leads to the translation",
    "tool_detach": "a button of the desk; leads back to it",
    "tool_download": "a file",
    "tool_give_back": "a button of the desk; leads back to it",
    "tool_move": "a button; leads back",
    "tool_suggest": "JSON for a picker",
    "training_give_back": "a button of the desk; leads back to it",
    "training_move": "a button; leads back",
    "toolkit_download": "a file",
    "unmet_search_answer": "a button; leads back to the list",
}
_INLINE = re.compile(
    r"""<style|\sstyle=|\son[a-z]+\s*=\s*["']|javascript:|hx-on|<script(?![^>]*\bsrc=)""", re.IGNORECASE
)
_DATA = re.compile(r"""<script[^>]*type="application/json"[^>]*>""")


def ours() -> list[tuple[str, str]]:
    """(name, room) of every address that a view of ours answers."""
    return [
        (one.name, one.callback.__module__.removeprefix("coe_hub.").split(".")[0])
        for one in urls.patterns()
        if not one.callback.__module__.startswith("allauth")
    ]


def test_every_address_is_called_like_its_view() -> None:
    called = {one.name: one.callback.__name__ for one in urls.patterns() if hasattr(one.callback, "guard")}
    assert called == {name: name for name in called}


def test_every_page_is_called_like_its_template() -> None:
    missing = [name for name, room in ours() if not (TEMPLATES / room / f"{name}.html").is_file()]
    assert sorted(missing) == sorted(NO_TEMPLATE)


def test_every_template_compiles_and_belongs_to_a_page_or_is_a_part() -> None:
    pages = {f"{room}/{name}.html" for name, room in ours()}
    # The other answers of two pages; the base of five.
    also = {"people/invitation_expired.html", "people/partner_link_ended.html", "alliances/record.html"}
    also |= {f"reminders/{name}.html" for name in ("link_expired", "reminder_answered", "reminder_settled")}
    also |= {"reminders/reminder_muted.html", "toolkits/tool_retired.html"}
    whole = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if path.parent.name in {room for _name, room in ours()} and not path.name.startswith("_")
    }
    assert whole - pages - also == set()
    for path in TEMPLATES.rglob("*.html"):
        get_template(str(path.relative_to(TEMPLATES)))


def test_no_page_has_script_or_style_of_its_own() -> None:
    found = [
        f"{path.relative_to(TEMPLATES)}: {mark.group().strip()}"
        for path in TEMPLATES.rglob("*.html")
        if path.parent.name not in {"emails", "email"}  # mail programs know no style sheets
        for mark in _INLINE.finditer(_DATA.sub("", path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_mail_has_its_subject_its_text_and_its_html() -> None:
    parts = {
        "emails": ("_subject.txt", "_body.txt", "_body.html"),
        "account/email": ("_subject.txt", "_message.txt", "_message.html"),
    }
    for folder, ends in parts.items():
        files = {path.name for path in (TEMPLATES / folder).glob("[!_]*")} - {"layout.html"}
        mails = {name.removesuffix(end) for name in files for end in ends if name.endswith(end)}
        assert files == {f"{mail}{end}" for mail in mails for end in ends}
    assert {path.name for path in (TEMPLATES / "emails").glob("*_subject.txt")} == {
        "action_day_subject.txt",
        "action_done_subject.txt",
        "action_link_subject.txt",
        "action_returned_subject.txt",
        "action_taken_back_subject.txt",
        "alignment_asked_subject.txt",
        "need_answered_subject.txt",
        "address_changed_subject.txt",
        "address_confirmation_subject.txt",
        "address_refused_subject.txt",
        "factor_reset_subject.txt",
        "new_browser_subject.txt",
        "sign_in_changed_subject.txt",
        "agenda_sent_subject.txt",
        "dates_moved_subject.txt",
        "digest_subject.txt",
        "export_ready_subject.txt",
        "goal_sign_off_taken_back_subject.txt",
        "goal_sign_subject.txt",
        "goal_signed_subject.txt",
        "handed_over_subject.txt",
        "health_result_subject.txt",
        "invitation_subject.txt",
        "issue_climbed_subject.txt",
        "issue_sign_subject.txt",
        "issue_signed_subject.txt",
        "meeting_cancellation_subject.txt",
        "meeting_change_subject.txt",
        "meeting_invitation_subject.txt",
        "minutes_comment_subject.txt",
        "minutes_sent_subject.txt",
        "obligation_delivered_subject.txt",
        "obligation_link_subject.txt",
        "obligation_returned_subject.txt",
        "obligation_taken_back_subject.txt",
        "reminder_subject.txt",
        "test_mail_subject.txt",
        "wave_asked_subject.txt",
    }
