"""The compact layout: a tip-over tree whose arrangement is searched for, without Graphviz."""
