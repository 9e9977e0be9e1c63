"""Roadmaps by design, as studies ask for them."""
