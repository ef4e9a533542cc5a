"""What is due of goals: one whose day comes, to who answers for the alliance; a sign-off, to who was asked for it."""

from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.answerable import for_whom_answers
from alliances.core.models import title_in_mail
from alliances.goals.actions.sign_offs import sign_url
from alliances.goals.models import TO_SIGN, Goal, Signatory, SignOff
from coe_hub.due import COLUMNS, NOBODY, DueItem, DueText, Source, register
from coe_hub.people.access.partner_links import contact_for
from coe_hub.people.models import Person, User

if TYPE_CHECKING:
    from alliances.goals.models import GoalQuerySet

GOAL, SIGN_OFF = "goal", "goal_sign_off"


def _goals(user: "User | None") -> "GoalQuerySet":
    goals = Goal.objects.all() if user is None else Goal.objects.visible_to(user)
    return goals.active().open().of_living_alliances()


def _titles(path: str) -> dict[str, Any]:
    """Of rows that lead to a goal by `path`: it is told with its alliance, which leaves the hub by its code name."""
    return {
        "object_id": F(f"{path}pk") if path else F("pk"),
        "key": F(f"{path}public_id"),
        "scope_id": F(f"{path}alliance__scope_id"),
        "title": F(f"{path}text"),
        "mail_title": Concat(
            f"{path}text", Value(" ("), title_in_mail(f"{path}alliance__"), Value(")"), output_field=CharField()
        ),
        "detail": F(f"{path}alliance__name"),
    }


def goal_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Open goals with a day."""
    told = {"kind": Value(GOAL, output_field=CharField()), "due_date": F("due_on"), **_titles("")}
    goals = _goals(user).filter(due_on__isnull=False)
    return [rows.annotate(**told).values(*COLUMNS) for rows in for_whom_answers(goals, path="alliance__")]


def sign_off_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Those who were asked and have not signed what the goal says now, each for themselves."""
    signed = SignOff.objects.of_present_words("goal__").filter(person=OuterRef("person"))
    rows = Signatory.objects.filter(goal__in=_goals(user), asked_at__isnull=False).exclude(Exists(signed))
    told = {
        "kind": Value(SIGN_OFF, output_field=CharField()),
        "owner_id": F("person_id"),
        "backup_id": NOBODY,
        "due_date": Cast(TruncDate("asked_at", tzinfo=UTC) + Value(TO_SIGN), DateField()),
        **_titles("goal__"),
    }
    return [rows.annotate(**told).values(*COLUMNS)]


def _why(item: DueItem, name: str) -> str:
    """On pages whose goal it is; in mails nothing, where `name` says it, by the code name if there is one."""
    return item.detail if name == item.title else ""


def goal_text(item: DueItem, name: str) -> DueText:
    """How a goal is told whose day comes."""
    return DueText(
        title=_("Goal: %(name)s") % {"name": name},
        why=_why(item, name),
        ask=_("Say that it is reached, move its day with the partner, or give it up and say why."),
        because=_(
            "You get this mail because you lead this alliance or answer for it on our side. If somebody else does "
            "now, change the lead on its page."
        ),
        act=_("Open the goal"),
    )


def sign_off_text(item: DueItem, name: str) -> DueText:
    """How somebody is asked again for a sign-off."""
    return DueText(
        title=_("To sign: %(name)s") % {"name": name},
        why=_why(item, name),
        ask=_("Read the goal and sign it, with a remark where you have one."),
        because=_("You get this mail because you are named to sign this goal of our work together."),
        act=_("Read and sign"),
    )


def _goal_of(item: DueItem) -> Goal:
    return Goal.objects.select_related("alliance__scope", "by__person__organisation").get(pk=item.object_id)


def partner_url(item: DueItem, person: Person) -> str:
    """Where somebody without an account signs: a link to this one goal."""
    return sign_url(_goal_of(item), person)


def asked_by(item: DueItem) -> Person | None:
    """Who wrote the goal down or, where they are gone, who leads its alliance."""
    goal = _goal_of(item)
    return goal.by.person if goal.by and goal.by.is_active else contact_for(goal.scope)


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=GOAL,
            label=gettext_lazy("Goals whose day comes"),
            rows=goal_rows,
            text=goal_text,
            url_name="goal_detail",
            act_url_name="goal_detail",
            usual={"lead_days": [30, 7, 0]},
        )
    )
    register(
        Source(
            kind=SIGN_OFF,
            label=gettext_lazy("Sign-offs of goals"),
            rows=sign_off_rows,
            text=sign_off_text,
            url_name="goal_detail",
            act_url_name="goal_sign",
            partner_url=partner_url,
            sender=asked_by,
            usual={"lead_days": [7, 0]},
        )
    )
