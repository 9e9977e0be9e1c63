"""What people did, as a file states it: counts with their source, which change no result."""
