"""The driver of a run on Ray. `work.py train RUN_FOLDER FILE_NUMBER`, `work.py check CLUSTER`"""

import fcntl
import json
import os
import pathlib
import sys
import time

import part as parts
from connect import check, connect, one_line, usable_nodes
from part import EVERY_SECONDS, Keeper, plain, train_part, write_whole


class Driver:
    """Sees to it that every part that was submitted is trained once."""

    def __init__(self, ray, run):
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        self.ray, self.run, self.home = ray, run, run / "ray"
        # Nodes have no file of ours: what runs there is sent as it is written here.
        ray.cloudpickle.register_pickle_by_value(parts)
        here = ray.get_runtime_context().get_node_id()
        beside = NodeAffinitySchedulingStrategy(here, soft=False)
        self.keeper = ray.remote(Keeper).options(num_cpus=0, scheduling_strategy=beside).remote(str(run))
        self.tables, self.seen, self.waiting, self.going = {}, set(), [], {}
        # Of each submission: how many parts are open, and whether all others came to their good end.
        self.open_of, self.is_good = {}, {}
        self.is_stopped = False

    def work(self):
        while True:
            self.read_spool()
            self.follow_stop()
            for number, part in list(self.waiting):
                self.start(number, part)
            self.write_open()
            ready, _ = self.ray.wait(list(self.going), timeout=EVERY_SECONDS) if self.going else ([], [])
            for ref in ready:
                self.end(ref)
            if not self.going and not ready:
                if self.waiting:
                    time.sleep(EVERY_SECONDS)
                elif self.may_end():
                    return

    def read_spool(self):
        for path in sorted((self.home / "spool").glob("*.json"), key=lambda one: int(one.stem)):
            number = int(path.stem)
            if number in self.seen:
                continue
            submission = json.loads(path.read_text())
            self.seen.add(number)
            self.open_of[number], self.is_good[number] = len(submission["shards"]), True
            for shard in submission["shards"]:
                self.waiting.append((number, {**submission, "shard": shard}))

    def follow_stop(self):
        is_stopped = (self.run / "stop").exists()
        if is_stopped == self.is_stopped:
            return
        self.is_stopped = is_stopped
        begun = self.ray.get(self.keeper.stop.remote(is_stopped))
        if not is_stopped:
            return
        for number, part in list(self.waiting):
            self.forget(number, part)
        for ref, (_, part) in self.going.items():
            if part["shard"] not in begun:
                self.ray.cancel(ref)

    def start(self, number, part):
        most, before = part.get("atMost"), part.get("after")
        if most is not None and len(self.going) >= most:
            return
        if before is not None and self.open_of.get(int(before), 0) > 0:
            return
        if before is not None and not self.is_good.get(int(before), False):
            self.forget(number, part)
            return
        nodes = usable_nodes(self.ray) if part["exclude"] else []
        others = [node["NodeID"] for node in nodes if node["NodeName"] in part["exclude"]]
        if nodes and len(others) == len(nodes):
            self.say(part, "no node is left that computes as the run does")
            self.forget(number, part)
            return
        options = {"num_cpus": 1, "max_retries": -1, "retry_exceptions": False}
        if others:
            options["label_selector"] = {"ray.io/node-id": f"!in({','.join(others)})"}
        if part.get("memory"):
            options["memory"] = part["memory"]
        task = self.ray.remote(train_part).options(**options)
        self.waiting.remove((number, part))
        self.going[task.remote(self.keeper, self.table(part), part)] = (number, part)

    def table(self, part):
        name = part["table"]
        if name not in self.tables:
            self.tables[name] = self.ray.put((self.run.parent.parent / "tables" / plain(name)).read_bytes())
        return self.tables[name]

    def end(self, ref):
        number, part = self.going.pop(ref)
        try:
            code = self.ray.get(ref)
        except self.ray.exceptions.TaskCancelledError:
            code = part["stopped"]
        except Exception as error:
            self.say(part, f"Ray ended this part: {one_line(error)}")
            code = None
        if code == part["stopped"] and not self.is_stopped:
            # Its node is wanted for something else.
            self.waiting.append((number, part))
            return
        self.open_of[number] -= 1
        self.is_good[number] = self.is_good[number] and code == 0

    def forget(self, number, part):
        self.waiting.remove((number, part))
        self.open_of[number] -= 1
        self.is_good[number] = False

    def say(self, part, words):
        with open(self.run / "shards" / str(part["shard"]) / "log", "a", encoding="utf8") as log:
            log.write(f"{words}\n")

    def write_open(self):
        parts = [part for _, part in [*self.waiting, *self.going.values()]]
        write_whole(self.home / "open.json", json.dumps([part["shard"] for part in parts]).encode())
        write_whole(self.home / "seen.json", json.dumps(sorted(self.seen)).encode())

    def may_end(self):
        """Whether nothing waits. The lock is held until this process has ended: whoever submits meanwhile starts another driver."""
        file = os.open(self.home / "spool.lock", os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        if all(int(path.stem) in self.seen for path in (self.home / "spool").glob("*.json")):
            (self.home / "ended").touch()
            return True
        os.close(file)
        return False


def train(run, tell):
    try:
        ray = connect(json.loads((run / "ray" / "settings.json").read_text()), run)
        driver = Driver(ray, run)
    except Exception as error:
        os.write(tell, (one_line(error) + "\n").encode())
        return 1
    os.write(tell, b"ok\n")
    os.close(tell)
    driver.work()
    ray.shutdown()
    return 0


def main():
    os.umask(0o077)
    if sys.argv[1] == "train":
        return train(pathlib.Path(sys.argv[2]), int(sys.argv[3]))
    try:
        print(json.dumps(check(json.loads(sys.argv[2]))))
        return 0
    except Exception as error:
        print(one_line(error), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
