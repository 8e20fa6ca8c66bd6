"""What stands in a map, told to people and to programs: one file an answer."""
