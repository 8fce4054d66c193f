"""What a file or a folder holds, as SHA-256: whether it is as it was."""

from hashlib import sha256
from pathlib import Path


def digest(path: Path) -> str:
    """Of one file."""
    return sha256(path.read_bytes()).hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Path below the folder → digest, of every file in it."""
    return {path.relative_to(folder).as_posix(): digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
