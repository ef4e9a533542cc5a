"""Pages of lists that may be very long: counted no further than somebody may want to turn them."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

# To count what a reader sees of a hundred thousand rows takes longer than to show fifty of them.
COUNTED = 1_000


class LongPaginator(Paginator):
    """Pages of rows of which more than `most` are not counted: then `count` is `most`, and `is_over` says so."""

    def __init__(self, rows: Any, size: int, *, most: int) -> None:
        super().__init__(rows, size)
        self.most = most

    @cached_property
    def count(self) -> int:
        """How many rows there are, as far as they are counted. One query."""
        return min(self._counted, self.most)

    @property
    def is_over(self) -> bool:
        """Whether there are more than `count`."""
        return self._counted > self.most

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        counted: int = rows.order_by()[: self.most + 1].count()
        return counted


def long_page(rows: Any, size: int, number: Any) -> Page:
    """That page of a queryset; the first where it is no number, the last where there are no more. Counted to a thousand
    and, on later pages, to the next."""
    last = int(number) * size if str(number).isdecimal() and len(str(number)) < _DIGITS else 0
    return LongPaginator(rows, size, most=COUNTED * (last // COUNTED + 1)).get_page(number)


_DIGITS = 9
