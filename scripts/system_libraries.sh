#!/usr/bin/env bash
# Bring the system's own libraries: system_libraries.sh SET...
#   offscreen   what Qt needs to draw without a screen
#   window      what Qt needs besides to open a window under X11
#   postgresql  a PostgreSQL server for the tests of shared books
#   venv        Python's own maker of virtual environments
# Installs with apt where that is possible without a question; otherwise names what is missing
# and lets the caller go on. FINANCEDESK_NO_APT=1 never installs.
set -uo pipefail
[ "$(uname -s)" = Linux ] || exit 0

# library that must be there, Debian package that brings it
offscreen="libEGL.so.1 libegl1
libGL.so.1 libgl1
libxkbcommon.so.0 libxkbcommon0
libfontconfig.so.1 libfontconfig1
libglib-2.0.so.0 libglib2.0-0
libdbus-1.so.3 libdbus-1-3"
window="libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-image.so.0 libxcb-image0
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0"

missing_libraries() {
    local library package known
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null)
    while read -r library package; do
        case "$known" in
            *"$library"*) ;;
            *) echo "$package" ;;
        esac
    done
}

has_postgresql() {
    command -v initdb >/dev/null && return
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

missing() {
    case $1 in
        offscreen) missing_libraries <<<"$offscreen" ;;
        window) missing_libraries <<<"$offscreen"$'\n'"$window" ;;
        postgresql) has_postgresql || echo postgresql ;;
        venv) python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv ;;
        *) echo "system_libraries.sh: no set is called '$1'" >&2 ;;
    esac
}

missing_of_all() {
    local set
    for set in "$@"; do missing "$set"; done | sort -u | tr '\n' ' ' | sed 's/ $//'
}

wanted=$(missing_of_all "$@")
[ -n "$wanted" ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
fi

may_install() {
    [ -z "${FINANCEDESK_NO_APT:-}" ] || return 1
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || sudo -n true >/dev/null 2>&1
}

install() {
    local package
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq --yes
        -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 --no-install-recommends)
    "${apt[@]}" update
    # One by one, so that a package that this system does not know keeps out no other.
    for package in "$@"; do "${apt[@]}" install "$package"; done
}

if may_install; then
    echo "Installing the system's $wanted"
    # shellcheck disable=SC2086 # the names are words
    install $wanted </dev/null >/dev/null 2>&1
    wanted=$(missing_of_all "$@")
    [ -n "$wanted" ] || exit 0
fi
echo "Not on this system: $wanted"
echo "On Debian and Ubuntu: sudo apt-get install $wanted"
exit 0
