"""Benchmarks: each step beside the floor it cannot go under, as a ratio, since machines differ."""
