"""The registry (登记库) and all other inputs: each an honest, versioned, checked source."""

from inspection.quality import GateStopped
from inspection.registry.load import LISTS, REGISTRIES, Batch, ingest, load

__all__ = ["LISTS", "REGISTRIES", "Batch", "GateStopped", "ingest", "load"]
