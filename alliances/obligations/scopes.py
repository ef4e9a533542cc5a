"""In which scope an obligation or an event stands, and what it may be counted from without telling of a wall."""

from django.utils.translation import gettext as _

from alliances.agreements import following
from alliances.agreements.models import Agreement, Programme
from alliances.core.models import Alliance
from alliances.obligations.models import Obligation, TriggerEvent
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.people.models import Scope


def scope_for(alliance: Alliance, *, programme: Programme | None, agreement: Agreement | None) -> Scope:
    """The programme's scope, else the agreement's, else the alliance's. Raises `DomainError` where one of them belongs
    to another alliance, or the agreement stands behind another programme's wall."""
    for one, name in ((programme, "programme"), (agreement, "agreement")):
        if one is not None and one.alliance_id != alliance.pk:
            raise DomainError(_("It belongs to another alliance. Choose one of this alliance."), field=name)
    walled = {one.scope_id for one in (programme, agreement) if one is not None} - {alliance.scope_id}
    if len(walled) > 1 or (walled and programme is not None and programme.scope_id not in walled):
        raise DomainError(
            _("This agreement stands behind the wall of another programme. Choose that programme, or no agreement."),
            field="agreement",
        )
    for one in (programme, agreement):
        if one is not None and one.scope_id in walled:
            return one.scope
    return alliance.scope


def refuse_archived(alliance: Alliance) -> None:
    """Nothing is added to what was put away. Raises `DomainError`."""
    if alliance.is_archived:
        raise DomainError(_("This alliance is archived. Restore it first."))


def refuse_through_a_wall(obligation: Obligation) -> None:
    """Its day would tell of what stands behind a wall that it does not stand behind itself. Raises `DomainError`."""
    seen = {obligation.scope_id, obligation.alliance.scope_id}
    bases: list[tuple[str, TriggerEvent | Obligation | None]] = [
        ("event", obligation.event),
        ("after", obligation.after),
        ("implies", obligation.implies),
    ]
    for name, base in bases:
        if base is None:
            continue
        if base.alliance_id != obligation.alliance_id:
            raise DomainError(_("It belongs to another alliance. Choose one of this alliance."), field=name)
        if base.scope_id not in seen or (name == "implies" and base.scope_id != obligation.scope_id):
            raise DomainError(
                _("“%(name)s” belongs to another programme, whose days are not to be told here.") % {"name": base},
                field=name,
            )


def follow(alliance: Alliance) -> None:
    """Put obligations and events where their programmes and agreements stand now. Raises `DomainError` where one would
    then be counted from behind a wall."""
    for model in (TriggerEvent, Obligation):
        rows = model.objects.select_for_update(of=("self",)).filter(alliance=alliance)
        for one in rows.select_related("programme__scope", "agreement__scope").order_by("pk"):
            scope = scope_for(alliance, programme=one.programme, agreement=one.agreement)
            if one.scope_id != scope.pk:
                one.scope = scope
                save_record(one, fields=["scope"])
    active = Obligation.objects.active().filter(alliance=alliance)
    for one in active.select_related("alliance", "event", "after", "implies"):
        refuse_through_a_wall(one)


def register_all() -> None:
    """Register that obligations and events go where agreements and programmes go."""
    following.register(follow)
