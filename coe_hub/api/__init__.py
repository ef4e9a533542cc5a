"""What other programs read and write: `/api/v1/`, with the eyes and by the rules of whose token they bring."""
