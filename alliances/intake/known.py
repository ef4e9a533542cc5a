"""Which alliance a row of a file is of, and which obligation it stands for."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext as _

from alliances.agreements.models import Programme
from alliances.core.models import Alliance
from alliances.intake.holdings import Holdings, compared
from alliances.obligations.models import Obligation
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User


class Alliances:
    """The alliances that rows may be of: all there are or, where somebody is named, those they may write to."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        self._found: dict[str, Holdings] = {}

    @cached_property
    def _rows(self) -> list[Alliance]:
        rows = Alliance.objects.select_related("scope").order_by("pk")
        if self.by is None:
            return list(rows)
        behind = Programme.objects.visible_to(self.by).values("alliance")
        return list(rows.visible_to(self.by) | rows.filter(pk__in=behind))

    def find(self, text: str) -> Holdings:
        """What the alliance of that reference or, where only one has it, that name holds. Raises `DomainError`, in the
        same words for one that is not there and one that the account does not see."""
        key = compared(text)
        if key not in self._found:
            self._found[key] = self._held(text, key)
        return self._found[key]

    def _held(self, text: str, key: str) -> Holdings:
        found = [one for one in self._rows if one.reference and compared(one.reference) == key]
        found = found or [one for one in self._rows if compared(one.name) == key]
        if len(found) != 1:
            why = (
                _("Several alliances are called “%(text)s”. Give the reference.")
                if found
                else _("There is no alliance “%(text)s”.")
            )
            raise DomainError(why % {"text": text}, field="alliance")
        alliance = found[0]
        if alliance.is_archived:
            raise DomainError(_("“%(text)s” is archived. Restore it first.") % {"text": text}, field="alliance")
        if self.by is None:
            return Holdings(alliance, None)
        if Alliance.objects.editable_by(self.by).filter(pk=alliance.pk).exists():
            return Holdings(alliance, self.by)
        holdings = Holdings(alliance, self.by, needs_programme=True)
        if not holdings.programmes:
            raise DomainError(_("The account may not change “%(title)s”.") % {"title": text}, field="alliance")
        return holdings


def match(holdings: Holdings, rows: Sequence[tuple[str, str]]) -> list[Obligation | None]:
    """For rows of (clause, title) of one alliance, the obligation that each stands for; None of a new one.

    The clause says so. Where several have it, here or in the file, the title tells them apart; where a row has none, or
    the obligation has none yet, the title alone. Nothing stands for two rows.
    """
    clauses = Counter(compared(clause) for clause, _title in rows)
    owed = list(holdings.obligations)
    found: list[Obligation | None] = []
    for clause, title in rows:
        one = _match(owed, compared(clause), compared(title), is_only=clauses[compared(clause)] == 1)
        if one is not None:
            owed.remove(one)
        found.append(one)
    return found


def _match(owed: Sequence[Obligation], clause: str, title: str, *, is_only: bool) -> Obligation | None:
    titled = [one for one in owed if title and compared(one.title) == title]
    if not clause:
        return titled[0] if len(titled) == 1 else None
    same = [one for one in owed if compared(one.clause) == clause]
    if both := [one for one in titled if one in same]:
        return both[0]
    if len(same) == 1 and is_only:
        return same[0]
    without = [one for one in titled if not one.clause]
    return without[0] if len(without) == 1 and not same else None
