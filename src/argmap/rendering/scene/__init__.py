"""From the map to the scene: what is drawn, and what hangs where, without any geometry."""

from argmap.rendering.scene.builder import build_scene
from argmap.rendering.scene.scene import Card, CardRef, Entry, Head, Link, LinkKind, Role, Scene

__all__ = ["Card", "CardRef", "Entry", "Head", "Link", "LinkKind", "Role", "Scene", "build_scene"]
