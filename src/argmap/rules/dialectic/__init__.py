"""Both sides of an argument: counterpoints, critical questions, balance."""
