"""docs/asvs.md names what is there: each requirement once, tests and files that exist, and counts that are right."""

import re
from collections import Counter
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (Met|Does not apply|No): (.+) \|$", PAGE, re.MULTILINE)
# Requirements of levels 1 and 2 in each chapter of ASVS 5.0.0
IN_CHAPTERS = dict(enumerate((27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), start=1))
# What stands between backticks and begins like a file of ours
_FILES = re.compile(
    r"`((?:tests|docs|coe_hub|static|templates)/[^`:\s]+|[A-Za-z-]+\.(?:md|toml|txt|json|yaml))(?:::(\w+))?`"
)


def test_each_requirement_stands_there_once() -> None:
    numbers = [number for number, *_rest in ROWS]
    assert [number for number, count in Counter(numbers).items() if count > 1] == []
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])
    assert Counter(int(number.split(".")[0]) for number in numbers) == IN_CHAPTERS
    assert PAGE.count("\n| number | about | answer |") == len(IN_CHAPTERS)


def test_it_is_said_in_few_words_of_our_own() -> None:
    assert [number for number, about, *_rest in ROWS if len(about.split()) > 8] == []


def test_the_summary_counts_the_rows() -> None:
    told = dict(re.findall(r"^\| (Met|Does not apply|No|all) \| (\d+) \|$", PAGE, re.MULTILINE))
    counted = Counter(verdict for _number, _about, verdict, _answer in ROWS)
    assert {name: int(count) for name, count in told.items()} == dict(counted) | {"all": len(ROWS)}


def test_every_test_and_file_it_names_exists() -> None:
    """Those of the page on guards as well."""
    guards = (ROOT / "docs" / "guards.md").read_text(encoding="utf-8")
    told = re.search(r"^(\d+) guards\.", guards, re.MULTILINE)
    assert told is not None
    assert int(told[1]) == len(re.findall(r"^\| (?!guard |-)[^|]+ \| `[^`]+` \| `tests/", guards, re.MULTILINE))
    named = set(_FILES.findall(PAGE + guards))
    missing = [
        f"{path}::{name}" for path, name in named
        if not (ROOT / path).exists()
        or (name and not re.search(rf"^\s*(?:(?:async )?def|class) {name}\b", (ROOT / path).read_text(), re.MULTILINE))
    ]  # fmt: skip
    assert sorted(missing) == []
    assert sum(bool(name) for _path, name in named) > 100


def test_what_is_met_names_something() -> None:
    """What nothing of ours shows is said in words, for so few that each can be read."""
    unnamed = [number for number, _about, verdict, answer in ROWS if verdict == "Met" and not _FILES.search(answer)]
    assert unnamed == ["1.4.1", "6.5.3", "6.5.4", "7.2.3", "11.1.2", "13.1.1", "14.1.2", "16.1.1"]


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    headings = re.findall(r"^##+ (.+)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) - anchors == set()
