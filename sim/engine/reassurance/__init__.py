"""Which first steps tell hidden types apart."""
