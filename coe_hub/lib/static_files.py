"""Files of the front end as browsers get them: with a hash of their content in the name, kept for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names in the imports of our scripts too, so that a page never gets one new module and one old.

    Django's own switch for that reads the scripts of packages as well, and stumbles over what their comments import.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((r'(?m)(?P<matched>^(?P<what>import\b[^"]*)"(?P<url>\.[^"]+)")', '%(what)s"%(url)s"'),)),
    )
