"""How often one place may do something, counted in fixed windows in the cache that all processes share."""

from django.core.cache import cache


def is_too_often(action: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more `action` of `who`, and say whether it is beyond `most` in the window of `seconds` it began."""
    key = f"limit:{action}:{who}"
    if cache.add(key, 1, seconds):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # the window ended between the two
        return False
