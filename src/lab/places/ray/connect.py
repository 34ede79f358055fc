"""Reaches a Ray, or starts one of our own. A Ray that lets in everybody is not used."""

import fcntl
import json
import os
import pathlib
import re
import secrets
import socket
import struct
import subprocess
import sys
import tempfile

PROBE = """
import sys
from ray._raylet import GcsClient
try:
    GcsClient(address=sys.argv[1]).internal_kv_get(b"x", namespace=b"holdout", timeout=10)
    print("open")
except Exception as error:
    print("asks" if type(error).__name__ == "AuthenticationError" else f"{error}")
"""


class Refused(Exception):
    """Why a cluster is not used."""


def connect(cluster, run=None):
    """Connects to the cluster, or starts one of our own, which ends with this process."""
    os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_worker_niceness="0", RAY_raylet_start_wait_time_s="120")
    address = cluster.get("address")
    is_open = False if address is None else reach(address, cluster.get("tokenFile"))
    if address is None:
        raise_loopback()
        os.environ.update(RAY_AUTH_MODE="token", RAY_AUTH_TOKEN=secrets.token_hex(32))
    import ray

    options = {"log_to_driver": False, "logging_level": "ERROR", "include_dashboard": False, "configure_logging": False}
    if address is None:
        scratch = tempfile.mkdtemp(prefix="holdout-ray-")
        (run / "ray" / "scratch").write_text(scratch)
        count = cluster.get("atMost") or len(os.sched_getaffinity(0))
        ray.init(num_cpus=count, _node_ip_address="127.0.0.1", _temp_dir=scratch, **options)
        return ray
    from ray._raylet import GcsClient

    try:
        GcsClient(address=address).internal_kv_get(b"x", namespace=b"holdout", timeout=10)
    except Exception as error:
        if type(error).__name__ == "AuthenticationError":
            raise Refused(f"the Ray at {address} does not accept the token") from error
        raise Refused(f"the Ray at {address} does not answer: {one_line(error)}") from error
    del options["include_dashboard"]
    ray.init(address=address, **options)
    beyond = [node["NodeManagerAddress"] for node in ray.nodes() if not is_loopback(node["NodeManagerAddress"])]
    if is_open and beyond:
        raise Refused(without_token(address))
    return ray


def reach(address, token_file):
    """Examines a cluster before anything is sent to it. Returns whether it asks nobody for a token."""
    match = re.fullmatch(r"\[?([^\[\]]+?)\]?:(\d{1,5})", address)
    if not match:
        raise Refused(f"expected HOST:PORT as the address of Ray, received {json.dumps(address)}")
    host, port = match[1], int(match[2])
    try:
        socket.create_connection((host, port), 10).close()
    except OSError as error:
        raise Refused(f"nothing answers at {address}: {one_line(error)}") from error
    variables = {**os.environ, "RAY_AUTH_MODE": "disabled"}
    for name in ("RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"):
        variables.pop(name, None)
    probe = subprocess.run(
        [sys.executable, "-c", PROBE, address], env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    answer = probe.stdout.decode("utf8", "replace").strip()
    if answer == "open":
        if not is_loopback(socket.gethostbyname(host)) or not listens_on_loopback_only(port):
            raise Refused(without_token(address))
        os.environ["RAY_AUTH_MODE"] = "disabled"
        return True
    if answer != "asks":
        raise Refused(f"the Ray at {address} does not answer: {answer or 'this Python has no Ray'}")
    os.environ["RAY_AUTH_MODE"] = "token"
    if token_file is not None:
        os.environ["RAY_AUTH_TOKEN_PATH"] = str(pathlib.Path(token_file).expanduser())
        os.environ.pop("RAY_AUTH_TOKEN", None)
    path = pathlib.Path(os.environ.get("RAY_AUTH_TOKEN_PATH", "~/.ray/auth_token")).expanduser()
    if "RAY_AUTH_TOKEN" not in os.environ and not path.is_file():
        raise Refused(f"the Ray at {address} asks for a token, and {path} is not there")
    return False


def without_token(address):
    return (
        f"the Ray at {address} asks nobody for a token and can be reached from other machines: whoever reaches it can run programs "
        "there. Start it with RAY_AUTH_MODE=token"
    )


def is_loopback(address):
    return address.startswith("127.") or address in ("::1", "localhost")


def listens_on_loopback_only(port):
    """Whether every socket of this machine that listens on a port is bound to loopback, as far as Linux says so."""
    ends = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in pathlib.Path(table).read_text().splitlines()[1:] if pathlib.Path(table).exists() else []:
            _, local, _, state, *_ = line.split()
            if state == "0A" and int(local.split(":")[1], 16) == port:
                ends.append(local.split(":")[0])
    # Addresses are written in words of the processor: the first byte of an IPv4 address comes last.
    v4 = r"(0{16}F{4}0{4}|0{16}0{4}F{4})?[0-9A-F]{6}7F"
    return bool(ends) and all(re.fullmatch(v4 + r"|0{24}01000000", end) for end in ends)


def raise_loopback():
    """Turns on the only interface of a new network namespace."""
    if [name for _, name in socket.if_nameindex()] != ["lo"]:
        raise Refused("a Ray of its own must not be reached from other machines")
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh22x", b"lo", 0x1 | 0x40))


def check(cluster):
    if cluster.get("address") is None:
        raise_loopback()
        import ray

        return {"version": ray.__version__, "cores": len(os.sched_getaffinity(0)), "nodes": 1}
    ray = connect(cluster)
    nodes = usable_nodes(ray)
    free = ray.available_resources().get("CPU", 0)
    return {"version": ray.__version__, "cores": int(free), "nodes": len(nodes)}


def usable_nodes(ray):
    return [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU", 0) >= 1]


def one_line(error):
    words = " ".join(str(error).split())
    return words[-600:] or type(error).__name__
