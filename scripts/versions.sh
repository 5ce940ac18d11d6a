#!/usr/bin/env bash
# Runs the quick tests with each version of Python that the project names and this machine has: `versions.sh [3.13 ...]`.
#
# Without arguments those of pyproject.toml, but for the one of .venv, with which `make test` runs all tests. Each gets an
# environment of its own (.venv-3.13). A version that is not here, or whose packages cannot be fetched, is passed over and
# said so; tests that fail are an error.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly MAIN=${VENV:-.venv}
readonly FAST=${FAST:-tests/language tests/parse tests/tables}
readonly MARKS=${FAST_MARKS:-not slow and not tesseract and not accuracy and not hypothesis}

say() { printf 'versions: %s\n' "$*" >&2; }

named_versions() {
    local own
    own=$("$MAIN/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true)
    grep -oE 'Python :: 3\.[0-9]+' pyproject.toml | grep -oE '3\.[0-9]+' | { grep -vx "${own:-none}" || true; }
}

# What answers as that version: a program of that name (a shim of pyenv's may be one that only complains), or one that pyenv
# or uv keeps.
find_version() {
    local version=$1 candidate
    for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/python "$(uv python find "$version" 2>/dev/null || true)"; do
        if [ -n "$candidate" ] && "$candidate" -c "import sys, venv, ensurepip; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

failed=()
for version in "${@:-$(named_versions)}"; do
    for one in $version; do
        if ! python=$(find_version "$one"); then
            say "Python $one is not on this machine: not tested (pyenv, uv and Debian's python$one bring it)"
            continue
        fi
        if ! VENV=".venv-$one" PYTHON="$python" EXTRAS=test scripts/setup.sh venv; then
            say "the packages for Python $one could not be installed: not tested"
            continue
        fi
        say "the quick tests with $(".venv-$one/bin/python" --version)"
        # shellcheck disable=SC2086  # a list of folders
        ".venv-$one/bin/python" -m pytest $FAST -m "$MARKS" -n auto --dist loadscope -q || failed+=("$one")
    done
done
[ ${#failed[@]} -eq 0 ] || { say "failed with Python ${failed[*]}"; exit 1; }
