"""From faces to places: where Graphviz and the ranks put every card."""
