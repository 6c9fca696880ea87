"""A terminal editor on a pseudo-terminal of its own, its screen read through pyte."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

import pyte

HANG = 60  # seconds; only a fault takes so long


class Screen(pyte.Screen):
    """pyte rejects the private forms of these, which editors send."""

    def report_device_status(self, mode=0, **_):
        pass

    def report_device_attributes(self, mode=0, **_):
        pass

    def set_margins(self, *args, **_):
        super().set_margins(*args)

    def select_graphic_rendition(self, *args, private=False, **_):
        if not private:
            super().select_graphic_rendition(*args)


class Term:
    def __init__(self, argv, env, cwd, columns=200, lines=60):
        self.screen = Screen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.environ.update(env, TERM="xterm-256color", LANG="C.UTF-8", LC_ALL="C.UTF-8")
            os.environ.pop("COLORTERM", None)
            os.execvp(argv[0], argv)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def pump(self, seconds):
        """Reads what the editor draws, until it has drawn nothing for so long."""
        while select.select([self.fd], [], [], seconds)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return
            if not data:
                return
            self.stream.feed(data)
            # Some editors wait for the answers to these: what terminal it is, where the cursor is.
            if b"\x1b[c" in data or b"\x1b[0c" in data:
                os.write(self.fd, b"\x1b[?62;c")
            if b"\x1b[6n" in data:
                os.write(self.fd, b"\x1b[1;1R")

    def text(self):
        """The screen. pyte gives a wide character a second, empty cell."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def send(self, keys):
        os.write(self.fd, keys.encode())

    def wait(self, what, state):
        """Waits for a text on the screen, or for a state of it."""
        is_there = state if callable(state) else lambda screen: state in screen
        end = time.time() + HANG
        while time.time() < end:
            self.pump(0.05)
            if is_there(self.text()):
                return self.text()
        raise AssertionError(f"waited in vain: {what}\n{self.text()}")

    def close(self):
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(self.pid, how)
            except ProcessLookupError:
                break
            end = time.time() + 5
            while time.time() < end:
                self.pump(0.05)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self.fd)
                    return
