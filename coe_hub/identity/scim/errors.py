"""What is answered where a request is not done (RFC 7644, 3.12)."""


class ScimError(Exception):
    """A request that is refused: the status, the standard's word for why, and what to do."""

    def __init__(self, status: int, detail: str, *, scim_type: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.scim_type = status, detail, scim_type


def invalid(detail: str, scim_type: str = "invalidValue") -> ScimError:
    """A request that cannot be understood."""
    return ScimError(400, detail, scim_type=scim_type)


def taken(detail: str) -> ScimError:
    """What has to be there once is there already."""
    return ScimError(409, detail, scim_type="uniqueness")
