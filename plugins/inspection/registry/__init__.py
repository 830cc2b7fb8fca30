"""The registry (登记库) and all other inputs: each an honest, versioned, checked source."""

from inspection.registry.load import Batch, ingest, load

__all__ = ["Batch", "ingest", "load"]
