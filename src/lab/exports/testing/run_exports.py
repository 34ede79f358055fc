"""Runs exported models by their real runtimes: takes a manifest of models, prints what each predicts.

The manifest is a JSON list of {"format", "path", "csv", "texts", "columns"}; what is printed is a list, in its order,
of {"values", "labels"} or {"error"}, with the versions of the runtimes beside it.
"""
import importlib.util
import json
import os
import pathlib
import sys
import traceback

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np
import onnxruntime
import pandas as pd
import tensorflow as tf


def run_onnx(path, frame):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    dtypes = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(string)": object}
    feeds = {i.name: frame[[i.name]].to_numpy().astype(dtypes[i.type]) for i in session.get_inputs()}
    prediction, *labels = session.run(None, feeds)
    return prediction, labels[0] if labels else None


def run_saved_model(path, frame):
    signature = tf.saved_model.load(path).signatures["serving_default"]
    _, inputs = signature.structured_input_signature
    feeds = {
        name: tf.constant(frame[[name]].to_numpy().astype(object if spec.dtype == tf.string else np.float32))
        for name, spec in inputs.items()
    }
    outputs = signature(**feeds)
    labels = [value.numpy() for name, value in outputs.items() if name.startswith("label")]
    [prediction] = [value.numpy() for name, value in outputs.items() if name.startswith("prediction")]
    return prediction, np.vectorize(bytes.decode)(labels[0]) if labels else None


def run_keras(path, frame, columns):
    model = keras.saving.load_model(path)
    reader = pathlib.Path(path).with_name("preprocessing.py")
    if reader.exists():
        spec = importlib.util.spec_from_file_location("preprocessing", reader)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        matrix = module.prepare(frame)
    else:
        matrix = frame[columns].to_numpy(np.float32)
    return model.predict(matrix, verbose=0), None


def run(item):
    frame = pd.read_csv(item["csv"], dtype={name: str for name in item["texts"]})
    frame[item["texts"]] = frame[item["texts"]].fillna("")
    if item["format"] == "keras":
        return run_keras(item["path"], frame, item["columns"])
    return {"onnx": run_onnx, "savedmodel": run_saved_model}[item["format"]](item["path"], frame)


def answer(item):
    try:
        prediction, labels = run(item)
        return {"values": prediction.astype(np.float64).ravel().tolist(), "labels": None if labels is None else labels.ravel().tolist()}
    except Exception:
        return {"error": traceback.format_exc()}


versions = {"keras": keras.__version__, "onnxruntime": onnxruntime.__version__, "tensorflow": tf.__version__}
print(json.dumps({"versions": versions, "answers": [answer(item) for item in json.load(open(sys.argv[1], encoding="utf8"))]}))
