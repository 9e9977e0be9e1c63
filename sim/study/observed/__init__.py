"""What people did beside what theory says: at their settings, what answers them best, the precision that fits them."""
