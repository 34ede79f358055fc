/** What a model card says, before it is Markdown or HTML. */
import { metricOfRun } from '../../../core/run/metricOfRun.ts'
import { missingTexts } from '../../../core/exports/rawColumns.ts'
import { kerasLayers } from '../../../core/exports/kerasLayers.ts'
import type { TrainedModel } from '../../../core/model/trainedModel.ts'
import type { FittedColumn } from '../../../core/preprocessing/fittedPreprocessing.ts'
import type { ModelDocument } from '../../../core/run/runDocument.ts'
import type { FlatValidation } from '../../../core/split/validationSpec.ts'
import type { ExportSource } from '../exportSource.ts'
import type { Parity } from '../parity.ts'
import { capital, count, score, significant } from '../report/formatNumbers.ts'

/** A part of the card. */
export interface CardSection {
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
}

export interface ModelCard {
  readonly title: string
  readonly lede: string
  readonly sections: readonly CardSection[]
}

/** Of the model itself: what tells this one from every other. */
export interface Fingerprints {
  /** SHA-256 of the model file, hex. */
  readonly model: string
}

/** The card of one final model. */
export function modelCard(
  source: ExportSource,
  {
    model,
    position,
    parity,
    fingerprints,
  }: {
    readonly model: TrainedModel
    readonly position: number
    readonly parity: Parity
    readonly fingerprints: Fingerprints
  },
): ModelCard {
  const { document } = source
  const { dataset, task } = document
  const results = document.models[position]
  const what = { binary: 'one of two classes', multiclass: 'one of several classes', regression: 'a number' }[task]
  return {
    title: `Model card: ${model.name}`,
    lede: `A small neural network that predicts ${what}, the column ${quoted(dataset.target)}, from ${count(dataset.features)} columns. Trained by Holdout ${document.environment.holdout} in the run ${document.run}, ${document.startedAt.slice(0, 10)}.`,
    sections: [
      dataSection(source),
      protocolSection(source, model),
      scoreSection(source, results),
      inputSection(model),
      networkSection(model, results),
      limitSection(source),
      paritySection(parity),
      fingerprintSection(source, fingerprints),
    ],
  }
}

function dataSection({ document: { dataset, ledger } }: ExportSource): CardSection {
  const { file, rows, features, target, classes, classCounts } = dataset
  const changes =
    ledger.length === 0
      ? 'Nothing was changed when it was read.'
      : `When it was read: ${ledger.map(({ message }) => message).join(' ')}`
  return {
    title: 'Data',
    paragraphs: [
      `${file ?? 'A table'}: ${count(rows)} rows, ${count(features)} features, target ${quoted(target)}.`,
      changes,
    ],
    ...(classes &&
      classCounts && {
        table: {
          head: ['Class', 'Rows'],
          rows: classes.map((label, index) => [label, count(classCounts[index])]),
        },
      }),
  }
}

function protocolSection({ stored, document }: ExportSource, { members }: TrainedModel): CardSection {
  const { validation } = stored.context.experiment
  const how =
    validation.strategy === 'nested'
      ? `Nested: ${flat(validation.outer)}; inside each of these folds ${flat(validation.inner)}, chosen by ${validation.choose}`
      : flat(validation)
  return {
    title: 'Protocol',
    paragraphs: [
      `${capital(how)}. Seed ${String(document.seed)}. Preparation (filling, scaling, encoding) was fitted on the training rows of each fold alone.`,
      members.length === 1
        ? 'This model was then trained on all rows, as each fold was on its own: the scores below are those of the folds, which trained on fewer rows.'
        : `This model is an ensemble: the mean of the ${count(members.length)} networks of the folds, whose scores are below. The mean itself was not scored, since most of its networks know each row; it is usually no worse than they are.`,
    ],
  }
}

function flat({ strategy, folds, repeats, shuffle, testFraction }: FlatValidation): string {
  if (strategy.endsWith('holdout')) return `${strategy}, ${significant(100 * testFraction)} % of the rows held out`
  if (strategy === 'leave-one-out') return strategy
  const repeated = repeats > 1 ? `, ${String(repeats)} repeats` : ''
  return `${strategy}, ${String(folds)} folds${repeated}${shuffle ? ', shuffled' : ''}`
}

function scoreSection({ document }: ExportSource, results: ModelDocument): CardSection {
  const rows = Object.entries(results.metrics).map(([name, { mean, sampleStd, interval }]) => {
    const metric = metricOfRun(document, name)
    const range = interval ? `${score(metric, interval.low, 1)} to ${score(metric, interval.high, 1)}` : '–'
    return [
      capital(metric.title) + (metric.isFraction ? ', %' : ''),
      score(metric, mean),
      score(metric, sampleStd),
      range,
    ]
  })
  const interval = Object.values(results.metrics).find((one) => one.interval)?.interval
  return {
    title: 'Scores on held-out rows',
    paragraphs: [
      `Over ${count(results.fits - results.failed)} fits; ${metricOfRun(document, document.primaryMetric).title} ranks the models of the run.${results.failed > 0 ? ` ${count(results.failed)} fits diverged and are in no mean.` : ''}`,
      ...(interval ? [`Intervals: ${String(100 * interval.level)} %, ${interval.method}.`] : []),
    ],
    table: { head: ['Score', 'Mean', 'Standard deviation', 'Interval of the mean'], rows },
  }
}

function inputSection(model: TrainedModel): CardSection {
  const [{ preprocessing }] = model.members
  const output = {
    binary: `The prediction is the probability of ${quoted(model.classes[1] ?? '')}; above 0.5 this class is predicted, else ${quoted(model.classes[0] ?? '')}.`,
    multiclass: `The prediction is a probability for each of ${model.classes.map(quoted).join(', ')}, in this order; the largest one is predicted.`,
    regression: 'The prediction is a number in the unit of the target.',
  }[model.task]
  return {
    title: 'Inputs and output',
    paragraphs: [
      output,
      'Dates and booleans are numbers as Holdout reads them: days since 1970-01-01, and 0 or 1.',
      ...(model.members.length > 1
        ? [
            'The table shows the preparation of the first network; the others differ in the numbers that their own training rows gave.',
          ]
        : []),
    ],
    table: {
      head: ['Column', 'Takes', 'A missing cell', 'Preparation'],
      rows: preprocessing.columns.map((column) => inputRow(column, model)),
    },
  }
}

const MOST_LEVELS = 12

function inputRow(column: FittedColumn, model: TrainedModel): readonly string[] {
  if (column.kind === 'number') {
    const { name, fill, center, scale, hasIndicator, isEmpty, dateParts } = column
    const missing =
      fill === null ? 'has no prediction' : `is taken for ${significant(fill)}${hasIndicator ? ', and marked' : ''}`
    const prepared = isEmpty
      ? 'always 0: it was empty in training'
      : dateParts
        ? `a date: ${dateParts.join(', ')}; days as (x − ${significant(center)}) / ${significant(scale)}, one input per month and weekday`
        : `(x − ${significant(center)}) / ${significant(scale)}`
    return [name, 'a number', missing, prepared]
  }
  const { name, levels, fill, kind } = column
  const shown = levels.slice(0, MOST_LEVELS).map(quoted).join(', ')
  const more = levels.length > MOST_LEVELS ? ` and ${count(levels.length - MOST_LEVELS)} more` : ''
  const missing = missingTexts(model, name)
    .map((text) => (text === '' ? 'empty' : text))
    .slice(0, 4)
  return [
    name,
    `one of ${shown}${more}`,
    `${missing.join(', ')}: ${fill < 0 ? 'no category' : `taken for ${quoted(levels[fill])}`}`,
    kind === 'oneHot' ? 'one input per category; another one is none' : 'its rank; another one is −1',
  ]
}

function networkSection(model: TrainedModel, { parameters }: ModelDocument): CardSection {
  const { epochs, batchSize, optimizer, loss } = model.spec.training
  return {
    title: 'Network',
    paragraphs: [
      `${count(parameters)} weights and biases. ${optimizer.type}, learning rate ${String(optimizer.learningRate)}, loss ${loss.type}, ${count(epochs)} epochs at most, batches of ${count(batchSize)} rows.`,
      `${kerasLayers(model, model.members[0])
        .map(({ className, config }) =>
          [className, config['units'], config['rate'], config['activation']]
            .filter((part) => typeof part === 'string' || typeof part === 'number')
            .join(' '),
        )
        .join(' → ')}.`,
    ],
  }
}

function limitSection({ document }: ExportSource): CardSection {
  const found = (document.findings ?? []).map(({ message }) => message)
  return {
    title: 'Limits',
    paragraphs: [
      'The scores say how well such a model does on rows like those of the data. They say nothing about rows of another kind: another time, place or way of measuring. Watch the inputs for values that training never saw.',
      ...(found.length > 0 ? [`Before training, the data showed: ${found.join(' ')}`] : []),
      ...document.notices,
    ],
  }
}

function paritySection({ rows, maxDifference, runtime, tolerance }: Parity): CardSection {
  return {
    title: 'Check of the export',
    paragraphs: [
      `Run by ${runtime} on the first ${count(rows)} rows, the exported model differs from the model in Holdout by at most ${maxDifference.toExponential(1)} (allowed: ${String(tolerance)}; of predictions beyond ±1 in proportion to their size).`,
    ],
  }
}

function fingerprintSection({ document, stored }: ExportSource, { model }: Fingerprints): CardSection {
  return {
    title: 'Fingerprints',
    paragraphs: [],
    table: {
      head: ['What', 'SHA-256'],
      rows: [
        ['Data file', document.dataset.sha256],
        ['Table as trained on', stored.row.tableHash],
        ['Model file of Holdout', model],
      ],
    },
  }
}

function quoted(text: string): string {
  return `“${text}”`
}
