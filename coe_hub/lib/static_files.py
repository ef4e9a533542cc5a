"""Files of the front end as browsers get them: with a hash of their content in the name, kept for good."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# What packages bring and no page asks for is not collected: to compress it took most of each start. A pattern is
# compared with the name alone, of our own files as well: css/bootstrap.css is one.
NOT_COLLECTED = [
    *("*.rtl.*", "bootstrap-grid*", "bootstrap-reboot*", "bootstrap-utilities*"),
    *("django_htmx", "ext", "htmx.amd.js", "htmx.cjs.js", "htmx.esm.*", "htmx.js", "htmx.min.js.gz"),
]


# The sheets of every page in their order; later ones win. In production a page asks for all of them at once.
_NAMES = (
    "bootstrap", "tokens", "text", "rail", "frame", "phone", "entrance", "buttons", "signs", "cards",
    "notices", "rows", "tables", "people", "forms", "picker", "filters", "lists", "record", "attachments",
    "tools", "charts",
)  # fmt: skip
SHEETS = [f"css/{name}.css" for name in _NAMES]
JOINED = "css/hub.css"
_BOOTSTRAP = "vendor/bootstrap/bootstrap.min.css"
_IMPORT = re.compile(r'@import url\("[^"]+"\) layer\(bootstrap\);')
_NOT_INSIDE = re.compile(r'@charset "UTF-8";|/\*# sourceMappingURL=\S+ \*/')


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names in the imports of our scripts too, so that a page never gets one new module and one old.

    Django's own switch for that reads the scripts of packages as well, and stumbles over what their comments import.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((r'(?m)(?P<matched>^(?P<what>import\b[^"]*)"(?P<url>\.[^"]+)")', '%(what)s"%(url)s"'),)),
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join the sheets first, so that the joined one gets its hash as all others do."""
        if not dry_run and {*SHEETS, _BOOTSTRAP} <= paths.keys():
            Path(self.path(JOINED)).write_text(joined(paths), encoding="utf-8")
            paths[JOINED] = (self, JOINED)
        yield from super().post_process(paths, dry_run, **options)


def joined(paths: dict[str, Any]) -> str:
    """All sheets as one, with Bootstrap where the first one imports it; `paths` are a storage and a name for each."""

    def text(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    bootstrap = f"@layer bootstrap {{{_NOT_INSIDE.sub('', text(_BOOTSTRAP))}}}"
    return _IMPORT.sub(lambda _found: bootstrap, "\n".join(map(text, SHEETS)))
