"""The version, which records and results carry."""

__version__ = "0.1.0"
