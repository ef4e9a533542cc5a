"""How few answers may be told together, and that no subtraction gives fewer away.

Everything that is told of answers passes here. A figure of several sides is told only where each side's own could be:
else what is told of the others, taken from it, would be the small side's.
"""

from collections.abc import Iterable, Mapping, Sequence


def may_tell(count: int, floor: int) -> bool:
    """Whether that many answers are told."""
    return count >= floor


def told_sides(counts: Mapping[int, int], floor: int) -> set[int]:
    """Of sides with these numbers of responses, those that are told by themselves."""
    return {side for side, count in counts.items() if may_tell(count, floor)}


def may_add_up(counts: Iterable[int], floor: int) -> bool:
    """Whether the sum over groups of these sizes may be told beside each of them: a group is empty or large enough."""
    sizes = [count for count in counts if count]
    return bool(sizes) and all(may_tell(count, floor) for count in sizes)


def told_groups(counts: Mapping[str, int], floor: int) -> set[str]:
    """Of the groups that a whole of known size falls into, those that are told. Where one is too small, another goes
    with it, the smallest, until what is not told is large enough itself: one alone would be the whole less the rest."""
    told = {name for name, count in counts.items() if may_tell(count, floor)}
    hidden = sum(count for name, count in counts.items() if name not in told)
    while told and 0 < hidden < floor:
        smallest = min(told, key=lambda name: (counts[name], name))
        told.remove(smallest)
        hidden += counts[smallest]
    return told


def values_told(per_question: Mapping[str, Sequence[float]], floor: int) -> dict[str, Sequence[float]]:
    """The values of those questions that enough people answered: a theme is reckoned from them alone, so that its mean
    less what is told of its questions is nobody's."""
    return {key: values for key, values in per_question.items() if may_tell(len(values), floor)}
