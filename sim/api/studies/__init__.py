"""Answers of studies that go over many games."""
