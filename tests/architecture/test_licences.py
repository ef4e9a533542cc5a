"""Everybody may use, change and hand on the hub, and every package that runs with it allows that."""

import hashlib
import tomllib

import pytest

from tests.licences import EXCEPTIONS, NOT_EVERYWHERE, PAGE, ROOT, is_suitable, packages, page


def test_every_package_has_a_suitable_licence_or_a_reason() -> None:
    assert {name for name, licence in packages().items() if not is_suitable(licence)} == set(EXCEPTIONS)


def test_the_page_lists_them() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize(
    ("licence", "suits"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("", False),
    ],
)
def test_one_suitable_alternative_is_enough(licence: str, suits: bool) -> None:
    assert is_suitable(licence) is suits


def test_what_cannot_be_read_everywhere_is_locked_for_some_pythons_only() -> None:
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    conditional = {line.partition("==")[0] for line in locked if "==" in line and " ; " in line}
    assert conditional == set(NOT_EVERYWHERE)


def test_the_hub_stands_under_the_apache_license() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (project["license"], project["license-files"]) == ("Apache-2.0", ["LICENSE"])
    # The text as apache.org publishes it
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == (
        "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
    )
