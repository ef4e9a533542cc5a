"""Forms of health checks: whom to ask, what came of a talk, what both sides take on."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Column, Div, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance
from alliances.core.participants import participants
from alliances.health.checks import SidePeople, sides_of, usual_perspective
from coe_hub.action_items.forms import due_field, text_field
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, DateField, PastDateField, offer, offer_choices, plain_helper
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.models import Person, Side
from coe_hub.publishing.forms.layout import Part
from coe_hub.surveys.actions.waves import Invitee, SideToAsk
from coe_hub.surveys.asking import asking_of, live_edition
from coe_hub.surveys.forms.promises import ANONYMOUS, minimum_field, names_field
from coe_hub.surveys.forms.running import PerspectiveForm
from coe_hub.surveys.models import FEWEST_ANONYMOUS, Perspective, Questionnaire, Use, Wave, WaveSide

_USUAL_DAYS = 14


class QuestionnaireChoice(forms.ModelChoiceField):
    """A questionnaire by its title in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        edition = live_edition(obj.content)
        words = {"title": asking_of(edition).title if edition else obj.content.slug, "minutes": obj.minutes}
        return _("%(title)s (%(minutes)d min)") % words


class HealthCheckForm(ActionForm):
    """Which questionnaire, until when, whom of each side, and as who they see it."""

    questionnaire = QuestionnaireChoice(
        queryset=Questionnaire.objects.none(), empty_label=None, label=gettext_lazy("Questionnaire")
    )
    opens_on = DateField(label=gettext_lazy("First day"))
    closes_on = DateField(label=gettext_lazy("Last day"))
    named = names_field(gettext_lazy("Fixed from here on: nobody can change it once the check has begun."))
    minimum = minimum_field(
        gettext_lazy("Told from as many answers of a side as"),
        gettext_lazy("Fixed as well. What fewer people of a side answer is told to nobody."),
        more=(4, 5, 8),
    )

    def __init__(self, *args: Any, alliance: Alliance, of: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.sides = sides_of(alliance)
        published = Questionnaire.objects.published().filter(use__in=[Use.HEALTH, Use.CULTURE])
        offer(self, "questionnaire", published.select_related("content").in_order())
        self.fields["questionnaire"].initial = published.filter(use=of).in_order().first()
        self.fields["opens_on"].initial = today
        self.fields["closes_on"].initial = today + timedelta(days=_USUAL_DAYS)
        parts = [self._add_side(side) for side in self.sides]
        self.helper = plain_helper()
        self.helper.layout = Layout(
            "questionnaire", Row(Column("opens_on"), Column("closes_on")), "named", "minimum", *parts
        )

    def _add_side(self, side: SidePeople) -> Part | Div:
        names = []
        for one in side.people:
            name = f"asks-{one.person.public_id}"
            label = f"{one.person.display_name} · {one.roles_text}" if one.roles_text else one.person.display_name
            self.fields[name] = forms.ChoiceField(
                required=False,
                choices=[("", _("Not asked")), *Perspective.choices],
                initial=usual_perspective(one),
                label=label,
            )
            names.append(name)
        return Part(side.label, *names, text="" if names else _("Nobody of this side is on the alliance yet."))

    @property
    def is_too_small(self) -> bool:
        """Whether a side has too few people for any anonymous check; of this the page warns beforehand."""
        return any(len(side.people) < FEWEST_ANONYMOUS for side in self.sides)

    def clean_opens_on(self) -> date:
        """Not before today."""
        day: date = self.cleaned_data["opens_on"]
        if day < timezone.localdate():
            raise ValidationError(_("Choose today or a day to come."), code="past")
        return day

    def action_values(self) -> dict[str, Any]:
        """As the action takes them: the sides with those who are asked."""
        data = self.cleaned_data
        return {
            "questionnaire": data["questionnaire"],
            "opens_on": data["opens_on"],
            "closes_on": data["closes_on"],
            "is_anonymous": data["named"] == ANONYMOUS,
            "minimum": data["minimum"],
            "sides": [self._asked(side) for side in self.sides if side.people or side.is_ours],
        }

    def _asked(self, side: SidePeople) -> SideToAsk:
        chosen = [(one.person, self.cleaned_data[f"asks-{one.person.public_id}"]) for one in side.people]
        people = [Invitee(person, perspective) for person, perspective in chosen if perspective]
        return SideToAsk(side.label, side.is_ours, people, side.organisation)


def _side_asked(wave: Wave, side: SidePeople) -> WaveSide | None:
    """The side of a wave that is this side of the alliance; names may have changed since it was begun."""
    found = [one for one in wave.sides.order_by("position", "pk") if one.is_ours == side.is_ours]
    same = [one for one in found if side.organisation and one.organisation_id == side.organisation.pk]
    return next(iter(same or (found if len(found) == 1 else [])), None)


class AskAnotherForm(PerspectiveForm):
    """One more person of the alliance."""

    person = forms.ChoiceField(
        label=gettext_lazy("Person"),
        help_text=gettext_lazy("People of the alliance who are not asked yet. Who is missing is added under People."),
    )

    def __init__(self, *args: Any, alliance: Alliance, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = set(wave.participants.values_list("person", flat=True))
        known = [(one.person, _side_asked(wave, side)) for side in sides_of(alliance) for one in side.people]
        self.known = {one.public_id: (one, side) for one, side in known if side and one.pk not in asked}
        labels = [(key, f"{person.display_name} · {side.label}") for key, (person, side) in self.known.items()]
        offer_choices(self, "person", labels)
        self.helper.layout = Layout(Row(Column("person"), Column("perspective")))

    def action_values(self) -> dict[str, Any]:
        """As the action takes them."""
        person, side = self.known[self.cleaned_data["person"]]
        return {"side": side, "invitee": Invitee(person, self.cleaned_data["perspective"])}


class TalkForm(ActionForm):
    """What came of talking it through."""

    talked_on = PastDateField(label=gettext_lazy("Talked on"))
    note = TextField(
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        validators=[refuse_control_characters],
        label=gettext_lazy("What came of it"),
        help_text=gettext_lazy("What both sides see as good, where they differ, and what you agreed on."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["talked_on"].initial = timezone.localdate()
        self.helper = plain_helper()


class JointActionForm(ActionForm):
    """What both sides do about it, with somebody on each."""

    text = text_field(help_text=gettext_lazy("One sentence that both sides would sign. It may stand in mails."))
    theme = forms.ChoiceField(required=False, label=gettext_lazy("About"))
    our_owner = forms.ChoiceField(label=gettext_lazy("On our side"))
    their_owner = forms.ChoiceField(label=gettext_lazy("At the partner"))
    due_on = due_field()
    tells_now = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("Tell the partner’s owner by mail now")
    )

    def __init__(self, *args: Any, alliance: Alliance, themes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = participants(alliance)
        self.known = {one.person.public_id: one.person for one in everybody}
        offer_choices(self, "theme", [("", _("The whole")), *themes])
        for name, side in (("our_owner", Side.OURS), ("their_owner", Side.THEIRS)):
            people = [(one.person.public_id, one.person.display_name) for one in everybody if one.side == side]
            offer_choices(self, name, people)
        self.helper = plain_helper()
        self.helper.layout = Layout(
            "text",
            Row(Column("our_owner"), Column("their_owner")),
            Row(Column("theme"), Column("due_on")),
            "tells_now",
        )

    def clean_our_owner(self) -> Person:
        """The person chosen."""
        return self.known[self.cleaned_data["our_owner"]]

    def clean_their_owner(self) -> Person:
        """The person chosen."""
        return self.known[self.cleaned_data["their_owner"]]
