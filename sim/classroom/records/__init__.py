"""What a class leaves: a record for each match, and a row for each decision."""
