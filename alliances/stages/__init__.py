"""Moving an alliance from stage to stage."""
