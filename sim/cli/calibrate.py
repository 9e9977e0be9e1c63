"""The command that finds parameters from what an analyst is indifferent between."""
