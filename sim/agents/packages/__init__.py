"""Agents that bargain over packages: what they see, those that come along, and many runs of them."""
