"""One engine for every questionnaire: what is asked, whom, what they answered, and what it says of each side."""
