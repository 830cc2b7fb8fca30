"""The command line of the city: `python -m demo.city build --into DIR`, `python -m demo.city serve --port 0`."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m demo.city", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    build = verbs.add_parser("build", help="write the historic archive, unless it is there already")
    build.add_argument("--into", type=Path, required=True, metavar="DIR", help="folder of the archive")
    build.add_argument("--seed", type=int, default=1)
    serve = verbs.add_parser("serve", help="answer for every host of the city on 127.0.0.1")
    serve.add_argument("--port", type=int, default=0, help="0 takes a free one")
    serve.add_argument("--seed", type=int, default=1)
    serve.add_argument(
        "--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the city of that day, not of today"
    )
    hostile = verbs.add_parser("hostile", help="sites that try to harm a visitor, until input ends")
    hostile.add_argument("--trap-port", type=int, default=9, help="port of the forbidden addresses they lead to")
    given = parser.parse_args(arguments)

    if given.verb == "build":
        from demo.city.archive import build as build_archive

        begin = time.monotonic()

        def progress(line: str) -> None:
            print(f"city: {line} ({time.monotonic() - begin:.0f} s)", flush=True)

        build_archive(given.into, given.seed, progress=progress)
        return 0

    if given.verb == "hostile":
        from demo.hostile.server import serve as serve_hostile

        serve_hostile(given.trap_port)
        return 0

    from demo.city.server import CityServer

    with CityServer(given.port, given.seed, given.as_of) as server:
        print(f"city: listening on 127.0.0.1:{server.port}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
