"""`python -m bench [NAME …]`: run the benchmarks, print ratios, write bench/results.json."""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BENCHMARKS = (
    "backfill",
    "probes",
    "accounts",
    "crawl",
    "memory",
    "extraction",
    "gates",
    "judging",
    "documents",
    "registry",
)


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        sys.exit(f"no benchmark is called {', '.join(sorted(unknown))}; there are: {', '.join(BENCHMARKS)}")
    written = HERE / "results.json"
    kept = {entry["name"]: entry for entry in json.loads(written.read_text())} if written.exists() else {}
    for name in names or BENCHMARKS:
        with tempfile.TemporaryDirectory(prefix="inspection-bench-") as folder:
            Path(folder).chmod(0o755)
            for result in importlib.import_module(f"bench.{name}").measure(Path(folder)):
                entry = result.as_json()
                kept[entry["name"]] = entry
                print(
                    f"{entry['name']}: {entry['value']:.1f} {entry['unit']};"
                    f" {entry['ratio_to_peer']} × {entry['peer']} ({entry['peer_value']:.1f})"
                )
    written.write_text(json.dumps(list(kept.values()), indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
