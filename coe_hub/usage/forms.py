"""Forms of the usage room."""

from django import forms

from coe_hub.lib.fields import TextField

ANSWER, REOPEN = "answer", "reopen"


class UnmetSearchForm(forms.Form):
    """What is done with a text that was searched and not found."""

    text = TextField(max_length=80)
    step = forms.ChoiceField(choices=[(ANSWER, ANSWER), (REOPEN, REOPEN)])


class UnmetSearchFilter(forms.Form):
    """Whether those put away are listed."""

    answered = forms.BooleanField(required=False)
