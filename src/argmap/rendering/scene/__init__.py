"""The scene of a picture: what is drawn and how it is connected, without any geometry."""

from argmap.rendering.scene.builder import build_scene
from argmap.rendering.scene.roles import Head, LinkKind, Role
from argmap.rendering.scene.scene import Card, CardRef, Entry, Link, Scene

__all__ = ["Card", "CardRef", "Entry", "Head", "Link", "LinkKind", "Role", "Scene", "build_scene"]
