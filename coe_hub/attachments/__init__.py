"""Files and links that hang on a record, seen by whoever sees the scope the record stands in."""
