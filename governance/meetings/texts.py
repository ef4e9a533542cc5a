"""Two people write one text at once: both their words stay."""

from collections.abc import Sequence
from difflib import SequenceMatcher

Hunk = tuple[int, int, list[str]]


def merge_texts(*, base: str, theirs: str, mine: str) -> str:
    """The text with the changes that both made to `base`, line by line. Where both changed the same lines, theirs come
    first and ours below them: nothing that either wrote is lost."""
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    lines, merged, place = base.split("\n"), [], 0
    for low, high, ours_here, theirs_here in _groups(_hunks(lines, mine), _hunks(lines, theirs)):
        merged += lines[place:low]
        merged += _together(
            lines[low:high], _applied(lines, low, high, theirs_here), _applied(lines, low, high, ours_here)
        )
        place = high
    return "\n".join([*merged, *lines[place:]])


def _hunks(lines: Sequence[str], text: str) -> list[Hunk]:
    """What changed from `lines`: from which line to which, and what stands there instead."""
    changed = text.split("\n")
    codes = SequenceMatcher(None, lines, changed, autojunk=False).get_opcodes()
    return [(low, high, changed[start:end]) for tag, low, high, start, end in codes if tag != "equal"]


def _groups(mine: list[Hunk], theirs: list[Hunk]) -> list[tuple[int, int, list[Hunk], list[Hunk]]]:
    """Changes that touch each other, together: from which line to which, ours and theirs."""
    groups: list[tuple[int, int, list[Hunk], list[Hunk]]] = []
    tagged = [(one, True) for one in mine] + [(one, False) for one in theirs]
    for hunk, is_mine in sorted(tagged, key=lambda pair: (pair[0][0], pair[0][1])):
        low, high, _new = hunk
        if groups and (low < groups[-1][1] or low == groups[-1][0]):
            first, last, ours_here, theirs_here = groups.pop()
        else:
            first, last, ours_here, theirs_here = low, high, [], []
        (ours_here if is_mine else theirs_here).append(hunk)
        groups.append((first, max(last, high), ours_here, theirs_here))
    return groups


def _applied(lines: Sequence[str], low: int, high: int, hunks: Sequence[Hunk]) -> list[str]:
    """These lines with the changes made."""
    made: list[str] = []
    for start, end, new in hunks:
        made += [*lines[low:start], *new]
        low = end
    return [*made, *lines[low:high]]


def _together(before: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    if theirs == before:
        return mine
    return theirs + [line for line in mine if line not in theirs and line not in before]
