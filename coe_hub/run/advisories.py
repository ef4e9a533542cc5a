"""Holes that became known in the locked versions: `python -m coe_hub.run.advisories`, a part of `make check`.

PyPI tells them with each release, npm by `npm audit`. A hole fails; where a registry does not answer (no network, a
mirror that passes such questions on to nobody) a line says that it was not asked, and nothing fails: `make check` works
offline.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from pip._internal.models.index import PyPI

ROOT = Path(__file__).resolve().parent.parent.parent
PYPI = str(PyPI.pypi_url)  # where pip itself asks
AT_ONCE = 8
SECONDS = 10


class NotAskedError(Exception):
    """A registry did not say what is known of a version."""


def locked(lock: str) -> list[tuple[str, str]]:
    """Name and version of each package of a lock that pip reads."""
    return re.findall(r"^([\w.-]+)==([^\s;]+)", lock, re.MULTILINE)


def python_holes(packages: list[tuple[str, str]], index: str = PYPI) -> list[str]:
    """What PyPI knows of these, a line each.

    Raises NotAskedError at the first that it does not answer; the first is asked alone, so that a mirror is not asked
    a hundred times in vain.
    """

    def of_one(package: tuple[str, str]) -> list[str]:
        name, version = package
        try:
            with urlopen(f"{index}/{name}/{version}/json", timeout=SECONDS) as answer:  # noqa: S310 - https, or a test
                told = json.load(answer)["vulnerabilities"]
        except (URLError, TimeoutError, ValueError, KeyError) as error:
            raise NotAskedError(f"{name} {version}: {error}") from error
        return [
            f"{name} {version}: {one['id']}, mended in {', '.join(one['fixed_in']) or 'no version'}"
            for one in told
            if not one.get("withdrawn")
        ]

    found = of_one(packages[0])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for holes in pool.map(of_one, packages[1:]):
            found += holes
    return found


def npm_holes(folder: Path, *options: str) -> list[str]:
    """What the npm registry knows of the versions in this folder's lock. Raises NotAskedError."""
    command = ["npm", "audit", "--package-lock-only", "--json", "--fetch-retries=0", *options]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
        told = json.loads(done.stdout)["vulnerabilities"]
    except FileNotFoundError as error:
        raise NotAskedError("there is no npm here") from error
    except (subprocess.TimeoutExpired, ValueError, KeyError) as error:
        raise NotAskedError("npm audit got no answer") from error
    return [f"{name} {one['range']}: {one['severity']}" for name, one in told.items()]


def lines() -> Iterator[tuple[bool, str]]:
    """What to say, each with whether it is a hole."""
    packages = locked((ROOT / "requirements-dev.txt").read_text())
    for registry, ask in (("PyPI", lambda: python_holes(packages)), ("npm", lambda: npm_holes(ROOT))):
        try:
            found = ask()
        except NotAskedError as error:
            yield False, f"{registry} was NOT ASKED for known holes in the locked versions ({error})."
        else:
            yield from ((True, line) for line in found)
            yield False, f"{registry} knows {len(found)} holes in the locked versions."


def main() -> int:
    """Print what is known; 1 where something is."""
    said = list(lines())
    for _hole, line in said:
        print(line)
    return int(any(hole for hole, _line in said))


if __name__ == "__main__":
    sys.exit(main())
