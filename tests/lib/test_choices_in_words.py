"""Where nothing is chosen a form says so in words."""

import pytest
from django.forms import ModelChoiceField
from django.utils import translation

from alliances.obligations.forms.obligations import ObligationForm
from coe_hub.lib.forms import ActionForm, column_field
from coe_hub.people.models import Person


@pytest.mark.parametrize(("language", "said"), [("en", "Not said"), ("ja", "未記入")])
def test_what_may_stay_open_says_that_nothing_is_said(language: str, said: str) -> None:
    fields = ObligationForm.base_fields
    with translation.override(language):
        shown = {name: str(fields[name].empty_label) for name in ("event", "after", "implies")}  # type: ignore[attr-defined]
        shown |= {name: str(next(iter(fields[name].choices))[1]) for name in ("period", "country")}  # type: ignore[attr-defined]
    assert shown == dict.fromkeys(("event", "after", "implies", "period", "country"), said)


def test_a_word_of_ones_own_stays_and_what_must_be_chosen_is_asked_for() -> None:
    fields = ObligationForm.base_fields
    assert next(iter(fields["flow"].choices)) == ("", "No money")  # type: ignore[attr-defined]
    organisation = column_field(Person._meta.get_field("organisation"))
    assert str(organisation.empty_label) == "Please choose"  # type: ignore[attr-defined]


def test_every_form_of_an_action_says_so_of_the_rows_that_it_declares_itself() -> None:
    class Asked(ActionForm):
        needed = ModelChoiceField(Person.objects.none())
        left_open = ModelChoiceField(Person.objects.none(), required=False)
        own = ModelChoiceField(Person.objects.none(), required=False, empty_label="Nobody")

    with translation.override("en"):
        shown = {name: str(field.empty_label) for name, field in Asked().fields.items()}  # type: ignore[attr-defined]
    assert shown == {"needed": "Please choose", "left_open": "Not said", "own": "Nobody"}
