"""Sweeps over many points, stored piece by piece."""
