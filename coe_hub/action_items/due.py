"""Action items on the due list: to their owners and, where an owner gets no mail, to whoever leads."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.action_items.actions import PURPOSE, finish_action
from coe_hub.action_items.answers import answer_done, hand_back
from coe_hub.action_items.models import ActionItem
from coe_hub.due import COLUMNS, NOBODY, DueItem, DueText, Source, register
from coe_hub.people.access.partner_links import contact_for, make_partner_link
from coe_hub.people.access.scope_titles import scope_titles
from coe_hub.people.models import Person, ScopeGrant, ScopeKind, Side, User, answers_for_scope
from coe_hub.reminders.models import KindPreference, RefusedAddress

KIND = "action_item"
UNREACHED = "partner_action"


def _columns(rows: "QuerySet[Any]", kind: str, item: str = "", **people: Any) -> "QuerySet[Any]":
    """`rows` are items, or what leads to one by the path `item`."""
    return (
        rows.annotate(
            kind=Value(kind, output_field=CharField()),
            object_id=F(f"{item}pk"),
            key=F(f"{item}public_id"),
            title=F(f"{item}text"),
            due_date=F(f"{item}due_on"),
            **people,
            **scope_titles(),
        )
        .filter(due_date__isnull=False, scope_is_archived=False)
        .annotate(
            mail_title=Concat("title", Value(" ("), "scope_mail_title", Value(")"), output_field=CharField()),
            detail=F("scope_title"),
        )
        .values(*COLUMNS)
    )


def _open(user: User | None) -> "QuerySet[Any]":
    return ActionItem.objects.open() if user is None else ActionItem.objects.visible_to(user).open()


def _is_reached() -> Q:
    """Whether a mail of ours reaches the item's owner, who has not handed it back.

    With an account they must be able to see it; without one they need an address that works, must not have muted
    such mails, and at a partner one of us must have asked for them.
    """
    accounts = User.objects.filter(person=OuterRef("owner"))
    granted = ScopeGrant.objects.filter(scope=OuterRef("scope"), person=OuterRef("owner"))
    sees = Exists(accounts.active()) & (Q(scope__kind=ScopeKind.OPEN) | Exists(granted))
    refused = RefusedAddress.objects.filter(email=Lower(OuterRef("owner__email")))
    muted = KindPreference.objects.filter(person=OuterRef("owner"), kind=KIND, is_muted=True)
    is_written_to = (
        ~Exists(accounts)
        & (Q(side=Side.OURS) | Q(reminds_by_mail=True))
        & ~Q(owner__email="")
        & ~Exists(refused)
        & ~Exists(muted)
    )
    return Q(returned_at__isnull=True) & (sees | is_written_to)


def item_rows(user: User | None) -> "list[QuerySet[Any]]":
    """Open items with a day, each its owner's, with whoever leads behind them."""
    return [_columns(_open(user).filter(_is_reached()), KIND, backup_id=answers_for_scope())]


def unreached_rows(user: User | None) -> "list[QuerySet[Any]]":
    """Open items whose owner gets no mail: whoever leads keeps an eye on them."""
    items = _open(user).exclude(_is_reached())
    answering = ScopeGrant.objects.filter(person=answers_for_scope(), scope__action_items__in=items)
    return [_columns(answering, UNREACHED, "scope__action_items__", owner_id=F("person_id"), backup_id=NOBODY)]


def _why(item: DueItem, name: str) -> str:
    """On pages what the item belongs to; in mails nothing, where `name` says it, by the code name if there is one."""
    return item.detail if name == item.title else ""


def item_text(item: DueItem, name: str) -> DueText:
    """How an action is told to its owner."""
    return DueText(
        title=name,
        why=_why(item, name),
        ask=_("Mark it as done when it is, with a word on it where one helps."),
        because=_(
            "You get this mail because this action is yours. If it is somebody else's, ask whoever gave it to you to "
            "pass it on."
        ),
        act=_("Open the action"),
    )


def unreached_text(item: DueItem, name: str) -> DueText:
    """How an action whose owner gets no mail is told to whoever leads."""
    return DueText(
        title=_("Ask about: %(name)s") % {"name": name},
        why=_why(item, name),
        ask=_(
            "Whoever has this gets no mail from the hub: they are at the partner, gave it back, or have no account any "
            "more. Ask them, send them a link, or give it to somebody else."
        ),
        because=_("You get this mail because you lead what this action belongs to."),
        act=_("Open the action"),
    )


def finish(object_id: int, person: Person) -> None:
    """One click closes it. What somebody at a partner says by the link of a reminder counts as an answer."""
    item = ActionItem.objects.select_related("scope").get(pk=object_id)
    if item.side == Side.THEIRS and not hasattr(person, "user"):
        answer_done(item=item, person=person, note="")
    else:
        finish_action(item=item, by=None, by_person=person)


def give_back(object_id: int) -> None:
    """Somebody without an account says that it is not theirs."""
    hand_back(item=ActionItem.objects.get(pk=object_id), note="")


def partner_url(item: DueItem, person: Person) -> str:
    """Where somebody without an account answers: a link to this one item."""
    scope = ActionItem.objects.select_related("scope").get(pk=item.object_id).scope
    return make_partner_link(purpose=PURPOSE, object_id=item.object_id, scope=scope, person=person)


def asked_by(item: DueItem) -> Person | None:
    """Who gave it or, where they are gone, who leads what it belongs to."""
    found = ActionItem.objects.select_related("created_by__person__organisation", "scope").get(pk=item.object_id)
    giver = found.created_by.person if found.created_by and found.created_by.is_active else None
    return giver or contact_for(found.scope)


def register_all() -> None:
    """Register what is due here."""
    pages: dict[str, Any] = {
        "url_name": "action_detail",
        "act_url_name": "action_detail",
        "row_template": "due/action_item.html",
    }
    register(
        Source(
            kind=KIND,
            label=gettext_lazy("Actions you took on"),
            rows=item_rows,
            text=item_text,
            finish=finish,
            partner_url=partner_url,
            hand_back=give_back,
            sender=asked_by,
            **pages,
        )
    )
    register(
        Source(
            kind=UNREACHED,
            label=gettext_lazy("Actions whose owner gets no mail"),
            rows=unreached_rows,
            text=unreached_text,
            finish=finish,
            usual={"lead_days": [7, 1, 0]},
            **pages,
        )
    )
