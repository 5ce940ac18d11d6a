#!/usr/bin/env bash
# Installs what a checkout needs: `setup.sh system` the Debian packages, `setup.sh venv` the virtual environment.
#
# Both do nothing where nothing is missing, and where they may not install they say what to run instead.
# VENV names the environment (default .venv), PYTHON the interpreter that makes it (default: the first of 3.11 or later),
# EXTRAS what is installed with the package (default dev, the tools of a checkout).
set -euo pipefail
cd "$(dirname "$0")/.."

readonly VENV=${VENV:-.venv}
readonly STAMP=$VENV/.installed
readonly EXTRAS=${EXTRAS:-dev}

say() { printf 'setup: %s\n' "$*" >&2; }

missing_packages() {
    command -v tesseract >/dev/null || echo tesseract-ocr
    # The data files are asked for through tesseract itself: TESSDATA_PREFIX may point anywhere.
    { tesseract --list-langs 2>/dev/null || true; } | grep -qx vie || echo tesseract-ocr-vie
    # Tinos has the metrics of Times New Roman and all Vietnamese letters; only making samples needs it.
    compgen -G '/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf' >/dev/null || echo fonts-croscore
    # Only the tests want these: a reader of PDFs that is not ours, a server for the export to a database, and a browser
    # for the page of `viextract review`.
    command -v pdftotext >/dev/null || echo poppler-utils
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || echo postgresql
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || echo chromium
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif sudo -n true 2>/dev/null; then
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    else
        return 126
    fi
}

install_packages() {
    local -a packages
    mapfile -t packages < <(missing_packages)
    [ ${#packages[@]} -gt 0 ] || return 0
    local command="apt-get install -y --no-install-recommends ${packages[*]}"
    if ! command -v apt-get >/dev/null; then
        say "not installed: ${packages[*]} (Debian's names). Install them with this system's own package manager."
    elif as_root true 2>/dev/null; then
        say "installing ${packages[*]}"
        export DEBIAN_FRONTEND=noninteractive
        { as_root apt-get update -q && as_root $command -q; } >&2 || say "that failed (no network?). Once it is there, run as root:  apt-get update && $command"
    else
        say "not installed: ${packages[*]}, and this user may not install them. Run as root:  apt-get update && $command"
    fi
    [ -z "$(missing_packages)" ] || say "going on without: scans are not read, and the tests that need them are skipped"
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
        if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    say "no Python 3.11 or later was found. Install one (Debian: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3"
    return 1
}

make_venv() {
    local python
    python=$(find_python)
    "$python" -m venv "$VENV" >&2 && return
    say "$python cannot make virtual environments (Debian splits that off)"
    as_root apt-get install -y -q --no-install-recommends python3-venv >&2 && "$python" -m venv --clear "$VENV" >&2 && return
    rm -rf "$VENV"
    say "Run as root:  apt-get update && apt-get install -y python3-venv   then try again"
    return 1
}

install_venv() {
    if [ -f "$STAMP" ] && [ ! pyproject.toml -nt "$STAMP" ]; then return; fi
    [ -x "$VENV/bin/python" ] || make_venv
    say "installing viextract and its tools into $VENV (a minute or two the first time)"
    if ! "$VENV/bin/python" -m pip install --disable-pip-version-check -q -e ".[$EXTRAS]" >&2; then
        # Without a network an environment that is complete already is as good.
        if ! "$VENV/bin/python" -c 'import viextract.model.plan, viextract.cli.app, pytest, reportlab, hypothesis, jsonschema' 2>/dev/null; then
            say "pip could not install the packages. With a network, run make again. Without one, bring the wheels from another machine:"
            say "  there:  pip download -d wheels 'hatchling>=1.24' editables -e '.[dev]'"
            say "  here:   PIP_NO_INDEX=1 PIP_FIND_LINKS=\$PWD/wheels make test"
            return 1
        fi
        say "pip failed, but $VENV has all that is needed: going on with it"
    fi
    touch "$STAMP"
}

case "${1:-}" in
system) install_packages ;;
venv) install_venv ;;
*)
    echo "usage: scripts/setup.sh system|venv" >&2
    exit 2
    ;;
esac
