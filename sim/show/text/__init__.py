"""Texts for all floors: blocks, words, style."""
