"""Internal alignment: whether our own side is of one mind before it speaks to the partner. Our side's alone."""
