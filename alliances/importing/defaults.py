"""What an alliance gets that its row does not say."""

from typing import Any

from alliances.importing.forms import AllianceRowForm, row_fields
from alliances.importing.lookups import Lookups
from alliances.importing.options import Options
from alliances.importing.rows import as_given
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import Organisation, ScopeKind, User
from coe_hub.vocabulary.models import AllianceType, Phase, Stage, ToolkitKind


def our_organisation(by: User | None) -> Organisation | None:
    """The organisation of whoever imports or, where nobody is named, of the first admin."""
    admins = User.objects.active().filter(roles__contains=[GlobalRole.ADMIN]).order_by("pk")
    user = by or admins.select_related("person__organisation").first()
    return user.person.organisation if user else None


def all_defaults(options: Options, *, ours: Organisation | None) -> dict[str, Any]:
    """Defaults by field, ready for the form: the operator's, else type research, first running stage, open."""
    research = AllianceType.objects.in_use().filter(toolkit=ToolkitKind.RESEARCH).first()
    running = Stage.objects.in_use().filter(phase=Phase.RUNNING).first()
    standard = {
        "type": research and research.code,
        "stage": running and running.code,
        "scope": ScopeKind.OPEN.value,
        "our_organisation": ours and [ours.name],
    }
    chosen = {name: as_given(name, value, options) for name, value in options.defaults.items()}
    return {name: value for name, value in (standard | chosen).items() if value}


def require_defaults(defaults: dict[str, Any], places: dict[str, int]) -> None:
    """Raises `DomainError` where no column and no default says what every alliance must have."""
    ways_out = {
        "type": "no alliance type of the toolkit research is in use: add one, or give --default type=CODE",
        "stage": "no stage of the phase running is in use: add one, or give --default stage=CODE",
        "our_organisation": "there is no admin account whose organisation could be ours: give --by EMAIL,"
        " --map our_organisation=COLUMN or --default our_organisation=NAME",
    }
    for name, way_out in ways_out.items():
        if name not in defaults and name not in places:
            raise DomainError(f"Nothing is mapped to {name}, and {way_out}.")


def check_words(options: Options, defaults: dict[str, Any], lookups: Lookups) -> None:
    """Raises `DomainError` where --default or --values say something that no row could hold."""
    form = AllianceRowForm(defaults, fields=row_fields(lookups), lookups=lookups, known=None)
    for name in options.defaults:
        if name in form.errors:
            raise DomainError(f"--default {name}={options.defaults[name]}: {' '.join(map(str, form.errors[name]))}")
    for name, vocabulary in lookups.vocabularies.items():
        for ours in options.values.get(name, {}).values():
            if ours and vocabulary.find(ours) is None:
                raise DomainError(f"--values {name}: “{ours}” is not known here. Use one of: {vocabulary.allowed}.")
