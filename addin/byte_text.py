"""Text in bytes of which nobody says what it is written in: UTF-16 with its mark, UTF-8, else GBK, as Chinese Windows writes it."""

MARKS = (b"\xff\xfe", b"\xfe\xff")


def text_in_bytes(data: bytes, errors: str = "strict") -> str:
    """The text, without its mark. Raises UnicodeDecodeError for what is none; errors="replace" puts a sign for each wrong letter."""
    try:
        return data.decode("utf-16" if data.startswith(MARKS) else "utf-8-sig")
    except UnicodeError:
        return data.decode("gb18030", errors)
