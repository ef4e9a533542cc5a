"""A hub as large as a large company fills it in years: what benchmarks and trials of a hub's size stand on."""
