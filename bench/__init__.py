"""Benchmarks: each step next to the floor it cannot go under, as a ratio, since machines differ."""
