"""`python -m inspection`."""

from inspection.cli import main

main()
