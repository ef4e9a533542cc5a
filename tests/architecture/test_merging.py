"""Whatever hangs on a person, an organisation or a site moves when doubles are merged; of what there may be one row,
the room that owns it says what becomes of the second."""

from coe_hub.people.doubles.references import Clash, columns_to, is_once, rule_of
from coe_hub.people.models import Organisation, Person, Site


def test_every_row_of_which_there_may_be_one_says_what_becomes_of_the_second() -> None:
    once = [column for model in (Person, Organisation, Site) for column in columns_to(model) if is_once(column)]
    told = {f"{column.model._meta.label}.{column.name}": rule_of(column).clash for column in once}
    assert told == {
        "people.Invitation.person": Clash.DROPPED,
        "people.PersonLanguage.person": Clash.DROPPED,
        "people.ScopeGrant.person": Clash.DROPPED,
        "people.Site.organisation": Clash.MERGED,
        "people.User.person": Clash.STAYS,
        "agreements.AgreementParty.organisation": Clash.DROPPED,
        "alliances.Member.person": Clash.DROPPED,
        "alliances.Party.organisation": Clash.DROPPED,
        "reminders.Delivery.person": Clash.STAYS,
        "reminders.KindPreference.person": Clash.STAYS,
        "reminders.Preference.person": Clash.STAYS,
        "reminders.Reminder.person": Clash.STAYS,
        "reminders.Response.person": Clash.STAYS,
        "surveys.Participant.person": Clash.STAYS,
        "alignment.Stand.person": Clash.STAYS,
        "needs.Vote.person": Clash.DROPPED,
        "publishing.PilotReader.person": Clash.DROPPED,
        "goals.Signatory.person": Clash.DROPPED,
        "reviews.ReviewInvitee.person": Clash.DROPPED,
        "sponsors.SponsorContact.person": Clash.DROPPED,
        "committees.Seat.person": Clash.DROPPED,
        "meetings.Attendance.person": Clash.STAYS,
        "meetings.MinutesReader.person": Clash.DROPPED,
    }


def test_columns_of_every_room_are_found() -> None:
    found = {f"{column.model._meta.label}.{column.name}" for column in columns_to(Person)}
    assert found >= {
        "action_items.ActionItem.owner", "action_items.ActionItem.closed_by", "alliances.Alliance.lead",
        "people.PartnerLink.person", "publishing.Content.owner", "publishing.Content.co_owner",
        "reminders.RefusedAddress.person",
    }  # fmt: skip
    assert not [name for name in found if "Event" in name]


def test_what_merges_is_put_away_and_not_deleted() -> None:
    merged = [column.model for model in (Person, Organisation) for column in columns_to(model)
              if rule_of(column).clash is Clash.MERGED]  # fmt: skip
    assert merged == [Site]
