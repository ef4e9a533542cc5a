"""Steps that make an empty hub a company's own, and the register by which a room adds one of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step. `is_done` is what is seen of it. One with a `code` may be right as it is, which an admin says."""

    title: str
    text: str
    url: str
    is_done: bool
    code: str = ""


_steps: list[Callable[[Any], Step]] = []


def register_step(step: Callable[[Any], Step]) -> None:
    """Let a room add a step, as an admin sees it; called once, at start."""
    _steps.append(step)


def steps_of_rooms(user: Any) -> list[Step]:
    """Those that rooms added."""
    return [step(user) for step in _steps]
