"""What hangs on a person, and how it goes over to others: one thing, all of it, or with the closing of an account."""
