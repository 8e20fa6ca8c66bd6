"""Card positions, from Graphviz and the layers of the tree."""
