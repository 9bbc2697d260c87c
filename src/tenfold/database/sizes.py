"""Sizes in words."""


def in_words(size: float) -> str:
    """Say a number of bytes as people do: `812 bytes`, `4.1 KB`, `96 MB`."""
    if size < 1000:
        return "1 byte" if size == 1 else f"{size:.0f} bytes"
    for unit in ("KB", "MB", "GB"):
        size /= 1000
        if size < 999.5 or unit == "GB":
            return f"{size:.1f} {unit}" if size < 10 else f"{size:.0f} {unit}"
    raise AssertionError
