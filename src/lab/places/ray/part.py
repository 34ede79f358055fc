"""
A part of a run on a node of Ray, and the keeper beside the driver that knows the run's folder.

Nodes need not see that folder: a part gets its files from the keeper, trains in a folder of its own, and sends to the keeper what its
trainer writes. A part whose node is lost begins elsewhere with what the keeper has. An attempt that was only taken for lost can write
nothing more: the keeper knows the newest one.
"""

import ctypes
import fcntl
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

MOST_BEGINNINGS = 10
MOST_CRASHES = 3
EVERY_SECONDS = 0.4
FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class Keeper:
    """Reads and writes the run's folder, for parts that train on nodes which do not see it."""

    def __init__(self, folder):
        os.umask(0o077)
        self.folder = pathlib.Path(folder)
        self.newest = {}
        self.is_stopped = False

    def stop(self, is_stopped):
        self.is_stopped = is_stopped
        return sorted(self.newest)

    def begin(self, shard, reads_others):
        """The number of a new attempt at a part, and the files it starts with."""
        number = self.newest[shard] = self.newest.get(shard, 0) + 1
        own = self.folder / "shards" / str(shard)
        paths = [self.folder / "job.v8", self.folder / "canary", own / "shard.v8", *own.glob("events.*.bin")]
        paths += (own / "checkpoints").glob("*")
        if reads_others:
            paths += self.folder.glob("shards/*/events.*.bin")
        files = {str(path.relative_to(self.folder)): path.read_bytes() for path in paths if path.is_file()}
        return number, self.is_stopped, files

    def keep(self, shard, number, told):
        """Keeps what an attempt has written since it was last heard. Returns whether it is to stop, and the run's canary."""
        if self.newest.get(shard) != number:
            raise RuntimeError("another attempt at this part has begun")
        canary = self.folder / "canary"
        if told["canary"] is not None and not canary.exists():
            write_whole(canary, told["canary"])
        known = canary.read_bytes() if canary.exists() else None
        if told["canary"] is not None and told["canary"] != known:
            return self.is_stopped, known
        own = self.folder / "shards" / str(shard)
        for name, (offset, content) in told["grown"].items():
            file = os.open(own / plain(name), os.O_CREAT | os.O_WRONLY, 0o600)
            os.pwrite(file, content, offset)
            os.fsync(file)
            os.close(file)
        with open(own / "log", "ab") as log:
            log.write(told["log"])
        saved = own / "checkpoints"
        saved.mkdir(exist_ok=True)
        for name, content in told["changed"].items():
            write_whole(saved / plain(name), content)
        for path in saved.iterdir():
            if path.name not in told["present"]:
                path.unlink()
        return self.is_stopped, known


def plain(name):
    if not FILE_NAME.fullmatch(name):
        raise ValueError(f"no name of a file: {name!r}")
    return name


def write_whole(path, content):
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_bytes(content)
    temporary.rename(path)


def train_part(keeper, table, part):
    """One attempt at a part of the run, on a node. Returns how its trainer ended."""
    import ray

    number, is_stopped, files = ray.get(keeper.begin.remote(part["shard"], part["readsOthers"]))
    if is_stopped:
        return part["stopped"]
    if number > MOST_BEGINNINGS:
        raise RuntimeError(f"the worker of this part was lost {number - 1} times")
    own = ray.get_runtime_context().get_node_id()
    node = next(one["NodeName"] for one in ray.nodes() if one["NodeID"] == own)
    folder = own_folder()
    try:
        return Attempt(keeper, number, part, folder, node).run(files, table)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def own_folder():
    """A new folder that others may not read. What workers left behind that were killed is removed."""
    base = pathlib.Path(tempfile.gettempdir(), f"holdout-parts-{os.getuid()}")
    base.mkdir(mode=0o700, exist_ok=True)
    if base.is_symlink() or base.stat().st_uid != os.getuid():
        raise RuntimeError(f"{base} belongs to somebody else")
    for other in base.iterdir():
        lock = os.open(other, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(other, ignore_errors=True)
        except OSError:
            pass
        finally:
            os.close(lock)
    folder = pathlib.Path(tempfile.mkdtemp(dir=base))
    # Held until this process ends.
    fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX)
    return folder


class Attempt:
    def __init__(self, keeper, number, part, folder, node):
        self.keeper, self.number, self.part, self.node = keeper, number, part, node
        self.run_folder = folder / "runs" / "run"
        self.table = folder / "tables" / part["table"]
        self.folder = self.run_folder / "shards" / str(part["shard"])
        self.offsets, self.stamps, self.log_offset = {}, {}, 0

    def run(self, files, table):
        os.umask(0o077)
        for name, content in {**files, f"../../tables/{self.table.name}": table}.items():
            path = self.run_folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self.offsets = {path.name: path.stat().st_size for path in self.folder.glob("events.*.bin")}
        for path in self.folder.glob("checkpoints/*"):
            self.stamps[path.name] = stamp(path)
        for _ in range(MOST_CRASHES):
            code = self.train()
            if code in self.part["ends"]:
                break
        return code

    def train(self):
        child = self.start()
        if child is None:
            return 127
        try:
            while True:
                is_ended = child.poll() is not None
                is_stopped, is_other = self.tell()
                if is_other:
                    # Two nodes began at once, and this one computes otherwise. The trainer says so itself when it starts again.
                    child.kill()
                    child.wait()
                    return self.train()
                if is_ended:
                    return child.returncode
                if is_stopped:
                    child.terminate()
                time.sleep(EVERY_SECONDS)
        finally:
            child.kill()
            child.wait()

    def start(self):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "ONEDNN_MAX_CPU_ISA") if name in os.environ}
        with open(self.folder / "log", "ab") as log:
            try:
                return subprocess.Popen(
                    [*self.part["command"], str(self.folder)],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env={**kept, "HOLDOUT_NODE": self.node},
                    preexec_fn=end_with_parent,
                )
            except OSError as error:
                log.write(f"Holdout does not start on the node {self.node}: {error}\n".encode())
        self.tell()
        return None

    def tell(self):
        """Sends what is new to the keeper. Returns whether to stop, and whether this node computes otherwise."""
        import ray

        # Checkpoints first: what they rest on is in the events that are read after them.
        saved = {path.name: path for path in self.folder.glob("checkpoints/*") if not path.name.endswith(".tmp")}
        changed = {}
        for name, path in list(saved.items()):
            try:
                now = stamp(path)
                if self.stamps.get(name) != now:
                    changed[name] = path.read_bytes()
                    self.stamps[name] = now
            except FileNotFoundError:
                del saved[name]
        canary = self.run_folder / "canary"
        own = canary.read_bytes() if canary.exists() else None
        grown = {}
        for path in self.folder.glob("events.*.bin") if own is not None else []:
            content = since(path, self.offsets.get(path.name, 0))
            if content:
                grown[path.name] = (self.offsets.get(path.name, 0), content)
        log = since(self.folder / "log", self.log_offset)
        told = {"canary": own, "grown": grown, "log": log, "changed": changed, "present": sorted(saved)}
        is_stopped, known = ray.get(self.keeper.keep.remote(self.part["shard"], self.number, told))
        if own is not None and own != known:
            canary.write_bytes(known)
            for name in grown:
                (self.folder / name).unlink()
            return is_stopped, True
        for name, (offset, content) in grown.items():
            self.offsets[name] = offset + len(content)
        self.log_offset += len(log)
        return is_stopped, False


def stamp(path):
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def since(path, offset):
    if not path.exists():
        return b""
    with open(path, "rb") as file:
        file.seek(offset)
        return file.read()


def end_with_parent():
    """Linux ends this process when the thread that started it has ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
