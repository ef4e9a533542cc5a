"""What the steering committee sees of it all."""
