"""What people keep of lists, and rows that are changed together."""

from coe_hub.lists.models.changes import ChangeJob, ChangeState, ManyChange
from coe_hub.lists.models.views import LONGEST, ListHabit, SavedView, kept_query

__all__ = ["LONGEST", "ChangeJob", "ChangeState", "ListHabit", "ManyChange", "SavedView", "kept_query"]
