"""New-media accounts (政务新媒体): looked at by an office's routes (`watch`), or taken in from files (`imports`)."""

from inspection.accounts.connector import Account, Connector, Look, Post
from inspection.accounts.connectors import CONNECTORS
from inspection.accounts.imports import import_checks, import_posts
from inspection.accounts.watch import watch

__all__ = ["CONNECTORS", "Account", "Connector", "Look", "Post", "import_checks", "import_posts", "watch"]
