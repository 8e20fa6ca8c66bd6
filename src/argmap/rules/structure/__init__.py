"""The structure of a map: supported claims, cycles, duplicate edges, the thesis."""
