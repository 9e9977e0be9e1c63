"""Playing: the command, the conversation with those who play, and the folder of their records."""
