"""How far a goal is signed: derived from who is named and what they signed."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from alliances.goals.models import Goal, Signatory, SignOff
from coe_hub.lib.text import join_words
from coe_hub.people.models import Person, Side


class Standing(StrEnum):
    """How far one goal is signed, from nobody named to everybody agreed."""

    NOBODY = "nobody"
    OUTDATED = "outdated"
    OPEN = "open"
    SIGNED = "signed"


@dataclass(frozen=True)
class Signature:
    """One of those named, and what they signed last: of the goal's present words where there is such, else of former
    ones, which is outdated."""

    signatory: Signatory
    sign_off: SignOff | None
    is_outdated: bool

    @property
    def person(self) -> Person:
        """Who is named."""
        return self.signatory.person

    @property
    def stands(self) -> bool:
        """Whether they signed what the goal says now."""
        return self.sign_off is not None and not self.is_outdated


@dataclass(frozen=True)
class Signing:
    """All signatures of a goal that was read `with_signing`."""

    goal: Goal
    signatures: list[Signature]

    @classmethod
    def of(cls, goal: Goal) -> "Signing":
        """What the goal's rows tell; asks nothing."""
        signed = list(goal.sign_offs.all())
        return cls(goal, [_signature(goal, one, signed) for one in goal.signatories.all()])

    def of_person(self, person_id: int) -> Signature | None:
        """The signature of this person; None where they are not named."""
        return next((one for one in self.signatures if one.signatory.person_id == person_id), None)

    @property
    def open(self) -> list[Signature]:
        """Those who have not signed what the goal says now."""
        return [one for one in self.signatures if not one.stands]

    @property
    def standing(self) -> Standing:
        """How far it is signed."""
        if not self.signatures:
            return Standing.NOBODY
        if not self.open:
            return Standing.SIGNED
        return Standing.OUTDATED if any(one.is_outdated for one in self.open) else Standing.OPEN

    @property
    def sides(self) -> set[str]:
        """The sides of those named."""
        return {one.signatory.side for one in self.signatures}

    @property
    def waiting(self) -> str:
        """Who is still to sign."""
        return _("Still to sign: %(names)s") % {"names": join_words(one.person.display_name for one in self.open)}

    @property
    def former(self) -> list[SignOff]:
        """What was signed and does not stand among the signatures, newest first: other words, by others, or taken
        back."""
        shown = {one.sign_off.pk for one in self.signatures if one.sign_off}
        return [one for one in self.goal.sign_offs.all() if one.pk not in shown]

    @property
    def text(self) -> str:
        """How far it is signed, in one sentence."""
        if self.standing == Standing.NOBODY:
            return _("Nobody is named to sign it.")
        if self.standing == Standing.OUTDATED:
            return _("Changed since it was signed")
        if self.standing == Standing.OPEN:
            return self.waiting
        if len(self.sides) > 1:
            return _("Signed by both sides")
        return _("Signed on our side") if Side.OURS in self.sides else _("Signed on the partner’s side")


def _signature(goal: Goal, signatory: Signatory, signed: list[SignOff]) -> Signature:
    theirs = [one for one in signed if one.person_id == signatory.person_id and not one.taken_back_at]
    present = next((one for one in theirs if one.is_of(goal)), None)
    latest = present or (theirs[0] if theirs else None)
    return Signature(signatory, latest, is_outdated=latest is not None and present is None)
