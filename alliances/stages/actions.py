"""Moving an alliance from stage to stage."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from alliances.core.actions.partnerships import locked_alliance, set_scope_kind
from alliances.core.models import Alliance, StageChange
from alliances.core.parts import call_off
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.lib.records import save_record
from coe_hub.people.models import User
from coe_hub.vocabulary.models import Phase, Stage


@transaction.atomic
def change_stage(
    *, alliance: Alliance, stage: Stage, on_date: date, reason: str, by: User, scope_kind: str = ""
) -> StageChange:
    """Move the alliance to another stage as of `on_date`; who may see it stays as it is, or becomes `scope_kind`.

    Raises `DomainError` where it is there already, or where a later change is on record.
    """
    alliance = locked_alliance(alliance)
    if alliance.stage_id == stage.pk:
        raise DomainError(_("The alliance is in this stage already. Choose another one."), field="stage")
    latest = alliance.stage_changes.order_by("-on_date", "-pk").first()
    if latest and on_date < latest.on_date:
        raise DomainError(
            _("The last change was on %(date)s. Choose that day or a later one.") % {"date": date_text(latest.on_date)},
            field="on_date",
        )
    change = StageChange(alliance=alliance, stage=stage, on_date=on_date, reason=reason, by=by)
    change.full_clean()
    change.save()
    alliance.stage = stage
    save_record(alliance, fields=["stage"])
    if scope_kind:
        with acting(by=by, reason=reason):
            set_scope_kind(alliance, scope_kind)
    if stage.phase == Phase.CLOSED:
        call_off(alliance)
    return change
