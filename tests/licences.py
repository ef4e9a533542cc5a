"""Under which licences the packages stand that run with the hub: `python -m tests.licences` writes docs/licences.md.

Python's say it in the metadata of what is installed, those of the front end in package-lock.json. Tools that only
build or test the hub are left out: nobody gets them with it.
"""

import json
import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
# Whoever gets the hub may use, change and hand on what stands under these, and need only keep the notices.
SUITABLE = {
    *("0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause"),
    *("MIT", "MIT-0", "MIT-CMU", "PSF-2.0"),
}
# Those that ask for more, and why we can give it.
EXCEPTIONS = {
    "@expo-google-fonts/noto-sans-jp": "as @fontsource-variable/inter; what is set in it in a PDF is nobody's but ours",
    "@fontsource-variable/inter": "a font may go with any program under its own licence; it is served unmodified",
    "certifi": "only changes to its own files would have to be published; it is used unmodified",
    "prometheus-client": "of two suitable licences both hold",
    "psycopg2-binary": "a library of its own file, unmodified, that anybody may replace by another version",
    "pyphen": "of three licences one may choose; as certifi",
    "pyrage": "MIT, as its licence file says: its metadata names none",
    "zipstream-ng": "as psycopg2-binary",
}
# Locked for some Pythons or systems only, so that not every environment can read what they say.
NOT_EVERYWHERE = {
    "async-timeout": "Apache-2.0",
    "brotli": "MIT",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "pycparser": "BSD-3-Clause",
}
# The identifier of SPDX for what packages write instead; "BSD" is all that some of them say.
_SPELLINGS = {
    "Apache 2": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "BSD License": "BSD",
    "LGPL with exceptions": "LGPL-3.0-or-later",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "New BSD": "BSD-3-Clause",
}
_CLASSIFIER = "License :: OSI Approved :: "
_HEAD = """# Licences

The hub stands under the [Apache License 2.0](../LICENSE). These packages run with it, each under its own licence.
`make fix` writes this page (`tests/licences.py`), and a test refuses a licence that is neither in the list of suitable
ones there nor an exception with its reason. Some wheels hold libraries of others; their notices are in the wheels.

| package | licence | why it may go with the hub, where that is not plain |
|---|---|---|
"""


def packages() -> dict[str, str]:
    """The licence of each package, by name; alternatives with OR between them."""
    return dict(sorted((_python_packages() | _front_end_packages()).items()))


def is_suitable(licence: str) -> bool:
    """Whether one of the alternatives is suitable."""
    return any(one in SUITABLE for one in licence.split(" OR "))


def page() -> str:
    """The page that lists them."""
    rows = [f"| {name} | {licence} | {EXCEPTIONS.get(name, '')} |" for name, licence in packages().items()]
    return _HEAD + "".join(f"{row.replace('|  |', '| |')}\n" for row in rows)


def _python_packages() -> dict[str, str]:
    locked = re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    return {name: NOT_EVERYWHERE.get(name) or _licence(metadata.metadata(name)) for name in locked}


def _licence(about: metadata.PackageMetadata) -> str:
    """What the package says: as SPDX has it, else in its own words, else by its classifiers."""
    if expression := about.get("License-Expression"):
        return expression
    words = about.get("License", "")
    if words in SUITABLE or words in _SPELLINGS:
        return _SPELLINGS.get(words, words)
    classifiers = [one.removeprefix(_CLASSIFIER) for one in about.get_all("Classifier", []) if _CLASSIFIER in one]
    return " OR ".join(sorted(_SPELLINGS.get(one, one) for one in classifiers)) or words


def _front_end_packages() -> dict[str, str]:
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {
        path.removeprefix("node_modules/"): about["license"]
        for path, about in locked.items()
        if path and not about.get("dev")
    }


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
