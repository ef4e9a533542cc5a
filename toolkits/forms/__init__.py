"""Forms of the curator's desk."""

from toolkits.forms.drafts import AttachForm, DraftForm
from toolkits.forms.editions import CommentForm, PilotForm, StepForm
from toolkits.forms.tools import FactsForm, RetireForm, ToolCreateForm
from toolkits.forms.translations import TranslationForm

__all__ = [
    "AttachForm",
    "CommentForm",
    "DraftForm",
    "FactsForm",
    "PilotForm",
    "RetireForm",
    "StepForm",
    "ToolCreateForm",
    "TranslationForm",
]
