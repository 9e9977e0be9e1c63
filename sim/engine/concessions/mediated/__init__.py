"""A mediator's recommendations in concession games."""
