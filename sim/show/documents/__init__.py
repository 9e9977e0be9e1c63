"""What the program prints and keeps as JSON, as types: a class for each mapping, and the documents in a table.

Those who write documents are held to these by tests: what is not described here is not printed.
"""

from __future__ import annotations
