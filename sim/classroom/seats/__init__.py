"""Names and tokens of those who take part."""
