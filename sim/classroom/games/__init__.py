"""The games that a class plays, and who plays for nobody."""
