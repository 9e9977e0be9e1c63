"""Programs of any language that play: a line of JSON in, a line of JSON out."""
