"""Forms of tools; those of their words are publishing's."""

from toolkits.forms.tools import FactsForm, RetireForm, ToolCreateForm

__all__ = ["FactsForm", "RetireForm", "ToolCreateForm"]
