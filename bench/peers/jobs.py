"""The jobs that peers are measured on, as bench/engine/cases.ts describes them. Data of the wide and tall jobs is noise about clusters."""
import csv
import json
import os
import sys
import time

import numpy as np

SONAR = os.path.join(os.path.dirname(__file__), "..", "..", "resources", "samples", "sonar.csv")

# units, dropout on inputs, dropout after hidden layers, max norm, learning rate, momentum, batch size, outputs
NETWORKS = {
    "baseline": dict(units=[60, 30], visible=0.0, hidden=0.0, max_norm=None, rate=0.01, momentum=0.8, batch=16, outputs=1),
    "visible": dict(units=[60, 30], visible=0.2, hidden=0.0, max_norm=3.0, rate=0.1, momentum=0.9, batch=16, outputs=1),
    "hidden": dict(units=[60, 30], visible=0.0, hidden=0.2, max_norm=3.0, rate=0.1, momentum=0.9, batch=16, outputs=1),
    "wide": dict(units=[512, 512], visible=0.0, hidden=0.2, max_norm=None, rate=0.1, momentum=0.9, batch=128, outputs=10),
    "tall": dict(units=[128, 64], visible=0.0, hidden=0.0, max_norm=None, rate=0.1, momentum=0.9, batch=256, outputs=1),
}
SHAPES = {"wide": (9_000, 784, 10), "tall": (90_000, 100, 2)}


def data(job):
    """Standardized inputs and codes of classes."""
    if job in SHAPES:
        rows, features, classes = SHAPES[job]
        draws = np.random.default_rng(1)
        codes = np.arange(rows) % classes
        centres = draws.standard_normal((classes, features))
        return (draws.standard_normal((rows, features)) + 0.15 * centres[codes]).astype("float32"), codes
    with open(SONAR) as file:
        rows = [row for row in csv.reader(file) if row]
    inputs = np.array([[float(cell) for cell in row[:60]] for row in rows], dtype="float32")
    return inputs, np.array([int(row[60] == "R") for row in rows])


def folds(job, inputs, codes, count):
    """Training rows, held-out rows: ten stratified folds of Sonar, of the other jobs all rows."""
    if job in SHAPES:
        return [(inputs, codes, inputs[:1000], codes[:1000])]
    from sklearn.model_selection import StratifiedKFold
    from sklearn.preprocessing import StandardScaler

    parts = []
    for train, test in StratifiedKFold(10, shuffle=True, random_state=7).split(inputs, codes):
        scaler = StandardScaler().fit(inputs[train])
        parts.append((scaler.transform(inputs[train]), codes[train], scaler.transform(inputs[test]), codes[test]))
    return parts[:count]


def measured(version, fit):
    """Times `fit(network, train, codes, test, test codes, epochs)` and prints seconds for each epoch of a fold."""
    if sys.argv[1] == "growth":
        print(json.dumps(dict(version=version, seconds=grown(fit, json.loads(sys.argv[2]), float(sys.argv[3])))))
        return
    job, epochs, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    inputs, codes = data(job)
    parts = folds(job, inputs, codes, count)
    fit(NETWORKS[job], *parts[0], 1)
    start = time.perf_counter()
    for part in parts:
        fit(NETWORKS[job], *part, epochs)
    seconds = time.perf_counter() - start
    rows = sum(len(part[0]) for part in parts) * epochs
    print(json.dumps(dict(version=version, secondsPerEpoch=seconds / (epochs * len(parts)), rowsPerSecond=rows / seconds)))


def grown(fit, axes, limit):
    """Seconds of the jobs of each axis, of bench/growth/growthPoints.ts, until the next is expected to take longer than `limit`."""
    fit(network_of(axes[0]["jobs"][0]), *made_up(axes[0]["jobs"][0]), 1)
    seconds = {}
    for axis in axes:
        measured_here = []
        for before, job in zip([None, *axis["jobs"]], axis["jobs"]):
            if before and measured_here[-1] * job["at"] / before["at"] > limit:
                break
            data_of_job = made_up(job)
            start = time.perf_counter()
            for _ in range(job["fits"]):
                fit(network_of(job), *data_of_job, job["epochs"])
            measured_here.append(time.perf_counter() - start)
        seconds[axis["id"]] = measured_here
    return seconds


def network_of(job):
    return dict(units=job["units"], visible=0.0, hidden=0.0, max_norm=None, rate=0.01, momentum=0.8, batch=job["batch"], outputs=1)


def made_up(job):
    """Training rows with their classes, and held-out rows with theirs."""
    draws = np.random.default_rng(1)
    inputs = draws.uniform(-1, 1, (job["rows"], job["features"])).astype("float32")
    codes = (inputs[:, 0] + inputs[:, 1] > 0).astype(int)
    held_out = job["rows"] // max(job["folds"], 10 if job["folds"] == 1 else 1)
    return inputs[held_out:], codes[held_out:], inputs[:held_out], codes[:held_out]
