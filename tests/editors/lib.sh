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
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends install "${missing[@]}")
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
    filling="$CACHE/.$name.$$"
    mkdir "$filling"
    chmod 755 "$filling"
    say "installing $name into $CACHE"
    local code
    set +e # `|| code=$?` would also switch off `set -e` inside
    (set -e; "$function" "$filling" "$INSTALLED" "$@") >&2
    code=$?
    set -e
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
        need cargo "install Rust 1.89 or later (https://rustup.rs)"
        (cd "$ROOT" && cargo build --release --locked) >&2 || exit 1
        NIANBAO_SERVER=${CARGO_TARGET_DIR:-$ROOT/target}/release/nianbao
    fi
    NIANBAO_SERVER=$(realpath "$NIANBAO_SERVER")
    [ -x "$NIANBAO_SERVER" ] || { echo "no program at $NIANBAO_SERVER" >&2; exit 1; }
    export NIANBAO_SERVER
}

# from_suite FOLDER PLACE SUITE PACKAGE…: for install_once. Unpack the packages of another Debian suite with everything
# they depend on, the C library too, and make the programs in usr/bin run from PLACE. The machine's own packages and lists
# are neither read nor written. packages.txt names every version.
from_suite() {
    local folder=$1 place=$2 suite=$3 work=$1/.apt directory package program
    shift 3
    local mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(SITE)' | grep -m1 '/debian$' || true)}
    mkdir -p "$work"/{none.d,lists/partial,cache/archives/partial}
    : >"$work/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
        "${mirror:-http://deb.debian.org/debian} $suite main" >"$work/sources.list"
    # A mirror's lists of suites that still move may be past their Valid-Until.
    cat >"$work/apt.conf" <<CONF
Dir::Etc::main "$work/none"; Dir::Etc::parts "$work/none.d";
Dir::Etc::sourcelist "$work/sources.list"; Dir::Etc::sourceparts "$work/none.d"; Dir::Etc::preferences "$work/none";
Dir::Etc::preferencesparts "$work/none.d"; Dir::State "$work"; Dir::State::lists "$work/lists";
Dir::State::status "$work/status"; Dir::Cache "$work/cache"; APT::Sandbox::User "root"; Debug::NoLocking "1";
Acquire::Languages "none"; Acquire::PDiffs "false"; Acquire::Retries "3"; Acquire::Check-Valid-Until "false";
CONF
    APT_CONFIG=$work/apt.conf apt-get -qq update
    APT_CONFIG=$work/apt.conf apt-get -qq -y --no-install-recommends --download-only install "$@"
    for directory in bin sbin lib lib64; do # one usr, as every suite since 2023 has it
        mkdir -p "$folder/usr/$directory"
        ln -sfn "usr/$directory" "$folder/$directory"
    done
    for package in "$work"/cache/archives/*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink --no-same-owner -C "$folder"
    done
    (cd "$work/cache/archives" && ls -- *.deb) >"$folder/packages.txt"
    rm -rf "$work"

    local libraries loader
    libraries=$(dirname "$(find "$folder/usr/lib" -name libc.so.6 | head -1)")
    loader=$(find "$libraries" "$folder/usr/lib64" -name 'ld-linux*.so.*' | head -1)
    for program in "$folder"/usr/bin/*; do
        program=$(readlink -f "$program")
        case $program in "$folder"/*) ;; *) continue ;; esac
        patchelf --print-interpreter "$program" >/dev/null 2>&1 || continue
        patchelf --set-interpreter "$place/${loader#"$folder/"}" --force-rpath \
            --set-rpath "$place/${libraries#"$folder/"}" "$program"
    done
}

# suite_once NAME SUITE PACKAGE…: the packages unpacked in the cache, their folder in INSTALLED.
suite_once() {
    local name=$1
    shift
    if [ ! -d "$CACHE/$name" ]; then apt_need patchelf debian-archive-keyring; fi
    install_once "$name" from_suite "$@"
}

# python_once: PYTHON is a Python that can read terminals' screens (pyte).
python_once() {
    need python3 "install Python 3.9 or later"
    install_once pyte-0.8.2 python_with_pyte
    PYTHON=$INSTALLED/bin/python3
}

python_with_pyte() {
    python3 -m venv "$1" || { # Debian's Python comes without it
        apt_need python3-venv
        python3 -m venv "$1"
    }
    "$1/bin/python3" -m pip install --quiet --disable-pip-version-check pyte==0.8.2
}

# scratch: a folder of this run's own in SCRATCH, gone when it ends.
scratch() {
    SCRATCH=$(mktemp -d)
    trap 'rm -rf "$SCRATCH"' EXIT
}

# server_on_path: nianbao is the program to test, for whatever starts from here. Takes SCRATCH.
server_on_path() {
    mkdir -p "$SCRATCH/bin"
    ln -sf "$NIANBAO_SERVER" "$SCRATCH/bin/nianbao"
    PATH=$SCRATCH/bin:$PATH
}
