"""What theory says of a class's games, what others did, and where a seat stands in it; on pages and frozen."""
