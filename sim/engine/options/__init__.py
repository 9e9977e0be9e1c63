"""Which states of a conflict over options are stable, for whom and by which definition, and what is checked of it."""
