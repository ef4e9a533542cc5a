"""What the company's identity provider says: who signs in, who is in which group, who left."""
