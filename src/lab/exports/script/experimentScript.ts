/** A run as a program in Keras and scikit-learn, cut into the cells that a notebook shows. */
import type { Table } from '../../../core/dataset/table.ts'
import { harmless } from '../../../core/csv/csvWriter.ts'
import type { ResolvedExperiment } from '../../../core/experiment/experiment.ts'
import type { Candidate } from '../../../core/model/modelSpec.ts'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'
import { callbackCodes, layerCode, lossCode, optimizerCode } from './kerasCode.ts'
import { prepareCode } from './prepareCode.ts'
import { literal } from './python.ts'
import { splitsCode } from './splitterCode.ts'
import { outermostOf } from '../../../core/split/outermostOf.ts'

/** What a script is written from. */
export interface ScriptSource {
  readonly runId: string
  readonly version: string
  readonly experiment: ResolvedExperiment
  readonly table: Table
}

/** The columns that hold what is no feature, beside the target. */
export const GROUP_COLUMN = 'holdout group'
export const WEIGHT_COLUMN = 'holdout weight'

/** The parts of the program in order; put one after the other they are the script. */
export function scriptCells(given: ScriptSource): readonly string[] {
  const source = { ...given, table: safeNames(given.table) }
  const { experiment, table } = source
  const { validation } = experiment
  const outer = outermostOf(validation)
  const splits = splitsCode('splits', outer, experiment.seed)
  const inner =
    validation.strategy === 'nested' ? splitsCode('inner_splits', validation.inner, experiment.seed) : undefined
  const prepare = prepareCode(table, experiment.preprocessing)
  const watches = experiment.candidates.some(({ spec }) => spec.training.earlyStopping)
  const names = [
    ...new Set([...splits.imports, ...(inner?.imports ?? []), ...(watches ? ['train_test_split'] : [])]),
  ].sort()
  return [
    headCode(source),
    [
      'import pathlib',
      'import sys',
      '',
      'import keras',
      'import numpy as np',
      'import pandas as pd',
      'from keras import layers',
      ...[...prepare.imports, `from sklearn.model_selection import ${names.join(', ')}`].sort(),
    ].join('\n'),
    dataCode(source),
    [splits.code, ...(inner ? [inner.code] : [])].join('\n\n\n'),
    prepare.code,
    modelsCode(experiment),
    fitCode(experiment),
    inner ? nestedCode(experiment) : evaluateCode(experiment),
    CHECK_CODE,
    MAIN_CODE,
  ]
}

/** Names as the CSV beside the script has them, which a spreadsheet may open. */
function safeNames(table: Table): Table {
  const safe = <Column extends Table['target']>(column: Column): Column => ({ ...column, name: harmless(column.name) })
  return { ...table, features: table.features.map(safe), target: safe(table.target) }
}

function headCode({ experiment, runId, version }: ScriptSource): string {
  const lines = [
    experiment.name,
    '',
    ...(experiment.description === undefined ? [] : [experiment.description, '']),
    `The run ${runId} of Holdout ${version} as a program: the same rows, folds, preparation and networks.`,
    'Weights and the order of rows are drawn by Keras, so scores differ as they do between two seeds.',
    '',
    '    pip install tensorflow keras scikit-learn pandas',
    '    python experiment.py            # trains and scores every model',
    "    python experiment.py --check    # from the first weights of the run: how far are the losses from the run's?",
  ]
  return `"""${lines.join('\n').replaceAll('\\', '\\\\').replaceAll('"""', "'''")}\n"""`
}

function dataCode({ experiment, table }: ScriptSource): string {
  const { task, classes } = encodeTarget(table, experiment.task)
  const numbers = table.features.filter(({ kind }) => kind === 'number').map(({ name }) => name)
  const isRegression = task === 'regression'
  return [
    'HERE = pathlib.Path(__file__).parent if "__file__" in globals() else pathlib.Path()',
    `FEATURES = ${literal(table.features.map(({ name }) => name))}`,
    `NUMBERS = ${literal(numbers)}`,
    `TARGET = ${literal(table.target.name)}`,
    ...(isRegression ? [] : [`CLASSES = ${literal(classes.map(harmless))}`]),
    '',
    '# The table as the run was trained on it: no cell is guessed anew. An empty cell is missing.',
    `NUMERIC = NUMBERS${isRegression ? ' + [TARGET]' : ''}`,
    'table = pd.read_csv(HERE / "data.csv", dtype=str, keep_default_na=False)',
    'table[NUMERIC] = table[NUMERIC].apply(pd.to_numeric)',
    'rows = np.arange(len(table))',
    isRegression
      ? 'labels = table[TARGET].to_numpy(np.float64)'
      : 'labels = table[TARGET].map(CLASSES.index).to_numpy(np.int64)',
    table.groups ? `groups = table[${literal(GROUP_COLUMN)}].astype(int).to_numpy()` : 'groups = rows',
    ...(table.weights ? [`weights = table[${literal(WEIGHT_COLUMN)}].astype(float).to_numpy()`] : []),
  ].join('\n')
}

function modelsCode({ candidates, task }: ResolvedExperiment): string {
  const accuracy = accuracyOf(task)
  const functions = candidates.map((candidate, index) => modelFunction(candidate, index, accuracy))
  const settings = candidates.map(({ name, spec: { training } }, index) => {
    const { epochs, batchSize, shuffle, classWeight, earlyStopping, seed } = training
    const given = {
      epochs,
      batch_size: batchSize,
      shuffle,
      ...(classWeight !== undefined && { class_weight: classWeight }),
      ...(earlyStopping && { watched: earlyStopping.validationFraction }),
      ...(seed !== undefined && { seed }),
    }
    const entries = Object.entries(given).map(([key, value]) => `"${key}": ${literal(value)}`)
    return `    ${literal(name)}: {"build": model_${String(index + 1)}, "callbacks": callbacks_${String(index + 1)}, ${entries.join(', ')}},`
  })
  return [...functions, ['MODELS = {', ...settings, '}'].join('\n')].join('\n\n\n')
}

function accuracyOf(task: ResolvedExperiment['task']): string {
  return task === 'binary' ? 'binary_accuracy' : 'categorical_accuracy'
}

function modelFunction({ name, spec }: Candidate, index: number, accuracy: string): string {
  const { training, layers } = spec
  const callbacks = callbackCodes(training, accuracy)
  const metrics = training.loss.type.endsWith('Crossentropy') ? `, metrics=["${accuracy}"], weighted_metrics=[]` : ''
  return [
    `def model_${String(index + 1)}(inputs):`,
    `    """${name.replaceAll('\\', '\\\\').replaceAll('"', "'")}"""`,
    '    model = keras.Sequential(',
    '        [',
    '            keras.Input((inputs,)),',
    ...layers.map((layer) => `            ${layerCode(layer)},`),
    '        ]',
    '    )',
    `    optimizer = ${optimizerCode(training)}`,
    `    model.compile(optimizer, ${lossCode(training.loss)}${metrics})`,
    '    return model',
    '',
    '',
    `def callbacks_${String(index + 1)}():`,
    `    return [${callbacks.join(', ')}]`,
  ].join('\n')
}

function fitCode({ task, preprocessing, candidates }: ResolvedExperiment): string {
  const hasClassWeights = candidates.some(({ spec }) => spec.training.classWeight !== undefined)
  const watches = candidates.some(({ spec }) => spec.training.earlyStopping)
  const scales = task === 'regression' && preprocessing.target === 'standard'
  const targets = {
    binary: 'targets = labels.astype(np.float32)[:, None]',
    multiclass: 'targets = np.eye(len(CLASSES), dtype=np.float32)[labels]',
    regression: scales
      ? 'mean, scale = labels[train].mean(), labels[train].std() or 1.0\n    targets = ((labels - mean) / scale).astype(np.float32)[:, None]'
      : 'targets = labels.astype(np.float32)[:, None]',
  }[task]
  return [
    'def fit(how, train, held_out, first=None):',
    '    """Trains on some rows, watches others; returns the model, its history and what it predicts for the others.',
    '',
    '    `first`: weights to begin with, and the order of rows in each epoch; else Keras draws them.',
    '    """',
    '    x = prepare(train)',
    `    ${targets}`,
    '    model = how["build"](x.shape[1])',
    '    keep = {"callbacks": how["callbacks"](), "verbose": 0}',
    ...(watches
      ? [
          '    watched = held_out',
          '    if "watched" in how:',
          '        # Drawn from the training rows alone; the run drew others of them.',
          `        train, watched = train_test_split(train, test_size=how["watched"], random_state=0${task === 'regression' ? '' : ', stratify=labels[train]'})`,
        ]
      : ['    watched = held_out']),
    '    sample_weight = row_weights(how, train)',
    '    if first is None:',
    '        history = model.fit(',
    '            x[train], targets[train], sample_weight=sample_weight, validation_data=(x[watched], targets[watched]),',
    '            epochs=how["epochs"], batch_size=how["batch_size"], shuffle=how["shuffle"], **keep,',
    '        )',
    '    else:',
    '        weights_before, orders = first',
    '        set_dense_weights(model, weights_before)',
    '        in_order = batches_in_order(x, targets, row_weights(how, train, everywhere=True), orders, how["batch_size"])',
    '        history = model.fit(',
    '            in_order, shuffle=False, validation_data=(x[watched], targets[watched]),',
    '            epochs=len(orders), steps_per_epoch=-(-orders.shape[1] // how["batch_size"]), **keep,',
    '        )',
    '    outputs = model.predict(x[held_out], verbose=0)',
    ...(scales ? ['    outputs = outputs * scale + mean'] : []),
    '    return model, history.history, outputs',
    '',
    '',
    ...rowWeightsCode(hasClassWeights, task),
    '',
    '',
    ...SCORE[task],
  ].join('\n')
}

function rowWeightsCode(hasClassWeights: boolean, _task: ResolvedExperiment['task']): readonly string[] {
  return [
    'def row_weights(how, train, everywhere=False):',
    '    """Weight of each training row in the loss (of every row of the table if `everywhere`); None: all count alike."""',
    '    each = np.array(globals().get("weights", np.ones(len(rows))), dtype=np.float64)',
    '    given = how.get("class_weight")',
    '    if given is None and "weights" not in globals():',
    '        return None',
    ...(hasClassWeights
      ? [
          '    if given == "balanced":',
          '        counts = np.bincount(labels[train], minlength=len(CLASSES))',
          '        each = each * np.divide(len(train), len(CLASSES) * counts, out=np.zeros(len(CLASSES)), where=counts > 0)[labels]',
          '    elif given is not None:',
          '        each = each * np.array([given.get(label, 1.0) for label in CLASSES])[labels]',
        ]
      : []),
    '    return each if everywhere else each[train]',
  ]
}

const SCORE: Readonly<Record<ResolvedExperiment['task'], readonly string[]>> = {
  binary: [
    'def score(outputs, held_out):',
    '    """Accuracy."""',
    '    return np.mean((outputs[:, 0] > 0.5) == labels[held_out])',
  ],
  multiclass: [
    'def score(outputs, held_out):',
    '    """Accuracy."""',
    '    return np.mean(outputs.argmax(axis=1) == labels[held_out])',
  ],
  regression: [
    'def score(outputs, held_out):',
    '    """Root mean squared error, in the unit of the target."""',
    '    return np.sqrt(np.mean((outputs[:, 0] - labels[held_out]) ** 2))',
  ],
}

function shownScore(task: ResolvedExperiment['task']): string {
  return task === 'regression'
    ? 'print(f"{name}: {np.mean(scores):.2f} ({np.std(scores):.2f}) rootMeanSquaredError")'
    : 'print(f"{name}: {np.mean(scores):.2%} ({np.std(scores):.2%})")'
}

function evaluateCode({ task }: ResolvedExperiment): string {
  return [
    'def evaluate():',
    '    for name, how in MODELS.items():',
    '        scores = []',
    '        for repeat, fold, train, held_out in splits(rows, labels, groups):',
    '            keras.utils.set_random_seed(1000 * repeat + fold)',
    '            _, _, outputs = fit(how, train, held_out)',
    '            scores.append(score(outputs, held_out))',
    `        ${shownScore(task)}`,
  ].join('\n')
}

function nestedCode({ task }: ResolvedExperiment): string {
  const best = task === 'regression' ? 'min' : 'max'
  return [
    'def evaluate():',
    '    """The inner folds of each outer fold choose a model, which is then scored on the outer fold."""',
    '    scores = []',
    '    for repeat, fold, train, held_out in splits(rows, labels, groups):',
    '        def inner_score(name):',
    '            return np.mean([',
    '                score(fit(MODELS[name], inner_train, inner_held_out)[2], inner_held_out)',
    '                for _, _, inner_train, inner_held_out in inner_splits(train, labels, groups)',
    '            ])',
    '',
    `        chosen = ${best}(MODELS, key=inner_score)`,
    '        scores.append(score(fit(MODELS[chosen], train, held_out)[2], held_out))',
    '    name = "Nested estimate"',
    `    ${shownScore(task)}`,
  ].join('\n')
}

const CHECK_CODE = [
  'def batches_in_order(x, targets, weights, orders, batch_size):',
  '    """Batches of rows in an order that is given for each epoch."""',
  '    for order in orders:',
  '        for begin in range(0, len(order), batch_size):',
  '            batch = order[begin : begin + batch_size]',
  '            yield (x[batch], targets[batch]) if weights is None else (x[batch], targets[batch], weights[batch])',
  '',
  '',
  'def set_dense_weights(model, values):',
  '    dense = [layer for layer in model.layers if isinstance(layer, layers.Dense)]',
  '    for layer, own in zip(dense, values, strict=True):',
  '        layer.set_weights(own)',
  '',
  '',
  'def check():',
  '    """Trains the first fold of each model as the run did; returns the largest difference of the losses by model."""',
  '    stored = np.load(HERE / "first-weights.npz")',
  '    differences = {}',
  '    for number, (name, how) in enumerate(MODELS.items(), start=1):',
  '        if f"{number}/orders" not in stored:',
  '            print(f"{name}: not compared, since it draws noise or stops early")',
  '            continue',
  '        _, _, train, held_out = next(splits(rows, labels, groups))',
  '        dense = len({key.split("/")[1] for key in stored if key.startswith(f"{number}/layer")})',
  '        values = [',
  '            [stored[key] for key in (f"{number}/layer{i}/kernel", f"{number}/layer{i}/bias") if key in stored]',
  '            for i in range(1, dense + 1)',
  '        ]',
  '        _, history, _ = fit(how, train, held_out, (values, stored[f"{number}/orders"]))',
  '        pairs = [(history["loss"], stored[f"{number}/loss"]), (history["val_loss"], stored[f"{number}/valLoss"])]',
  '        differences[name] = max(float(np.max(np.abs(np.array(ours) - run) / np.maximum(1, np.abs(run)))) for ours, run in pairs)',
  "        print(f\"{name}: the losses of {len(history['loss'])} epochs differ from the run's by at most {differences[name]:.1e}\")",
  '    return differences',
].join('\n')

const MAIN_CODE = ['if __name__ == "__main__":', '    check() if "--check" in sys.argv else evaluate()'].join('\n')
