"""Edge routing: the path of every line, with its arrowheads and its label."""
