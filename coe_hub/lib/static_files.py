"""Files of the front end as browsers get them: with a hash of their content in the name, kept for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# What packages bring and no page asks for is not collected: to compress it took most of each start. A pattern is
# compared with the name alone, of our own files as well: css/bootstrap.css is one.
NOT_COLLECTED = [
    *("*.rtl.*", "bootstrap-grid*", "bootstrap-reboot*", "bootstrap-utilities*"),
    *("django_htmx", "ext", "htmx.amd.js", "htmx.cjs.js", "htmx.esm.*", "htmx.js", "htmx.min.js.gz"),
]


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names in the imports of our scripts too, so that a page never gets one new module and one old.

    Django's own switch for that reads the scripts of packages as well, and stumbles over what their comments import.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((r'(?m)(?P<matched>^(?P<what>import\b[^"]*)"(?P<url>\.[^"]+)")', '%(what)s"%(url)s"'),)),
    )
