"""The demo company: invented organisations, people and alliances (the JSON files) and what loads them."""
