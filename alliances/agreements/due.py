"""What agreements hold due: the last day for notice, and the end of what does not renew itself."""

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Case, CharField, DateField, DateTimeField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.agreements.models import Agreement, Renewal
from alliances.agreements.states import binding
from coe_hub.due import NOBODY, DueItem, DueText, Source, register
from coe_hub.lib.prepared import now
from coe_hub.people.models import answers_for_scope

if TYPE_CHECKING:
    from coe_hub.people.models import User

NOTICE, END = "agreement_notice", "agreement_end"
# Months before, as talks about going on take.
_USUAL = {"lead_days": [180, 90, 30, 14, 7, 0]}
_NOTICED = "noticed"


def _today() -> Cast:
    """Today in UTC, as the database has it: the query is written once and read on many days."""
    return Cast(Value(now(), output_field=DateTimeField()), DateField())


def _standing(user: "User | None") -> "QuerySet[Any]":
    """What binds both sides and nobody put away. An amendment ends with what it amends, and is told with it."""
    rows = Agreement.objects.all() if user is None else Agreement.objects.visible_to(user)
    return binding(rows.active().of_active_alliances().filter(amends__isnull=True), _today())


def _columns(rows: "QuerySet[Any]", kind: str, day: str) -> "QuerySet[Any]":
    """Whoever looks after it is told, else whoever leads. `detail` is how it goes on and by how many months:
    automatic:12. In mails the code name stands alone, where there is one: a title may tell more."""
    leads, looked_after = answers_for_scope(), Q(owner__user__is_active=True)
    whole = Concat("title", Value(" ("), "alliance__name", Value(")"), output_field=CharField())
    how = Case(When(is_ending=True, then=Value(_NOTICED)), default=F("renewal"), output_field=CharField())
    found = rows.annotate(
        due_kind=Value(kind, output_field=CharField()),
        object_id=F("pk"),
        key=F("public_id"),
        told_id=Coalesce(Case(When(looked_after, then=F("owner"))), leads, output_field=BigIntegerField()),
        backup_id=Case(When(looked_after, then=leads), default=NOBODY, output_field=BigIntegerField()),
        whole_title=whole,
        mail_title=Coalesce(NullIf("alliance__code_name", Value("")), whole),
        detail=Concat(
            how, Value(":"), Coalesce(Cast("renewal_months", CharField()), Value("")), output_field=CharField()
        ),
        due_date=F(day),
    )
    return found.filter(told_id__isnull=False)


def notice_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """The days of notice still to come, of what goes on after its term unless or only if somebody says so."""
    goes_on = _standing(user).exclude(renewal=Renewal.NONE).filter(notice_on__gte=_today())
    return [_columns(goes_on, NOTICE, "notice_on")]


def end_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """The last days of what does not renew itself, or no more."""
    ends = _standing(user).filter(~Q(renewal=Renewal.AUTOMATIC) | Q(is_ending=True))
    return [_columns(ends.filter(ends_on__isnull=False), END, "ends_on")]


def _goes_on(item: DueItem) -> tuple[str, int]:
    """How it goes on, and by how many months it is renewed; 0 where nothing says so."""
    how, _colon, months = item.detail.partition(":")
    return how, int(months or 0)


def notice_text(item: DueItem, name: str) -> DueText:
    """How a day of notice is told, with what happens if nothing is done."""
    how, months = _goes_on(item)
    why = _("Unless both sides agree to renew it, it ends with its term.")
    if how == Renewal.AUTOMATIC:
        why = ngettext(
            "Without notice by then it renews itself by %(count)d month.",
            "Without notice by then it renews itself by %(count)d months.",
            months,
        ) % {"count": months}
    return DueText(
        title=_("Last day for notice: %(name)s") % {"name": name},
        why=why,
        ask=_(
            "Settle in time whether it shall go on. If it shall not, send the notice as the agreement says and write "
            "it down on its page."
        ),
        because=_because(),
        act=_("Open the agreement"),
    )


def end_text(item: DueItem, name: str) -> DueText:
    """How the end of a term is told."""
    how, _months = _goes_on(item)
    why = {
        _NOTICED: _("It was brought to its end: this is its last day in force."),
        Renewal.BY_AGREEMENT.value: _("It ends then unless both sides agree to renew it."),
    }
    return DueText(
        title=_("End of the term: %(name)s") % {"name": name},
        why=why.get(how, _("It ends then; nothing renews it.")),
        ask=_("See that nothing goes on without a contract, and what survives: data, materials, confidentiality."),
        because=_because(),
        act=_("Open the agreement"),
    )


def _because() -> str:
    return _(
        "You get this mail because you look after this agreement or lead what it belongs to. If somebody else does "
        "now, name them on its page."
    )


def register_all() -> None:
    """Register what is due here."""
    renamed = {"kind": "due_kind", "owner_id": "told_id", "title": "whole_title"}
    pages: dict[str, Any] = dict.fromkeys(("url_name", "act_url_name"), "agreement_detail")
    pages |= {"columns": renamed, "usual": _USUAL}
    notice, end = gettext_lazy("Days of notice of agreements"), gettext_lazy("Ends of agreements")
    register(Source(kind=NOTICE, label=notice, rows=notice_rows, text=notice_text, **pages))
    register(Source(kind=END, label=end, rows=end_rows, text=end_text, **pages))
