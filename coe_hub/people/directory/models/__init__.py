"""People, their organisations and sites."""
