import { missingTexts } from '../../core/exports/rawColumns.ts'
import type { TrainedModel } from '../../core/model/trainedModel.ts'

/** What a network needs beside it that takes the prepared matrix: what was learned, and a reader of it in Python. */
export function preprocessingFiles(model: TrainedModel): readonly (readonly [string, string])[] {
  const [{ preprocessing, targetScale }] = model.members
  const columns = preprocessing.columns.map((column) =>
    column.kind === 'number' ? column : { ...column, missing: missingTexts(model, column.name) },
  )
  const learned = { holdoutPreprocessing: 1, task: model.task, classes: model.classes, targetScale, columns }
  return [
    ['preprocessing.json', `${JSON.stringify({ ...learned, outputs: preprocessing.outputs }, null, 2)}\n`],
    ['preprocessing.py', READER],
  ]
}

/** Reads `preprocessing.json` and prepares a pandas data frame by it. */
const READER = `"""Prepares the rows of a table for the model beside this file, as Holdout did when it trained it.

    import keras, pandas
    from preprocessing import prepare
    frame = pandas.read_csv("new.csv")
    predictions = keras.saving.load_model("model.keras").predict(prepare(frame))
"""
import json
import pathlib

import numpy as np

LEARNED = json.loads(pathlib.Path(__file__).with_name("preprocessing.json").read_text("utf8"))


def prepare(frame):
    """The matrix of the columns of \`frame\` (pandas), found by name: float32, rows by prepared features."""
    return np.concatenate([prepare_column(frame[c["name"]], c) for c in LEARNED["columns"]], axis=1)


def prepare_column(cells, learned):
    if learned["kind"] == "number":
        values = np.array(cells, dtype=np.float64)
        missing = np.isnan(values)
        if learned["fill"] is not None:
            values[missing] = learned["fill"]
        scaled = np.zeros_like(values) if learned["isEmpty"] else (values - learned["center"]) / learned["scale"]
        date_parts = learned.get("dateParts", ["days"])
        parts = [scaled] if "days" in date_parts else []
        parts += [missing] if learned["hasIndicator"] else []
        days = np.floor(np.where(missing, 0, values)).astype(np.int64)
        months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
        for part, number, size in [("month", months, 12), ("weekday", (days + 3) % 7, 7)]:
            if part in date_parts:
                known = ~missing & (not learned["isEmpty"])
                parts += [known & (number == value) for value in range(size)]
        return np.stack(parts, axis=1).astype(np.float32)
    texts = ["" if cell is None or cell != cell else str(cell) for cell in cells]
    number = {level: i for i, level in enumerate(learned["levels"])}
    fill = {text: learned["fill"] for text in learned["missing"]}
    levels = np.array([number.get(text, fill.get(text, -1)) for text in texts])
    ranks = np.array([*learned["ranks"], -1])[levels]
    if learned["kind"] == "ordinal":
        return ranks[:, None].astype(np.float32)
    return ((levels[:, None] == np.arange(len(number))) & (ranks[:, None] >= 0)).astype(np.float32)
`
