"""Answers on one screen of a terminal, in colours where it has them; the only place that loads rich for texts."""
