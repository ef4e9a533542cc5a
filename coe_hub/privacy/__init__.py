"""What is kept about whom: the map of it, how long it stays, what somebody takes along, how a person is forgotten."""
