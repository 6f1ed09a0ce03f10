#!/usr/bin/env bash
# Open the window, on the sample organisation while no book is known: run.sh PROGRAMS [COMMAND...]
# Where there is no screen, draw what the window would show.
set -euo pipefail
programs=$1
shift

has_display() {
    [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]
}

if has_display; then
    scripts/system_libraries.sh window
    [ $# -gt 0 ] || set -- --explore
    exec "$programs/python" -m financedesk "$@"
fi

scripts/system_libraries.sh offscreen
echo "There is no display here, so the pages of the sample organisation are drawn into pictures/."
scripts/draw_pictures.sh "$programs" pictures
echo "To open the window, type 'make run' on a machine with a screen (DISPLAY or WAYLAND_DISPLAY set)."
