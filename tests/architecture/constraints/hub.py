"""Rules about what stands on the floors below: the rows that each takes, followed by the one it refuses."""

from datetime import date, timedelta

from coe_hub.audit.models import MandateScope
from coe_hub.calendars.models import CalendarFeed
from coe_hub.identity.models import DirectoryAccount, DirectoryGroup, DirectoryMember, DirectorySecret, GroupRole
from coe_hub.imports.models import KeptColumn, KeptWord
from coe_hub.lists.models import ListHabit, ManyChange
from coe_hub.operations.models import Backup
from coe_hub.people.doubles.models import Merge
from coe_hub.people.models import (
    Organisation,
    Person,
    PersonLanguage,
    Scope,
    ScopeGrant,
    Site,
)
from coe_hub.usage.models import LastSeen
from coe_hub.vocabulary.models import (
    AllianceRole,
    AllianceType,
    CommitteeKind,
    Stage,
)
from tests.architecture.constraints.rows import (
    DAY,
    NOW,
    Rows,
    _answer,
    _call,
    _directory_group,
    _export,
    _hook,
    _saved_mandate,
    _token,
    _view,
    attachment,
    import_row,
    invitation,
    item,
    list_import,
    mandate,
    pack,
    partner_link,
    redaction,
    stored_file,
    unmet,
    user,
    user_of,
)
from tests.factories import make_organisation, make_person, make_user

HUB: dict[str, Rows] = {
    "pack_finished_with_a_file": lambda w: [
        pack(w),
        pack(w, failed_at=NOW),
        pack(w, pptx="packs/a.pptx", finished_at=NOW),
        pack(w, finished_at=NOW),
    ],
    "import_state_known": lambda w: [list_import(w), list_import(w, state="lost")],
    "import_wrong_known": lambda w: [list_import(w, wrong="rows"), list_import(w, wrong="some")],
    "import_job_known": lambda w: [list_import(w, job="undo"), list_import(w, job="guess")],
    "import_row_result_known": lambda w: [import_row(w), import_row(w, result="lost")],
    "kept_column_once": lambda w: [
        KeptColumn(by=w.user, kind="alliances", heading="start", field="starts_on"),
        KeptColumn(by=w.user, kind="people", heading="start"),
        KeptColumn(by=w.user, kind="alliances", heading="start"),
    ],
    "kept_word_once": lambda w: [
        KeptWord(by=w.user, kind="alliances", field="stage", theirs="done", ours="closed"),
        KeptWord(by=w.user, kind="alliances", field="type", theirs="done"),
        KeptWord(by=w.user, kind="alliances", field="stage", theirs="done"),
    ],
    "group_role_known": lambda w: [GroupRole(group="A", role="curator"), GroupRole(group="A", role="king")],
    "group_role_names_a_group": lambda w: [GroupRole(group="A", role="curator"), GroupRole(group="", role="curator")],
    "group_role_once": lambda w: [
        GroupRole(group="A", role="curator"),
        GroupRole(group="A", role="admin"),
        GroupRole(group="a", role="curator"),
    ],
    "directory_account_roles_known": lambda w: [
        DirectoryAccount(user=w.user, group_roles=["curator"]),
        DirectoryAccount(user=make_user("Otis Other"), group_roles=["king"]),
    ],
    "directory_account_user_name_once": lambda w: [
        DirectoryAccount(user=w.user, user_name="ada"),
        DirectoryAccount(user=make_user("Otis Other"), user_name=""),
        DirectoryAccount(user=make_user("Olga Other"), user_name="ADA"),
    ],
    "directory_group_name_once": lambda w: [DirectoryGroup(display_name="A"), DirectoryGroup(display_name="a")],
    "directory_member_once": lambda w: [
        DirectoryMember(group=_directory_group(), user=w.user),
        DirectoryMember(group=_directory_group(), user=w.user),
    ],
    "directory_secret_revoked_later": lambda w: [
        DirectorySecret(name="A", made_by=w.user, made_at=NOW, token_hash="a", revoked_at=NOW),
        DirectorySecret(name="A", made_by=w.user, made_at=NOW, token_hash="b", revoked_at=NOW - timedelta(1)),
    ],
    "saved_view_says_something": lambda w: [_view(w, "A"), _view(w, "")],
    "saved_view_name_once": lambda w: [_view(w, "A"), _view(w, "a")],
    "saved_view_one_default": lambda w: [_view(w, "A", is_default=True), _view(w, "B", is_default=True)],
    "list_habit_density_known": lambda w: [ListHabit(user=w.user), ListHabit(user=w.user, density="close")],
    "many_change_state_known": lambda w: [ManyChange(by=w.user), ManyChange(by=w.user, state="lost")],
    "many_change_job_known": lambda w: [ManyChange(by=w.user), ManyChange(by=w.user, job="undo")],
    "many_change_one_at_a_time": lambda w: [
        ManyChange(by=w.user, state="looked"),
        ManyChange(by=w.user),
        ManyChange(by=w.user, state="working"),
    ],
    "api_token_scope_known": lambda w: [_token(w), _token(w, scope="all")],
    "api_token_expires_later": lambda w: [_token(w), _token(w, expires_at=NOW)],
    "api_token_revoked_later": lambda w: [
        _token(w, revoked_at=NOW),
        _token(w, revoked_at=NOW - timedelta(1)),
    ],
    "api_token_name_once": lambda w: [_token(w, revoked_at=NOW), _token(w), _token(w)],
    "webhook_tells_of_something": lambda w: [_hook(w), _hook(w, resources=[])],
    "webhook_stopped_later": lambda w: [_hook(w, stopped_at=NOW), _hook(w, stopped_at=NOW - timedelta(1))],
    "api_answer_once": lambda w: [_answer(w), _answer(w)],
    "export_state_known": lambda w: [_export(w), _export(w, state="lost")],
    "export_of_an_alliance_names_it": lambda w: [_export(w), _export(w, kind="alliance")],
    "export_ready_has_time": lambda w: [_export(w), _export(w, state="ready")],
    "webhook_call_state_known": lambda w: [_call(w), _call(w, state="lost", ended_at=NOW)],
    "webhook_call_ended_has_time": lambda w: [_call(w, state="sent", ended_at=NOW), _call(w, state="sent")],
    "calendar_feed_read_after_made": lambda w: [
        CalendarFeed(user=w.user, token_hash="1", made_at=NOW),
        CalendarFeed(user=make_user("Ben Reader"), token_hash="2", made_at=NOW, last_fetched_at=NOW),
        CalendarFeed(user=make_user("Cat Reader"), token_hash="3", made_at=NOW, last_fetched_at=NOW - timedelta(1)),
    ],
    "organisation_name_given": lambda _w: [Organisation(name="A"), Organisation(name="")],
    "organisation_not_its_own_parent": lambda w: [
        Organisation(pk=990_001, name="A", parent=w.organisation),
        Organisation(pk=990_002, name="A", parent_id=990_002),
    ],
    "site_name_once_per_organisation": lambda w: [
        Site(organisation=w.organisation, name="Boston"),
        Site(organisation=make_organisation("Other"), name="Boston"),
        Site(organisation=w.organisation, name="Boston"),
    ],
    "person_family_name_given": lambda w: [
        Person(family_name="A", organisation=w.organisation),
        Person(family_name="", given_name="B", organisation=w.organisation),
    ],
    "person_language_once": lambda w: [
        PersonLanguage(person=w.person, language=w.languages[0]),
        PersonLanguage(person=w.person, language=w.languages[1]),
        PersonLanguage(person=w.person, language=w.languages[0]),
    ],
    "user_email_once": lambda w: [user(w, "ann@hub.example"), user(w, "ben@hub.example"), user(w, "ANN@hub.example")],
    "user_roles_known": lambda w: [
        user(w, "ann@hub.example"),
        user(w, "ben@hub.example", roles=["admin", "curator"]),
        user(w, "cat@hub.example", roles=["admin", "king"]),
    ],
    "invitation_one_open_per_person": lambda w: [
        invitation(w, "1", accepted_at=NOW),
        invitation(w, "2", accepted_at=NOW),
        invitation(w, "3"),
        invitation(w, "4"),
    ],
    "invitation_expires_later": lambda w: [invitation(w, "1"), invitation(w, "2", expires_at=NOW, accepted_at=NOW)],
    "scope_kind_known": lambda _w: [Scope(kind="open"), Scope(kind="restricted"), Scope(kind="public")],
    "scope_not_its_own_parent": lambda w: [
        Scope(pk=990_001, parent=w.alliance.scope),
        Scope(pk=990_002, parent_id=990_002),
    ],
    "scope_grant_once_per_person": lambda w: [
        ScopeGrant(scope=w.alliance.scope, person=w.person, role="team"),
        ScopeGrant(scope=w.other.scope, person=w.person, role="team"),
        ScopeGrant(scope=w.alliance.scope, person=w.person, role="lead"),
    ],
    "scope_grant_role_known": lambda w: [
        *[
            ScopeGrant(scope=w.alliance.scope, person=make_person(f"A {role}"), role=role)
            for role in ("lead", "sponsor", "team", "viewer")
        ],
        ScopeGrant(scope=w.alliance.scope, person=w.person, role="owner"),
    ],
    "mandate_one_open_per_account": lambda w: [mandate(w), mandate(w, ended_at=NOW), mandate(w)],
    "mandate_reason_given": lambda w: [mandate(w), mandate(w, ended_at=NOW, reason="")],
    "mandate_days_in_order": lambda w: [
        mandate(w, looks_from=DAY, looks_until=DAY),
        mandate(w, ended_at=NOW, looks_from=DAY, looks_until=DAY - timedelta(1)),
    ],
    "mandate_scope_once": lambda w: [
        MandateScope(mandate=_saved_mandate(w), scope=w.alliance.scope),
        MandateScope(mandate=_saved_mandate(w), scope=w.alliance.scope),
    ],
    "redaction_ground_known": lambda w: [
        *[redaction(w, ground=ground) for ground in ("request", "objection", "not_needed", "other_law")],
        redaction(w, ground="whim"),
    ],
    "redaction_reason_given": lambda w: [redaction(w), redaction(w, reason="")],
    "redaction_done_later": lambda w: [
        redaction(w, done_at=NOW),
        redaction(w, done_at=NOW - timedelta(1)),
    ],
    "merge_kind_known": lambda w: [
        *[Merge(kind=kind, kept_id=1, gone=[2], by=w.user) for kind in ("person", "organisation")],
        Merge(kind="site", kept_id=1, gone=[2], by=w.user),
    ],
    "partner_link_purpose_given": lambda w: [partner_link(w, "1"), partner_link(w, "2", purpose="")],
    "partner_link_expires_later": lambda w: [partner_link(w, "1"), partner_link(w, "2", expires_at=NOW)],
    "action_item_text_given": lambda w: [item(w), item(w, text="")],
    "action_item_side_known": lambda w: [item(w), item(w, side="theirs"), item(w, side="both")],
    "action_item_state_known": lambda w: [item(w), item(w, state="lost", closed_at=NOW, closed_by=w.person)],
    "action_item_closed_by_somebody": lambda w: [
        item(w, state="done", closed_at=NOW, closed_by=w.person),
        item(w, state="done", closed_at=NOW, closed_by=w.person, close_note="Sent"),
        item(w, state="done", closed_at=NOW),
    ],
    "action_item_cancelled_with_reason": lambda w: [
        item(w, state="cancelled", closed_at=NOW, closed_by=w.person, close_note="Not needed"),
        item(w, state="cancelled", closed_at=NOW, closed_by=w.person),
    ],
    "action_item_proposal_has_day": lambda w: [
        item(w),
        item(w, proposed_on=date(2026, 6, 1), proposed_note="Our lab is closed in May"),
        item(w, proposed_note="Our lab is closed in May"),
    ],
    "action_item_return_has_time": lambda w: [
        item(w, returned_at=NOW),
        item(w, returned_at=NOW, returned_note="Not mine"),
        item(w, returned_note="Not mine"),
    ],
    "attachment_titled": lambda w: [attachment(w), attachment(w, title="")],
    "attachment_file_or_link": lambda w: [
        attachment(w),
        attachment(w, checked_on=DAY),
        attachment(w, kind="file", address=""),
        attachment(w, address=""),
    ],
    "stored_file_number_once": lambda w: [stored_file(w), stored_file(w, number=2), stored_file(w, number=2)],
    "stored_file_counted_from_one": lambda w: [stored_file(w), stored_file(w, number=0)],
    "stored_file_not_empty": lambda w: [stored_file(w), stored_file(w, number=2, size=0)],
    "stored_file_named": lambda w: [stored_file(w), stored_file(w, number=2, name="")],
    "backup_ends_after": lambda w: [
        Backup(file="a", started_at=NOW),
        Backup(file="b", started_at=NOW, ended_at=NOW),
        Backup(file="c", started_at=NOW, ended_at=NOW - timedelta(1)),
    ],
    "last_seen_once": lambda w: [
        LastSeen(user=w.user, page="today", seen_at=NOW),
        LastSeen(user=w.user, page="list", seen_at=NOW),
        LastSeen(user=w.user, page="today", seen_at=NOW),
    ],
    "unmet_search_once_a_day": lambda w: [
        unmet(w),
        unmet(w, text="raci"),
        unmet(w, searched_on=DAY + timedelta(1)),
        unmet(w, user=user_of(w)),
        unmet(w),
    ],
    "unmet_search_text_given": lambda w: [unmet(w), unmet(w, text="")],
    "unmet_search_answer_has_time": lambda w: [
        unmet(w),
        unmet(w, text="a", answered_at=NOW),
        unmet(w, text="b", answered_at=NOW, answered_by=w.user),
        unmet(w, text="c", answered_by=w.user),
    ],
    "stage_phase_known": lambda _w: [Stage(code="a", phase="running"), Stage(code="b", phase="asleep")],
    "committee_kind_layer_known": lambda _w: [
        CommitteeKind(code="a", layer="team"),
        CommitteeKind(code="b", layer="cellar"),
    ],
    "alliance_type_toolkit_known": lambda _w: [
        AllianceType(code="a", toolkit="research"),
        AllianceType(code="b", toolkit="games"),
    ],
    "alliance_role_access_known": lambda _w: [
        AllianceRole(code="a", access="viewer"),
        AllianceRole(code="b", access="owner"),
    ],
}
