"""From the map to the scene: what is drawn, and what hangs where, without any geometry."""

from argmap.rendering.scene.builder import stage
from argmap.rendering.scene.scene import Card, Entry, Head, Link, LinkKind, Role, Scene, Seat

__all__ = ["Card", "Entry", "Head", "Link", "LinkKind", "Role", "Scene", "Seat", "stage"]
