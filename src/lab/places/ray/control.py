"""
Starts, asks and ends the driver of a run on Ray. `control.py VERB RUN_FOLDER`

It does not load Ray, so it answers quickly. The driver is a process of its own, which goes on when the connection ends. It lives as
long as `ray/lock` in the run's folder is locked: no process number is remembered, since numbers are used again. What the lab sends
comes as JSON on standard input and is never executed.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import time

WORK = pathlib.Path(__file__).with_name("work.py")
# Ray listens on every interface of the machine. A Ray of our own has an interface of its own, and its processes end with the first one.
ALONE = ["unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--mount-proc", "--kill-child"]
# What the driver takes over from whoever submits.
KEPT = {"PATH", "HOME", "LANG", "TMPDIR", "RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH", "RAY_TMPDIR"}
PATIENCE_SECONDS = 120
CANNOT_BE_ALONE = (
    "this machine cannot start a Ray that nobody else reaches (unshare --user --net). "
    "Start Ray with a token and name its address"
)


def main():
    os.umask(0o077)
    verb, *rest = sys.argv[1:]
    if verb == "check":
        sys.exit(check(json.load(sys.stdin)))
    home = pathlib.Path(rest[0], "ray")
    if verb == "submit":
        submit(home, json.load(sys.stdin))
    elif verb == "look":
        print(*open_shards(home))
    elif verb in ("stop", "kill") and home.is_dir():
        # The driver looks for `stop` in the run's folder, and whoever watches over it for `ray/kill`.
        (home.parent / "stop" if verb == "stop" else home / "kill").touch()
        if verb == "kill":
            wait_for_end(home)
    elif verb == "supervise":
        supervise(home, int(rest[1]))


def submit(home, request):
    (home / "spool").mkdir(parents=True, exist_ok=True)
    reason = None
    # A driver ends only while it holds this lock and nothing waits for it.
    with locked(home / "spool.lock"):
        number = 1 + max((int(path.stem) for path in (home / "spool").glob("*.json")), default=0)
        spooled = home / "spool" / f"{number}.json"
        write_whole(spooled, json.dumps(request["submission"]))
        (home / "kill").unlink(missing_ok=True)
        lock = take(home / "lock")
        while lock is None and (home / "ended").exists():
            time.sleep(0.05)
            lock = take(home / "lock")
        if lock is not None:
            (home / "ended").unlink(missing_ok=True)
            write_whole(home / "settings.json", json.dumps(request["cluster"]))
            # What an earlier driver left is open no longer.
            write_whole(home / "open.json", "[]")
            write_whole(home / "seen.json", "[]")
            for older in (home / "spool").glob("*.json"):
                if older != spooled:
                    older.unlink()
            reason = start(home, lock)
        if reason is not None:
            spooled.unlink()
    if reason is not None:
        sys.exit(reason)
    print(number)


def start(home, lock):
    """Starts the driver, and waits until it has reached Ray. Returns why it has not."""
    heard, tell = os.pipe()
    log = open(home / "driver.log", "wb")
    subprocess.Popen(
        [sys.executable, __file__, "supervise", str(home.parent), str(tell)],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        pass_fds=[lock, tell],
        start_new_session=True,
        env={name: value for name, value in os.environ.items() if name in KEPT},
    )
    os.close(tell)
    os.close(lock)
    told, until = b"", time.monotonic() + PATIENCE_SECONDS
    while not told.endswith(b"\n"):
        left = max(0, until - time.monotonic())
        if not select.select([heard], [], [], left)[0]:
            (home / "kill").touch()
            return f"Ray did not answer within {PATIENCE_SECONDS} seconds"
        piece = os.read(heard, 4096)
        if not piece:
            return told.decode().strip() or last_words(home) or "the driver ended before it had reached Ray"
        told += piece
    return None if told == b"ok\n" else told.decode().strip()


def supervise(home, tell):
    settings = json.loads((home / "settings.json").read_text())
    alone = [] if settings.get("address") else ALONE
    command = [*alone, sys.executable, str(WORK), "train", str(home.parent), str(tell)]
    try:
        child = subprocess.Popen(command, pass_fds=[tell], stdin=subprocess.DEVNULL, preexec_fn=end_with_parent)
    except FileNotFoundError:
        os.write(tell, (CANNOT_BE_ALONE + "\n").encode())
        return
    os.close(tell)
    while child.poll() is None:
        if (home / "kill").exists():
            child.kill()
        time.sleep(0.1)
    scratch = home / "scratch"
    if scratch.exists():
        subprocess.run(["rm", "-rf", "--", scratch.read_text()], check=False)
        scratch.unlink()
    if child.returncode == 0 or (home / "kill").exists():
        return
    # Whoever listens shows the end of a part's log when it ends without a word.
    for shard in json.loads((home / "open.json").read_text()):
        with open(home.parent / "shards" / str(shard) / "log", "a", encoding="utf8") as log:
            log.write(f"\nRay ended the run: {last_words(home)}\n")


def check(cluster):
    alone = [] if cluster.get("address") else ALONE
    try:
        done = subprocess.run(
            [*alone, sys.executable, str(WORK), "check", json.dumps(cluster)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=PATIENCE_SECONDS,
        )
    except FileNotFoundError:
        print(CANNOT_BE_ALONE, file=sys.stderr)
        return 1
    except subprocess.TimeoutExpired:
        print("Ray does not answer", file=sys.stderr)
        return 1
    words = done.stderr.decode("utf8", "replace").strip()
    if words.startswith("unshare:"):
        words = CANNOT_BE_ALONE
    print(done.stdout.decode("utf8", "replace").strip())
    print(words, file=sys.stderr)
    return done.returncode


def open_shards(home):
    """Parts that wait or train."""
    if not home.is_dir():
        return []
    lock = take(home / "lock")
    if lock is not None:
        os.close(lock)
        return []
    known = json.loads((home / "open.json").read_text())
    seen = json.loads((home / "seen.json").read_text())
    for path in (home / "spool").glob("*.json"):
        if int(path.stem) not in seen:
            known += json.loads(path.read_text())["shards"]
    return sorted(set(known))


def wait_for_end(home):
    for _ in range(300):
        lock = take(home / "lock")
        if lock is not None:
            os.close(lock)
            return
        time.sleep(0.1)


def last_words(home):
    try:
        lines = (home / "driver.log").read_text("utf8", "replace").strip().splitlines()
    except OSError:
        lines = []
    if lines and lines[-1].startswith("unshare:"):
        return CANNOT_BE_ALONE
    return lines[-1] if lines else ""


def take(path):
    """An open and locked file, or nothing where another process has locked it."""
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return file
    except OSError:
        os.close(file)
        return None


@contextlib.contextmanager
def locked(path):
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def write_whole(path, text):
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text(text)
    temporary.rename(path)


def end_with_parent():
    """Linux ends this process when the one that started it has ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


if __name__ == "__main__":
    main()
