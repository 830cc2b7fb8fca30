"""The five published bulletins, where the folder with them lies beside the project. No text of them is kept here."""

from __future__ import annotations

from tests.given import real_pages

FOLDER = real_pages.FOLDER.parent / "model_bulletins"


def path_of(seed: str):
    """The file of a seed, such as 003."""
    return next(FOLDER.glob(f"seed_{seed}_*"))
