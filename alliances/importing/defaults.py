"""What an alliance gets that its row does not say."""

from typing import Any

from django.utils.translation import gettext as _

from alliances.importing.forms import AllianceRowForm
from alliances.importing.lookups import Lookups
from coe_hub.imports.days import DayField
from coe_hub.imports.options import ALL_OTHERS, CUT, DAY_FIRST, MONTH_FIRST, Options
from coe_hub.imports.rows import RowReader
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import Organisation, ScopeKind, User
from coe_hub.vocabulary.models import AllianceType, Phase, Stage, ToolkitKind


def our_organisation(by: User | None) -> Organisation | None:
    """The organisation of whoever imports or, where nobody is named, of the first admin."""
    admins = User.objects.active().filter(roles__contains=[GlobalRole.ADMIN]).order_by("pk")
    user = by or admins.select_related("person__organisation").first()
    return user.person.organisation if user else None


def all_defaults(reader: RowReader, *, ours: Organisation | None) -> dict[str, Any]:
    """Defaults by field, ready for the form: the operator's, else type research, first running stage, open."""
    research = AllianceType.objects.in_use().filter(toolkit=ToolkitKind.RESEARCH).first()
    running = Stage.objects.in_use().filter(phase=Phase.RUNNING).first()
    standard = {
        "type": research and research.code,
        "stage": running and running.code,
        "scope": ScopeKind.OPEN.value,
        "our_organisation": ours and [ours.name],
    }
    chosen = {name: reader.as_given(name, value) for name, value in reader.options.defaults.items()}
    return {name: value for name, value in (standard | chosen).items() if value}


def require_defaults(defaults: dict[str, Any], places: dict[str, int]) -> None:
    """Raises `DomainError` where no column and no default says what every alliance must have."""
    ways_out = {
        "type": _("no alliance type of the toolkit research is in use: add one, or give --default type=CODE"),
        "stage": _("no stage of the phase running is in use: add one, or give --default stage=CODE"),
        "our_organisation": _(
            "there is no admin account whose organisation could be ours: give --by EMAIL, --map"
            " our_organisation=COLUMN or --default our_organisation=NAME"
        ),
    }
    for name, way_out in ways_out.items():
        if name not in defaults and name not in places:
            raise DomainError(_("Nothing is mapped to %(name)s, and %(way)s.") % {"name": name, "way": way_out})


def check_words(options: Options, defaults: dict[str, Any], lookups: Lookups) -> None:
    """Raises `DomainError` where --default or --values say something that no row could hold."""
    form = AllianceRowForm(defaults, lookups=lookups, known=None)
    for name in options.defaults:
        if name in form.errors:
            raise DomainError(f"--default {name}={options.defaults[name]}: {' '.join(map(str, form.errors[name]))}")
    for name, words in options.values.items():
        vocabulary = lookups.vocabularies.get(name)
        for ours in words.values() if vocabulary else ():
            if ours and vocabulary and vocabulary.find(ours) is None:
                raise DomainError(
                    _("--values %(name)s: “%(word)s” is not known here. Use one of: %(allowed)s.")
                    % {"name": name, "word": ours, "allowed": vocabulary.allowed}
                )
        if not vocabulary and words.get(ALL_OTHERS):
            _check_others(name, words[ALL_OTHERS], form)


def _check_others(name: str, ours: str, form: AllianceRowForm) -> None:
    """What `*` may mean for fields that hold no word of a vocabulary."""
    allowed = [CUT]
    if isinstance(form.fields[name], DayField):
        allowed = [DAY_FIRST, MONTH_FIRST]
    if name in {"partners", "our_organisation"} or ours not in allowed:
        raise DomainError(
            _("--values %(name)s:*=%(word)s is not understood. Use one of: %(allowed)s.")
            % {"name": name, "word": ours, "allowed": ", ".join(allowed)}
        )
