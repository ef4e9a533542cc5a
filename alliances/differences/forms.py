"""The form of a difference."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Column, Layout, Row

from alliances.differences.models import Difference
from coe_hub.lib.forms import NEW, RecordForm, VersionedForm


class DifferenceForm(RecordForm, VersionedForm):
    """Topic, both ways, how it is bridged and what is gained; `found` is what a culture profile gave of it."""

    class Meta(RecordForm.Meta):
        model = Difference
        fields = Difference.EDITABLE

    def __init__(
        self,
        *args: Any,
        difference: Difference | None = None,
        found: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        version = difference.version if difference else NEW
        initial = {} if difference else dict(found or {})
        super().__init__(*args, instance=difference or Difference(), version=version, initial=initial, **kwargs)
        self.helper.layout = Layout(
            *("version", "base", "topic"), Row(Column("ours"), Column("theirs")), *("bridge", "gain")
        )
