"""Segments from scaled coordinates: algorithms, criteria, the choice of k, and whether there is structure at all."""
