"""Segments in words: names, sentences, rules and conditions."""
