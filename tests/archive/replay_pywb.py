"""Replay addresses from a folder of WARC files by pywb; run by the environment of `replay.py`, not by ours.

usage: replay_pywb.py FOLDER < JSON list of [timestamp, url]; prints a JSON list of [status, content type, encoding,
body in base 64], the body as it was archived.
"""

from gevent.monkey import patch_all

patch_all()

import base64  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from pywb.apps.frontendapp import FrontEndApp  # noqa: E402
from pywb.manager.manager import main as manage  # noqa: E402
from werkzeug.test import Client  # noqa: E402

folder, asked = Path(sys.argv[1]).resolve(), json.load(sys.stdin)
files = sorted(str(file) for file in folder.rglob("*.warc*"))
(folder / "pywb").mkdir()
os.chdir(folder / "pywb")
printed, sys.stdout = sys.stdout, sys.stderr
manage(["init", "city"])
manage(["add", "city", *files])
client = Client(FrontEndApp())
answers = []
for timestamp, url in asked:
    answer = client.get(f"/city/{timestamp}id_/{url}")
    body = base64.b64encode(answer.get_data()).decode()
    headers = answer.headers
    answers.append([answer.status_code, headers.get("Content-Type"), headers.get("Content-Encoding"), body])
json.dump(answers, printed)
printed.flush()
os._exit(0)  # pywb's own servers would go on
