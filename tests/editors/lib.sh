# Sourced by tests/run and by every tests/editors/*/run: the cache, what has to be installed, times, and how a test says
# that it cannot run.
#
# A test's `run` exits with 0 when it passed, 1 when it failed, and 77 when it cannot run on this machine; it says why.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/nianbao

# say WORD…: one line on standard error, where everything about the machine goes.
say() { echo "== $*" >&2; }

# cannot WORD…: this test cannot run here, for this reason.
cannot() {
    echo "not run: $*" >&2
    exit 77
}

# have COMMAND…: every one of them is on the path.
have() {
    local command
    for command; do command -v "$command" >/dev/null || return 1; done
}

# need COMMAND WORD…: what has to be there before anything of this kind can run.
need() {
    local command=$1
    shift
    have "$command" || cannot "$command is missing: $*"
}

# took SECONDS: that many seconds, for people.
took() {
    if [ "$1" -lt 60 ]; then echo "${1} s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi
}

# as_root COMMAND…: run it as root. 77 when there is no way to.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        cannot "needs root for: $*"
    fi
}

# apt_need PACKAGE…: install those that are missing.
apt_need() {
    local package missing=() start=$SECONDS
    for package; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    if [ ${#missing[@]} = 0 ]; then return 0; fi
    have apt-get || cannot "no apt-get to install ${missing[*]} with"
    say "apt-get install ${missing[*]}"
    # Without an update first, a list that is out of date names files which are gone.
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}")
    as_root apt-get -qq update >&2 || say "apt-get update failed; trying with the lists that are here"
    as_root "${install[@]}" >&2 || cannot "apt-get could not install ${missing[*]}"
    say "installed ${missing[*]}: $(took $((SECONDS - start)))"
}

# install_once NAME-VERSION FUNCTION [ARGUMENT…]: make $CACHE/NAME-VERSION, unless it is there, and leave its path in
# INSTALLED. FUNCTION gets the folder to fill, the path it will have, and the arguments. The folder is filled beside its
# place and renamed when it is whole, so that one that is there is whole, whoever else installs at the same time.
install_once() {
    local name=$1 function=$2 start=$SECONDS filling
    shift 2
    INSTALLED=$CACHE/$name
    if [ -d "$INSTALLED" ]; then return 0; fi
    mkdir -p "$CACHE"
    filling=$(mktemp -d "$CACHE/.$name.XXXXXX")
    chmod 755 "$filling"
    say "installing $name into $CACHE"
    local code=0
    (set -e; "$function" "$filling" "$INSTALLED" "$@") >&2 || code=$?
    if [ "$code" != 0 ]; then
        rm -rf "$filling"
        if [ "$code" = 77 ]; then exit 77; fi
        cannot "could not install $name (exit code $code)"
    fi
    mv -T "$filling" "$INSTALLED" 2>/dev/null || rm -rf "$filling" # someone else was faster
    [ -d "$INSTALLED" ] || cannot "could not put $name into $CACHE"
    say "installed $name: $(took $((SECONDS - start))), $(du -sh "$INSTALLED" | cut -f1)"
}

# need_server: NIANBAO_SERVER is the program to test, an absolute path. tests/run sets it; a test run by itself builds it.
need_server() {
    if [ -z "${NIANBAO_SERVER:-}" ]; then
        need cargo "install Rust 1.88 or later (https://rustup.rs)"
        (cd "$ROOT" && cargo build --release --locked) >&2 || exit 1
        NIANBAO_SERVER=${CARGO_TARGET_DIR:-$ROOT/target}/release/nianbao
    fi
    NIANBAO_SERVER=$(realpath "$NIANBAO_SERVER")
    [ -x "$NIANBAO_SERVER" ] || { echo "no program at $NIANBAO_SERVER" >&2; exit 1; }
    export NIANBAO_SERVER
}

# scratch: a folder of this run's own in SCRATCH, gone when it ends.
scratch() {
    SCRATCH=$(mktemp -d)
    trap 'rm -rf "$SCRATCH"' EXIT
}
