"""A lesson from a scenario: one page of HTML that needs nothing else, for the screen and for paper."""
