"""How what is stable in a conflict over options hangs on what the parties prefer."""
