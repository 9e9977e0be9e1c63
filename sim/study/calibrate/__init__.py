"""Parameters from what an analyst is indifferent between."""
