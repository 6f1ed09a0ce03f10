#!/usr/bin/env bash
# Write requirements.lock anew: one file for every system and every Python we support.
# Versions already locked stay unless pyproject.toml forbids them; RENEW=all takes the newest of all.
set -euo pipefail
tools=build/lock-tools

[ -x "$tools/bin/uv" ] || { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet uv; }

options=(--universal --python-version 3.11 --all-extras --generate-hashes
    --constraint scripts/lock-constraints.txt --no-emit-package financedesk
    --no-emit-index-url --no-emit-find-links
    --custom-compile-command "make lock" --quiet --output-file requirements.lock)
[ "${RENEW:-}" != all ] || options+=(--upgrade)
"$tools/bin/uv" pip compile "${options[@]}" pyproject.toml
