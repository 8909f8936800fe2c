"""Taking round red seals off a scanned page, and leaving red letterheads on it."""

import numpy as np
from numpy.typing import NDArray

_SMALLEST, _LARGEST = 0.07, 0.42  # diameter of a seal, as a share of the page's shorter side
_RAYS = 72
_COVERED = 0.7  # share of the rays from the centre that meet the ring
_OUT_OF_ROUND = 0.07  # deviation of the ring's radius; 0.12 for a square
_REDDER = 40  # grey levels that red ink has in red over the other colours


def without_seals(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``picture`` (rows, columns, RGB) with the red ink of round seals made white; black text under it stays."""
    import cv2  # noqa: PLC0415 - only pictures need it

    levels = picture.astype(np.int16)
    red = (levels[..., 0] - np.maximum(levels[..., 1], levels[..., 2])) > _REDDER
    if not red.any():
        return picture
    side = min(picture.shape[:2])
    reach = max(3, side // 150)
    closed = cv2.dilate(red.astype(np.uint8), np.ones((reach, reach), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(closed)
    cleaned = picture.copy()
    for label in range(1, count):
        left, top, width, height = (int(size) for size in boxes[label][:4])
        if not _SMALLEST * side < min(width, height) <= max(width, height) < _LARGEST * side:
            continue
        area = slice(top, top + height), slice(left, left + width)
        if _is_round((labels[area] == label) & red[area]):
            cleaned[area] = _without_red(picture[area], red[area])
    return cleaned


def _is_round(ink: NDArray[np.bool_]) -> bool:
    """Whether the outermost ink lies on a circle."""
    rows, columns = np.nonzero(ink)
    y, x = rows - (ink.shape[0] - 1) / 2, columns - (ink.shape[1] - 1) / 2
    rays = ((np.arctan2(y, x) / np.pi + 1) / 2 * _RAYS).astype(int) % _RAYS
    reach = np.zeros(_RAYS)
    np.maximum.at(reach, rays, np.hypot(y, x))
    radius = np.median(reach)
    on_ring = np.abs(reach - radius) < 0.15 * radius
    return bool(on_ring.mean() > _COVERED and np.std(reach[on_ring]) < _OUT_OF_ROUND * radius)


def _without_red(area: NDArray[np.uint8], red: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The red channel as grey, bright enough that the red ink is white."""
    channel = area[..., 0].astype(np.float32)
    ink = max(float(np.percentile(channel[red], 30)), 1.0)
    grey = np.clip(channel * (255 / ink), 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)
