"""The parts of an address that name a record."""


class PublicId:
    """`<id:…>`: a record's public id. Nothing else reaches a view, least of all what a database cannot read."""

    regex = "[0-9a-z]{1,12}"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the record."""
        return value
