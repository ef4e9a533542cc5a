"""What a course is beside its words: begun, looked after, retired."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, VersionedForm, plain_helper
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.models import User
from coe_hub.publishing.forms.care import CareForm
from coe_hub.publishing.models import Content, ContentKind
from toolkits.models import Toolkit
from training.models import Audience, Course

# Addresses of the room's own pages.
TAKEN_BY_PAGES = ("desk", "record")


def _clean_title(title: str, kind: ContentKind) -> str:
    """A title that gives an address nobody has. Raises `ValidationError`."""
    slug = slugify(title)[:80]
    if not slug or slug in TAKEN_BY_PAGES:
        raise ValidationError(_("Begin with an English title of some words; its address is made from it."))
    if Content.objects.filter(kind=kind, slug=slug).exists():
        raise ValidationError(_("This title is taken. Choose another."), code="taken")
    return title


class CourseFacts(ActionForm):
    """What a course is beside its words."""

    toolkit = forms.ChoiceField(choices=Toolkit, label=gettext_lazy("Toolkit"))
    minutes = forms.IntegerField(
        min_value=1, max_value=480, initial=20, label=gettext_lazy("Minutes, the quiz included")
    )
    audiences = forms.MultipleChoiceField(
        choices=Audience, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Made")
    )


class CourseCreateForm(CourseFacts):
    """A new course: its title gives its address; lessons and questions come next."""

    title = TextField(max_length=120, validators=ONE_LINE, label=gettext_lazy("Title in English"))
    purpose = TextField(max_length=300, validators=ONE_LINE, label=gettext_lazy("What it is for, in one line"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.helper.layout = Layout("title", "purpose", Row(Column("toolkit"), Column("minutes")), "audiences")

    def clean_title(self) -> str:
        """A title that gives an address nobody has."""
        return _clean_title(self.cleaned_data["title"], ContentKind.COURSE)


class LessonCreateForm(ActionForm):
    """A new lesson of a course."""

    title = TextField(max_length=120, validators=ONE_LINE, label=gettext_lazy("Title in English"))
    minutes = forms.IntegerField(min_value=1, max_value=60, initial=5, label=gettext_lazy("Minutes to read"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def clean_title(self) -> str:
        """A title that gives an address nobody has."""
        return _clean_title(self.cleaned_data["title"], ContentKind.LESSON)


class CourseFactsForm(CourseFacts, CareForm):
    """What holds for every edition, at once."""

    def __init__(self, *args: Any, course: Course, user: User, **kwargs: Any) -> None:
        values = {name: getattr(course, name) for name in Course.EDITABLE}
        super().__init__(*args, content=course.content, user=user, initial=values, **kwargs)
        self.helper.layout = Layout(
            "version",
            "base",
            Row(Column("owner"), Column("co_owner")),
            "review_months",
            Row(Column("toolkit"), Column("minutes")),
            "audiences",
        )


class RetireForm(VersionedForm):
    """Why a course or a lesson is taken from its learners."""

    reason = TextField(
        max_length=300,
        validators=ONE_LINE,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("One sentence; it stands on the desk. Learning records keep what they say."),
    )
