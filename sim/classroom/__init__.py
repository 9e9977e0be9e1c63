"""A class that plays: who joins, who meets whom, what each may see, and what is kept."""
