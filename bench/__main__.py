"""`python -m bench [NAME …]`: run the benchmarks, print ratios, write bench/results.json and docs/speed.md."""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from pathlib import Path

from local import docs

WRITTEN = Path(__file__).parent / "results.json"
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
    for name in names or BENCHMARKS:
        with tempfile.TemporaryDirectory(prefix="inspection-bench-") as folder:
            Path(folder).chmod(0o755)
            found = [
                result.as_json() for result in importlib.import_module(f"bench.cases.{name}").measure(Path(folder))
            ]
        for entry in found:
            print(
                f"{entry['name']}: {entry['value']:.1f} {entry['unit']};"
                f" {entry['ratio_to_peer']} × {entry['peer']} ({entry['peer_value']:.1f})"
            )
        write(name, found)
        docs.write_speed_page()


def results() -> dict[str, list[dict]]:
    """The figures of each benchmark's last run, in their order."""
    return json.loads(WRITTEN.read_text("utf-8")) if WRITTEN.exists() else {}


def write(name: str, found: list[dict]) -> None:
    """Put the figures of a benchmark in place of those of its last run."""
    kept = results() | {name: found}
    ordered = {name: kept[name] for name in BENCHMARKS if name in kept}
    WRITTEN.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
