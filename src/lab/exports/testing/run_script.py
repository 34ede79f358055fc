"""Imports an exported experiment.py and runs experiment.ipynb beside it.

Prints the folds of the script, how far its losses are from the run's, and what the last cell of the notebook prints.
"""
import contextlib
import importlib.util
import io
import json
import os
import pathlib
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


def run_notebook(path):
    """Runs the code cells in order in one namespace, in the folder of the notebook, as Jupyter does."""
    os.chdir(path.parent)
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf8"))["cells"] if cell["cell_type"] == "code"]
    names = {"__name__": "__main__"}
    for cell in cells[:-1]:
        exec(compile(cell, "cell", "exec"), names)
    # One epoch is enough to see that it runs.
    names["MODELS"] = {name: how | {"epochs": 1} for name, how in names["MODELS"].items()}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(cells[-1], "cell", "exec"), names)
    return printed.getvalue()


real = sys.stdout
sys.stdout = sys.stderr
differences = experiment.check()
# One fold of one epoch is enough to see that it runs.
all_splits = experiment.splits
experiment.splits = lambda *given: [next(all_splits(*given))]
experiment.MODELS = {name: how | {"epochs": 1} for name, how in list(experiment.MODELS.items())[-1:]}
experiment.evaluate()
notebook = run_notebook(pathlib.Path(sys.argv[2]))
print(json.dumps({"splits": splits, "differences": differences, "notebook": notebook}), file=real)
