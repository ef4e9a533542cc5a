"""What admins say of groups, and of the directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from coe_hub.identity.models import DirectorySecret, GroupRole
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.forms import RecordForm, plain_helper


class GroupRoleForm(RecordForm):
    """Which group, which role."""

    role = forms.ChoiceField(choices=GlobalRole, widget=forms.RadioSelect, label=gettext_lazy("Role"))

    class Meta(RecordForm.Meta):
        model = GroupRole
        fields = ("group", "role")
        help_texts = {
            "group": gettext_lazy(
                "As your provider names it: by its name or, from Microsoft Entra ID, by its object id."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].widget.attrs["list"] = "known-groups"
        self.helper = plain_helper()


class SecretForm(RecordForm):
    """What a secret is for."""

    class Meta(RecordForm.Meta):
        model = DirectorySecret
        fields = ("name",)
        help_texts = {"name": gettext_lazy("Which directory has it, such as “Entra ID, provisioning”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
