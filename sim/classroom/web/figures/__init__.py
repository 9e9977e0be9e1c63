"""What a class did, as pictures made by the server: readable on a phone and on a wall, in light and in dark."""
