"""What figures of use may tell of people."""

# Figures about fewer people than this are refused, everywhere: they read "few", and never as a number.
FEWEST_PEOPLE = 5
