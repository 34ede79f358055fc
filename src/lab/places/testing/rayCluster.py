"""
Two clusters for tests, which only processes of one network namespace reach: one of two nodes that asks for a token, and one that asks
nobody and has an address beyond loopback. Prints their addresses and ends when its input does. `rayCluster.py FOLDER`
"""

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys

BEYOND = "192.0.2.7"


def start(folder, name, node_address, nodes):
    from ray.cluster_utils import Cluster

    usual = {"num_cpus": 1, "include_log_monitor": False, "object_store_memory": 80 << 20}
    head = {**usual, "node_name": nodes[0], "node_ip_address": node_address, "temp_dir": os.path.join(folder, name)}
    cluster = Cluster(initialize_head=True, head_node_args={**head, "include_dashboard": False})
    for node in nodes[1:]:
        cluster.add_node(node_name=node, wait=False, **usual)
    return cluster


def address_of(interface, request, *fields):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, request, struct.pack("16sH14s8x", interface, *fields))


def main():
    folder = sys.argv[1]
    if sys.argv[2:] == ["open"]:
        cluster = start(folder, "b", BEYOND, ["open"])
        print(cluster.address, flush=True)
        sys.stdin.read()
        return
    # SIOCSIFFLAGS: up and running; SIOCSIFADDR: a second address.
    address_of(b"lo", 0x8914, 0x41, b"")
    address_of(b"lo:1", 0x8916, socket.AF_INET, struct.pack("H4s8x", 0, socket.inet_aton(BEYOND)))
    without = {name: value for name, value in os.environ.items() if not name.startswith("RAY_AUTH")}
    other = subprocess.Popen(
        [sys.executable, __file__, folder, "open"], env=without, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    cluster = start(folder, "a", "127.0.0.1", ["n1", "n2"])
    cluster.wait_for_nodes()
    open_address = other.stdout.readline().decode().strip()
    print(json.dumps({"address": cluster.address, "open": open_address}), flush=True)
    sys.stdin.read()


main()
