"""Who of both sides works on an alliance, and how what they hold goes over to somebody else."""
