"""The pages of a class: a projector, phones and a teacher, served by this machine alone."""
