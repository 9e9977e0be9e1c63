"""Questions for a class, with answers worked out from the solution."""
