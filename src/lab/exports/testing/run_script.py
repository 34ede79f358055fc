"""Imports an exported experiment.py; prints its folds, and how far its losses are from the run's."""
import importlib.util
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

spec = importlib.util.spec_from_file_location("experiment", sys.argv[1])
experiment = importlib.util.module_from_spec(spec)
spec.loader.exec_module(experiment)
splits = [
    {"repeat": repeat, "fold": fold, "train": train.tolist(), "heldOut": held_out.tolist()}
    for repeat, fold, train, held_out in experiment.splits(experiment.rows, experiment.labels, experiment.groups)
]
notebook = json.load(open(sys.argv[2], encoding="utf8"))
for cell in notebook["cells"][1:]:
    compile("".join(cell["source"]), "cell", "exec")
real = sys.stdout
sys.stdout = sys.stderr
differences = experiment.check()
# One fold of one epoch is enough to see that it runs.
all_splits = experiment.splits
experiment.splits = lambda *given: [next(all_splits(*given))]
experiment.MODELS = {name: how | {"epochs": 1} for name, how in list(experiment.MODELS.items())[-1:]}
experiment.evaluate()
print(json.dumps({"splits": splits, "differences": differences}), file=real)
