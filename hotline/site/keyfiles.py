"""Files with keys and tokens that are made at the first start. Which there are is left to `configuration`."""

import os
import secrets
from pathlib import Path


def make(file: Path, content: bytes) -> None:
    """Make the key once, whole or not at all, also when several processes start together."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.parent.chmod(0o700)
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()
