"""People, organisations and sites: who is who, and who finds whom."""
