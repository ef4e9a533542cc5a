"""The register of what is due with a few kinds alone, for tests that plan one day after the other.

Postgres plans the query over all kinds anew for each of these days, which takes longer than all else; that every kind
is told is asked elsewhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from coe_hub import due


@contextmanager
def only(*kinds: str) -> Iterator[None]:
    """Nothing but these kinds can be due."""
    everything = due.sources()
    for source in everything:
        if source.kind not in kinds:
            due.forget(source.kind)
    yield
    for kind in kinds:
        due.forget(kind)
    for source in everything:  # in their order
        due.register(source)
