"""Forms of people, organisations and sites."""
