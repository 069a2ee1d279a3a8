"""How much of an archive is held in memory at a time, whatever is in it."""

from __future__ import annotations

from detector import bounds

HEAD = 1 << 18
"""Bytes of a record's header, and of the HTTP header in it."""
BLOCK = 2 * bounds.BYTES + HEAD
"""Bytes of a record that are kept to be decoded: twice a page's, for what chunks of a transfer take up."""
PIECE = 1 << 14
"""Bytes read from the archive at a time."""
CHUNK = 1 << 18
"""Bytes that are unpacked at a time."""
