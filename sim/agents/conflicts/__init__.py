"""Conflicts over options as two to eight parties play them: by turns, for what each likes, without payoffs."""
