"""A real PostgreSQL of a test's own, in a temporary folder, by a socket; and bad lines."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    on_path = shutil.which("postgres")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Server:
    """A PostgreSQL that keeps nothing: it is gone with the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bin = programs() or Path()
        # It runs as nobody else's root.
        self._user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self._count = 0
        os.chown(folder, pwd.getpwnam(self._user).pw_uid, -1)
        self._call(
            "initdb",
            "-D",
            str(folder / "data"),
            "-U",
            "owner",
            "-A",
            "trust",
            "-N",
            "-E",
            "UTF8",
        )
        self.start()

    def _call(self, program: str, *words: str) -> None:
        user = self._user if os.getuid() == 0 else None
        subprocess.run(
            [str(self._bin / program), *words],
            user=user,
            cwd=self.folder,
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = (
            f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=40"
        )
        data = str(self.folder / "data")
        log = str(self.folder / "log")
        self._call("pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start")

    def kill(self) -> None:
        """Stop it as a power cut would."""
        self._call("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Hold it, with all its processes, as an overloaded machine would."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        pids = [first, *_children(first)]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def database(self, **parameters: str) -> str:
        """Return the address of a new, empty database."""
        import psycopg

        self._count += 1
        name = f"pmlog{self._count}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return self.address(name, **parameters)

    def address(self, name: str, user: str = "owner", host: str = "") -> str:
        """Return the address of a database."""
        return f"postgresql://{user}@/{name}?host={host or self.folder}"


def _children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in told.split()]


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Run a server."""
    # Short: the name of a socket has 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pmlog-pg-"))
    try:
        server = Server(folder)
        try:
            yield server
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                server.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Line:
    """A line to a server's socket that is cut after so many bytes of its answers.

    Use it as a context manager.
    """

    def __init__(self, server: Server, cuts: list[int]) -> None:
        self.folder = tempfile.mkdtemp(prefix="pmlog-line-")
        self._to = str(server.folder / ".s.PGSQL.5432")
        self._cuts = cuts  # of one connection after the other; later ones are whole
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(f"{self.folder}/.s.PGSQL.5432")
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        shutil.rmtree(self.folder)

    def _serve(self) -> None:
        cuts = iter(self._cuts)
        threads = []
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                thread = threading.Thread(target=self._carry, args=(client, next(cuts, -1)))
                thread.start()
                threads.append(thread)
        for thread in threads:
            thread.join()

    def _carry(self, client: socket.socket, after: int) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._to)
            there = threading.Thread(target=_pass_on, args=(client, server, -1))
            there.start()
            _pass_on(server, client, after)
            there.join()


def _pass_on(source: socket.socket, to: socket.socket, after: int) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(4096):
            if 0 <= after < len(data):
                to.sendall(data[:after])
                break
            to.sendall(data)
            after -= len(data) if after >= 0 else 0
    for end in (source, to):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
