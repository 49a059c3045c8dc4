"""The embedded PostgreSQL: a real server that needs no set-up.

Decides how the server's own binaries are made to run from one folder, for several processes at
once, also as root and after any crash. What is stored in it is left to others.
"""

from hotline.localpg.places import LocalPostgresFailed
from hotline.localpg.server import LocalPostgres

__all__ = ["LocalPostgres", "LocalPostgresFailed"]
