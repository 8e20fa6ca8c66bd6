"""The picture as SVG."""
