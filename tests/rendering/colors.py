"""Perception of colors: contrast, distance, and color blindness."""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Triple = tuple[float, float, float]

MACHADO = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Matrices of severity 1.0, for linear RGB.

G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation of
Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009.
"""

_TO_XYZ = (  # of linear sRGB, IEC 61966-2-1
    (0.4124, 0.3576, 0.1805),
    (0.2126, 0.7152, 0.0722),
    (0.0193, 0.1192, 0.9505),
)
_WHITE = (0.9505, 1.0, 1.0890)  # D65


def linear(color: str) -> Triple:
    """Return ``#RRGGBB`` as linear RGB, from 0 to 1."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return red, green, blue


def luminance(color: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` (WCAG 2.2)."""
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(color), strict=True))


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colors, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def perceived(color: str, eye: str | None = None) -> Triple:
    """Return CIE L*a*b* of ``#RRGGBB``, for an eye in `MACHADO` or a normal one (None)."""
    rgb = linear(color)
    if eye is not None:
        red, green, blue = (min(max(c, 0.0), 1.0) for c in _times(MACHADO[eye], rgb))
        rgb = red, green, blue
    x, y, z = (_root(c / white) for c, white in zip(_times(_TO_XYZ, rgb), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _times(matrix: tuple[Triple, ...], vector: Triple) -> Triple:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _root(share: float) -> float:
    return share ** (1 / 3) if share > (6 / 29) ** 3 else share / (3 * (6 / 29) ** 2) + 4 / 29


def distance(first: Triple, second: Triple) -> float:
    """Return the distance of two colors in L*a*b*, where 1 is just noticeable (CIEDE2000).

    G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes,
    Supplementary Test Data, and Mathematical Observations", Color Research and Application 30 (1),
    2005. The names are those of the paper.
    """
    mean = (hypot(*first[1:]) + hypot(*second[1:])) / 2
    g = 0.5 * (1 - sqrt(mean**7 / (mean**7 + 25**7)))
    (l1, c1, h1), (l2, c2, h2) = (_cylinder(color, g) for color in (first, second))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    lightness, chroma = l2 - l1, c2 - c1
    hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    l_mean, c_mean = (l1 + l2) / 2, (c1 + c2) / 2
    h_mean = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    t = (
        1
        - 0.17 * cos(radians(h_mean - 30))
        + 0.24 * cos(radians(2 * h_mean))
        + 0.32 * cos(radians(3 * h_mean + 6))
        - 0.20 * cos(radians(4 * h_mean - 63))
    )
    s_l = 1 + 0.015 * (l_mean - 50) ** 2 / sqrt(20 + (l_mean - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_mean, 1 + 0.015 * c_mean * t
    theta = 30 * exp(-(((h_mean - 275) / 25) ** 2))
    r_t = -2 * sqrt(c_mean**7 / (c_mean**7 + 25**7)) * sin(radians(2 * theta))
    l_part, c_part, h_part = lightness / s_l, chroma / s_c, hue / s_h
    return sqrt(l_part**2 + c_part**2 + h_part**2 + r_t * c_part * h_part)


def _cylinder(color: Triple, g: float) -> Triple:
    lightness, a, b = color
    a *= 1 + g
    return lightness, hypot(a, b), degrees(atan2(b, a)) % 360
