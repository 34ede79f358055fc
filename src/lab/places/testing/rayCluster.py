"""
Two clusters for tests, which only processes of one network namespace reach: one of two nodes that asks for a token, and the head of one
that asks nobody and has an address beyond loopback. Prints their addresses and ends when its input does. `rayCluster.py FOLDER`
"""

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys

BEYOND, PORT = "192.0.2.7", 6400


def change(interface, request, *fields):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, request, struct.pack("16sH14s8x", interface, *fields))


def start_open_head(folder):
    """What answers at the address of a cluster, without nodes: they take longer to start than everything else."""
    import ray

    program = os.path.join(os.path.dirname(ray.__file__), "core", "src", "ray", "gcs", "gcs_server")
    files = [f"--{name}={folder}" for name in ("log_dir", "session-dir")]
    head = [f"--gcs_server_port={PORT}", f"--node-ip-address={BEYOND}", f"--node-id={'a' * 56}", "--session-name=open"]
    without = {name: value for name, value in os.environ.items() if not name.startswith("RAY_AUTH")}
    subprocess.Popen([program, *files, *head], env=without, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    folder = sys.argv[1]
    # SIOCSIFFLAGS: up and running; SIOCSIFADDR: a second address.
    change(b"lo", 0x8914, 0x41, b"")
    change(b"lo:1", 0x8916, socket.AF_INET, struct.pack("H4s8x", 0, socket.inet_aton(BEYOND)))
    from ray.cluster_utils import Cluster

    start_open_head(folder)
    usual = {"num_cpus": 1, "include_log_monitor": False, "object_store_memory": 80 << 20}
    head = {"node_name": "n1", "node_ip_address": "127.0.0.1", "temp_dir": os.path.join(folder, "a")}
    cluster = Cluster(initialize_head=True, head_node_args={**usual, **head, "include_dashboard": False})
    cluster.add_node(node_name="n2", wait=False, **usual)
    cluster.wait_for_nodes(timeout=300)
    print(json.dumps({"address": cluster.address, "open": f"{BEYOND}:{PORT}"}), flush=True)
    sys.stdin.read()


main()
