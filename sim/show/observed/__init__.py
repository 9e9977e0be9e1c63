"""What people did, beside what theory says."""
