"""Forms of files and links."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy

from coe_hub.attachments.contents import ACCEPTED
from coe_hub.attachments.models import Attachment
from coe_hub.lib.forms import PastDateField, RecordForm, VersionedForm, plain_helper

_NONE_CHOSEN = gettext_lazy("Choose a file.")


class SeveralFilesInput(forms.ClearableFileInput):
    """The browser's own field for files, several at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One or more files; what they are is checked by the action, one by one, so that a bad one keeps no other out."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = [file for file in data or [] if file]
        return [super(SeveralFilesField, self).clean(file, initial) for file in chosen or [None]]


class UploadForm(forms.Form):
    """Files for a record."""

    uploads = SeveralFilesField(
        label=gettext_lazy("Files"),
        allow_empty_file=True,
        widget=SeveralFilesInput({"accept": ACCEPTED}),
        error_messages={"required": _NONE_CHOSEN},
    )


class ReplaceForm(forms.Form):
    """Another edition of a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ACCEPTED}),
        error_messages={"required": _NONE_CHOSEN},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


class LinkForm(RecordForm):
    """A link to where a document lives."""

    checked_on = PastDateField(
        label=gettext_lazy("Checked on"),
        required=False,
        help_text=gettext_lazy("When somebody last saw that the link is right."),
    )

    class Meta(RecordForm.Meta):
        model = Attachment
        fields = Attachment.EDITABLE
        widgets = {"address": forms.URLInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].required = True
        if self.instance.pk is None:
            self.initial["checked_on"] = timezone.localdate()
        self.helper = plain_helper()
        self.helper.layout = Layout("title", "address", "checked_on")


class LinkEditForm(LinkForm, VersionedForm):
    """A change of a link."""

    def __init__(self, *args: Any, link: Attachment, **kwargs: Any) -> None:
        super().__init__(*args, instance=link, version=link.version, **kwargs)
        self.helper.layout.fields.extend(["version", "base"])
