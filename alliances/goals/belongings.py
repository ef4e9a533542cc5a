"""Goals that somebody is named to sign and has not signed, and how they go over."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from alliances.goals.actions.sign_offs import replace_signatory
from alliances.goals.models import Goal, Signatory, SignOff
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person, Side

KIND = "goal_sign_off"


def _held(person: Person) -> Iterable[Held]:
    signed = SignOff.objects.of_present_words("goal__").filter(person=OuterRef("person"))
    goals = Goal.objects.active().open().of_living_alliances()
    rows = Signatory.objects.filter(person=person, side=Side.OURS, goal__in=goals).exclude(Exists(signed))
    for row in rows.select_related("goal__alliance").order_by("goal__due_on", "pk"):
        goal, one = row.goal, row.goal.alliance
        mail_title = f"{goal.text} ({one.title_in_mail})"
        yield Held(KIND, row.pk, goal.text, mail_title, goal.get_absolute_url(), one.scope_id, one.name)


def _give(giving: Giving) -> None:
    rows = Signatory.objects.select_for_update(of=("self",)).filter(pk__in=giving.object_ids, person=giving.giver)
    for row in rows.select_related("goal").order_by("pk"):
        replace_signatory(row=row, taker=giving.taker)


def register_all() -> None:
    """Register the sign-offs asked of a person."""
    register(Belonging(KIND, 65, gettext_lazy("Goals to sign"), _held, _give))
