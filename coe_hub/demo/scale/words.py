"""What people at scale write: sentences of the demo company and of the starter tools, about topics of their own.

So words come as often as in real texts: most of them seldom, few of them everywhere.
"""

import json
import random
import re
from itertools import accumulate

from coe_hub.demo import data
from toolkits.starter import folders

_TARGETS = (
    "KRAS", "PD-1", "TNF", "IL-23", "HER2", "EGFR", "CD19", "BCMA", "TROP2", "claudin 18.2", "FGFR3", "PCSK9",
    "GLP-1", "amylin", "tau", "α-synuclein", "amyloid", "LRRK2", "TREM2", "complement C3", "BTK", "JAK1",
    "TYK2", "MTAP", "PRMT5", "WRN", "STING", "integrin α4β7", "APOC3", "factor XI", "CFTR", "SMN2",
    "dystrophin", "huntingtin", "TTR", "angiotensinogen", "IgE", "TSLP",
)  # fmt: skip
_KINDS = (
    "degraders", "antibodies", "bispecifics", "kinase inhibitors", "antibody conjugates", "mRNA vaccine",
    "AAV capsids", "cyclic peptides", "T cells", "siRNA", "organoids", "PET tracer", "companion test",
    "proteomics", "imaging cohort", "tumour atlas", "biomarkers", "drug substance", "syringe filling",
    "distribution", "co-promotion", "release testing",
)  # fmt: skip
_JAPANESE_KINDS = ("共同研究", "抗体医薬", "臨床開発", "細胞治療", "診断薬", "製造委託", "共同販売", "核酸医薬")
_START = (
    "Al",
    "Bas",
    "Cor",
    "Dun",
    "El",
    "Fen",
    "Gly",
    "Hal",
    "Is",
    "Jor",
    "Kin",
    "Lum",
    "Mor",
    "Nor",
    "Or",
    "Pel",
    "Quil",
    "Riv",
)
_MIDDLE = ("a", "ba", "de", "fi", "go", "la", "me", "ni", "po", "ra", "si", "ta", "ve", "wen", "xi", "zo")
_END = ("brook", "dale", "field", "gen", "lyx", "mark", "nova", "quell", "ridge", "stone", "thera", "vance", "wick")
_BODIES = ("Bio", "Therapeutics", "Pharma", "Biologics", "University", "Institute", "Genomics", "Vaccines", "Clinical")
_FAMILIES = (
    "Abe", "Baker", "Costa", "Dubois", "Egli", "Fischer", "Garcia", "Hansen", "Ito", "Jansen", "Kobayashi",
    "Larsen", "Meyer", "Nakamura", "Ogawa", "Patel", "Quinn", "Rossi", "Sato", "Tanaka", "Ueda", "Vogel",
    "Watanabe", "Yamada", "Ziegler",
)  # fmt: skip
_GIVEN = (
    "Anna", "Ben", "Chika", "David", "Emi", "Felix", "Grace", "Haruto", "Ines", "Jonas", "Kenji", "Lena",
    "Marco", "Nadia", "Oscar", "Priya", "Ryo", "Sara", "Tomas", "Yui",
)  # fmt: skip


class Writer:
    """Writes names and texts by chance, the same each time for the same seed."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._targets = list(accumulate(1 / place for place in range(1, len(_TARGETS) + 1)))
        alliances = data.alliances()
        self._purposes = [_sentences(row["purpose"]) for row in alliances]
        self._notes = [entry["text"] for row in alliances for entry in row["journal"]]
        self._actions = [row["text"] for row in data.actions()]
        self._prose = {language: _prose(language) for language in ("en", "ja")}

    def topic(self) -> str:
        """What an alliance is about, such as `KRAS degraders`."""
        target = self.chance.choices(_TARGETS, cum_weights=self._targets)[0]
        kind = self.chance.choice(_JAPANESE_KINDS if self.chance.random() < 0.2 else _KINDS)
        return f"{target} {kind}"

    def compound(self) -> str:
        """A number as companies give them to what they make."""
        letters = "".join(self.chance.choices("ABCDEFGHKLMNPRSTVX", k=2))
        return f"{letters}-{self.chance.randrange(10_000):04}"

    def organisation(self, place: int) -> str:
        """A name that no other place has, up to some ten thousand of them."""
        start, rest = _START[place % len(_START)], place // len(_START)
        middle, rest = _MIDDLE[rest % len(_MIDDLE)], rest // len(_MIDDLE)
        end, rest = _END[rest % len(_END)], rest // len(_END)
        number = f" {rest + 1}" if rest else ""
        return f"{start}{middle}{end} {_BODIES[place % len(_BODIES)]}{number}"

    def person(self) -> tuple[str, str]:
        """Family and given name; at scale people share names, as they do."""
        family = self.chance.choice(_FAMILIES)
        if self.chance.random() < 0.7:
            family = f"{family}-{self.chance.choice(_START)}{self.chance.choice(_MIDDLE)}{self.chance.choice(_END)}"
        return family, self.chance.choice(_GIVEN)

    def purpose(self, topic: str) -> str:
        """Two or three sentences."""
        some = [self.chance.choice(self.chance.choice(self._purposes)) for _ in range(self.chance.randint(1, 2))]
        return " ".join([f"Both sides work on {topic}, first of all {self.compound()}.", *some])

    def note(self, topic: str) -> str:
        """A line of a journal: half of them name what the alliance is about."""
        text = self.chance.choice(self._notes)
        return f"{topic}: {text}" if self.chance.random() < 0.5 else text

    def action(self, topic: str) -> str:
        """What somebody is to do."""
        return f"{self.chance.choice(self._actions)} ({topic}, {self.compound()})"

    def prose(self, language: str, sentences: int) -> str:
        """Part of a tool."""
        return " ".join(self.chance.choices(self._prose[language], k=sentences))


def _sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.。])\s*", text) if one]


def _prose(language: str) -> list[str]:
    """The texts of the starter tools, without what lays them out."""
    found: list[str] = []
    for folder in folders():
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        file = folder / f"{language}.md"
        lines = re.split(r"[\n|]", file.read_text(encoding="utf-8")) if file.exists() else []
        lines += [meta[name].get(language, "") for name in ("title", "purpose", "when", "when_not")]
        found += [one.strip() for one in lines if len(one.strip()) > 8 and "{" not in one and ":::" not in one]
    return found
