"""What the families of dates share: how far clocks of the world are from Greenwich."""

from __future__ import annotations

# Minutes ahead of UTC; all of them are kept somewhere.
OFFSETS = (
    -600, -570, -480, -420, -360, -300, -240, -210, -180, -60, 0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 390, 420,
    480, 525, 540, 570, 600, 660, 720, 765,
)  # fmt: skip
