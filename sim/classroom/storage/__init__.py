"""What is kept on the disk, so that nothing that was confirmed is lost."""
