"""Forms of the desk that every kind of content shares."""

from coe_hub.publishing.forms.drafts import AttachForm, DraftForm
from coe_hub.publishing.forms.editions import CommentForm, PilotForm, StepForm
from coe_hub.publishing.forms.fields import LONGEST_BLOCK, BlockField, Line
from coe_hub.publishing.forms.sheets import SheetForm
from coe_hub.publishing.forms.translations import TranslationForm

__all__ = [
    "LONGEST_BLOCK",
    "AttachForm",
    "BlockField",
    "CommentForm",
    "DraftForm",
    "Line",
    "PilotForm",
    "SheetForm",
    "StepForm",
    "TranslationForm",
]
