"""What holds at every chance of a slip that is small enough, proven once for all of them."""
