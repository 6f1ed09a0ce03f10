#!/usr/bin/env bash
# Make the virtual environment: make_venv.sh FOLDER PROGRAMS
# An environment that is already there is kept and brought to what requirements.lock says.
set -euo pipefail
folder=$1
programs=$2

# The compiled libraries have wheels for these Pythons; a later one would need compilers.
suits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c "$suits" >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    echo "FinanceDesk needs Python 3.11 to 3.14; set PYTHON to one, e.g. make PYTHON=python3.12 venv" >&2
    return 1
}

if [ ! -x "$programs/python" ] && [ ! -x "$programs/python.exe" ]; then
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        scripts/system_libraries.sh venv
    fi
    echo "Making $folder with $("$python" --version)"
    "$python" -m venv "$folder"
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1
echo "Installing what requirements.lock lists (a few minutes the first time)"
"$programs/python" -m pip install --quiet --require-hashes --requirement requirements.lock
"$programs/python" -m pip install --quiet --no-deps --no-build-isolation --editable .
