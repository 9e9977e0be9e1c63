"""Commands about the program itself and the files it works with: whether all works here, how a file is written."""
