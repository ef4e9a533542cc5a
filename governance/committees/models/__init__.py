"""Committees, who sits on them, and their charters."""

from governance.committees.models.charters import (
    Approval,
    Basis,
    CadenceUnit,
    ChairRule,
    Charter,
    CharterValues,
    FinalSay,
    Level,
    NoQuorum,
    Rung,
    Voting,
)
from governance.committees.models.committees import Committee, CommitteeQuerySet, CommitteeValues
from governance.committees.models.seats import VOTING, Seat, SeatQuerySet, SeatRole, SeatValues

__all__ = [
    "VOTING",
    "Approval",
    "Basis",
    "CadenceUnit",
    "ChairRule",
    "Charter",
    "CharterValues",
    "Committee",
    "CommitteeQuerySet",
    "CommitteeValues",
    "FinalSay",
    "Level",
    "NoQuorum",
    "Rung",
    "Seat",
    "SeatQuerySet",
    "SeatRole",
    "SeatValues",
    "Voting",
]
