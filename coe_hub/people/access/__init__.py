"""Who may see what: scopes, grants, partner links."""
