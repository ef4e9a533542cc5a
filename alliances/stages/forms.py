"""The form that moves an alliance to another stage."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliances.core.actions.partnerships import usual_scope_kind
from alliances.core.models import Alliance
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PastDateField, offer, plain_helper, want_reason
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.models import ScopeKind
from coe_hub.vocabulary.models import Phase, Stage

AS_USUAL = "usual"


class StageForm(ActionForm):
    """Into which stage, since when, and why; of a restricted alliance also who may see it from now on."""

    stage = forms.ModelChoiceField(
        Stage.objects.none(), widget=forms.RadioSelect, empty_label=None, label=gettext_lazy("New stage")
    )
    on_date = PastDateField(label=gettext_lazy("Since"))
    reason = TextField(
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("One sentence that will make sense in two years."),
    )

    scope_kind = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("Who may see it from now on"),
        choices=[
            (AS_USUAL, gettext_lazy("As usual: from signature on every member, so that colleagues can learn from it")),
            ("", gettext_lazy("Only people named on it, as until now")),
        ],
    )

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if alliance.scope.kind == ScopeKind.OPEN:
            del self.fields["scope_kind"]
        elif alliance.stage.phase == Phase.FORMING:
            # One that stayed restricted beyond signature was meant to.
            self.fields["scope_kind"].initial = AS_USUAL
        offer(self, "stage", Stage.objects.in_use().exclude(pk=alliance.stage_id))
        self.fields["on_date"].initial = timezone.localdate
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("scope_kind") and "stage" in data:
            data["scope_kind"] = usual_scope_kind(data["stage"])
            if data["scope_kind"] == ScopeKind.OPEN:
                want_reason(self)
        return data
