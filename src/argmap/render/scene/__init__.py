"""From the map to the scene: what is drawn, and what hangs where, without any geometry."""

from argmap.render.scene.parts import Card, Entry, Link, LinkKind, Scene, Seat
from argmap.render.scene.roles import Head, Role
from argmap.render.scene.staging import stage

__all__ = ["Card", "Entry", "Head", "Link", "LinkKind", "Role", "Scene", "Seat", "stage"]
