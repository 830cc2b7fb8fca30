#!/bin/sh
# Make the environment: sh environment.sh PYTHON VENV. uv installs in seconds; plain pip works too.
set -eu
python=$1
venv=$2
unset PYTHONDONTWRITEBYTECODE

"$python" - <<'CHECK' || exit 1
import sys
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"Python 3.11 to 3.13 is needed, this is {sys.version.split()[0]}: call `make PYTHON=python3.12 …`")
CHECK

echo "environment: making $venv"
rm -f "$venv/.ready"
"$python" -m venv "$venv"
if "$venv/bin/python" -m pip install -q --disable-pip-version-check uv 2>/dev/null; then
    "$venv/bin/python" -m uv pip sync -q --require-hashes --python "$venv/bin/python" requirements-dev.txt
else
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
fi

site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
# `python -m inspection` then works from the project's root
echo "$PWD/plugins" > "$site/inspection.pth"
echo "environment: compiling"
# without byte code every task would compile Airflow anew (import: 5.0 s instead of 2.9 s)
"$venv/bin/python" -m compileall -q -j 2 "$site" > /dev/null || true
touch "$venv/.ready"
