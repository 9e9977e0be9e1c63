"""Many runs of one pairing, and tournaments of all."""
