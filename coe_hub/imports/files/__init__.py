"""Files of rows as lines of text cells, whatever they turn out to be."""
