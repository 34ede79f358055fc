import type { Finding } from '../../../../core/diagnostics/preflight/preflight.ts'
import type { FitDocument, RunDocument } from '../../../../core/run/runDocument.ts'
import { count, decimals, significant } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { smallTable } from './smallTable.ts'

/** Splits whose preparation is listed. */
const MOST_SPLITS = 60

/** The dataset and what its import changed. */
export function datasetSection({ dataset, findings, ledger }: RunDocument): Markup {
  const { file, rows, features, target, classes, classCounts } = dataset
  const classWords = classes?.map((label, code) => `${label} (${count(classCounts?.[code] ?? 0)})`).join(', ')
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['File', file],
    ['Rows', count(rows)],
    ['Features', count(features)],
    ['Target', target],
    ['Classes', classWords],
  ]
  return markup`<h2>The data</h2>
    ${factList(facts)}${findingTable(findings ?? [])}${ledgerTable(ledger)}`
}

function findingTable(findings: readonly Finding[]): Markup {
  if (findings.length === 0) return markup``
  const rows = findings.map(
    ({ severity, column, message, mend }) =>
      markup`<tr>
        <td>${severity}</td>
        <th scope="row">${column ?? 'whole table'}</th>
        <td>${message}</td>
        <td>${mend}</td>
      </tr>`,
  )
  return markup`<h3>Pre-flight findings</h3>
    ${smallTable(
      markup`<th scope="col">Kind</th>
          <th scope="col">Column</th>
          <th scope="col">What was found</th>
          <th scope="col">How to mend it</th>`,
      rows,
    )}`
}

function ledgerTable(ledger: RunDocument['ledger']): Markup {
  if (ledger.length === 0) return markup`<p class="note">The import changed nothing that would have to be told.</p>`
  const rows = ledger.map(
    ({ column, count: cells, message, samples }) =>
      markup`<tr>
        <th scope="row">${column ?? 'whole file'}</th>
        <td class="num">${count(cells)}</td>
        <td>${message}</td>
        <td class="num">${samples.map(({ line }) => line).join(', ')}</td>
      </tr>`,
  )
  return markup`<h3>Import ledger</h3>
    ${smallTable(
      markup`<th scope="col">Column</th>
          <th scope="col" class="num">Count</th>
          <th scope="col">What was changed or guessed</th>
          <th scope="col" class="num">Lines, up to five</th>`,
      rows,
    )}`
}

/** How it was done: what was fitted where, and with what. */
export function methodSection(document: RunDocument): Markup {
  const { backend, environment, seed, overrides, notices } = document
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Holdout', environment.holdout],
    ['Backend', backend ? `${backend.name} ${backend.version}, ${backend.program}` : undefined],
    [
      'Threads',
      backend
        ? `${String(backend.threads.intraOp)} within and ${String(backend.threads.interOp)} between operations`
        : undefined,
    ],
    ['Seed', String(seed)],
    [
      'Given for this run',
      overrides &&
        Object.entries(overrides)
          .map(([name, value]) => `${name}: ${String(value)}`)
          .join(', '),
    ],
    [
      'Machine',
      `${environment.cpu}, ${String(environment.cores)} cores, ${decimals(environment.memoryBytes / 2 ** 30, 1)} GiB`,
    ],
    ['System', `${environment.platform}, Node ${environment.node}`],
  ]
  const remarks = [...(backend?.notice === undefined ? [] : [backend.notice]), ...notices]
  return markup`<h2>How it was done</h2>
    <p>
      Whatever learns from data (filling gaps, scaling, encoding, class weights, early stopping) was fitted on the
      training rows of each fold alone. Every model saw the same folds.
    </p>
    ${factList(facts)}${remarks.map((remark) => markup`<p class="remark">${remark}</p>`)}${preparationTable(document)}`
}

/** One row per split: all models share its preparation. */
function preparationTable({ models, learned }: RunDocument): Markup {
  const fits = preparedFits(models)
  if (fits.length === 0) return markup``
  const some =
    fits.length > MOST_SPLITS ? markup`<p class="note">The first ${MOST_SPLITS} of ${fits.length} splits.</p>` : null
  return markup`<h3>What each fold was prepared by</h3>
    <table class="small">
      <thead>
        <tr>
          <th scope="col" class="num">Repeat</th>
          <th scope="col" class="num">Fold</th>
          <th scope="col" class="num">Training rows</th>
          <th scope="col" class="num">Held-out rows</th>
          <th scope="col" class="num">Filled cells</th>
          <th scope="col" class="num">Unseen categories</th>
        </tr>
      </thead>
      <tbody>
        ${fits.slice(0, MOST_SPLITS).map(preparationRow)}
      </tbody>
    </table>
    ${some} ${learnedTable(learned)}`
}

/** What was learned of each column: how far it reaches over the splits. */
function learnedTable(learned: RunDocument['learned']): Markup {
  if (!learned || learned.columns.length === 0) return markup``
  const { columns, splits, of } = learned
  return markup`<h3>What was learned of each column</h3>
    <table class="small">
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col" class="num">Fill value</th>
          <th scope="col" class="num">Center</th>
          <th scope="col" class="num">Scale</th>
          <th scope="col" class="num">Levels in training rows</th>
        </tr>
      </thead>
      <tbody>
        ${columns.map(
          (column) =>
            markup`<tr>
              <th scope="row">${column.name}</th>
              <td class="num">${column.kind === 'number' ? range(column.fill) : '–'}</td>
              <td class="num">${column.kind === 'number' ? range(column.center) : '–'}</td>
              <td class="num">${column.kind === 'number' ? range(column.scale) : '–'}</td>
              <td class="num">
                ${column.kind === 'category' ? `${range(column.levels)} of ${String(column.levelsInAll)}` : '–'}
              </td>
            </tr> `,
        )}
      </tbody>
    </table>
    <p class="note">
      Lowest to highest over ${splits.length} splits, each learned from the training rows of that split.
      ${of > columns.length && `The first ${String(columns.length)} of ${String(of)} columns.`}
      <code>holdout runs verify RUN --fit-scope</code> computes this anew from the data and proves that no held-out row took part.
    </p>`
}

function range(values: readonly number[]): string {
  if (values.length === 0) return '–'
  const [low, high] = [Math.min(...values), Math.max(...values)].map(significant)
  return low === high ? low : `${low} to ${high}`
}

function preparationRow({ repeat, fold, preparation }: FitDocument): Markup {
  const { trainRows, testRows, imputedCells, unseenCategories } = preparation ?? {}
  return markup`<tr>
    <td class="num">${repeat + 1}</td>
    <td class="num">${fold + 1}</td>
    <td class="num">${trainRows}</td>
    <td class="num">${testRows}</td>
    <td class="num">${imputedCells}</td>
    <td class="num">${unseenCategories}</td>
  </tr>`
}

/** What to check a copy against: the hash of the data, and the fingerprints of what was fitted on each fold. */
export function appendixSection({ run, dataset, models }: RunDocument): Markup {
  const fits = preparedFits(models)
  const rows = fits.slice(0, MOST_SPLITS).map(
    ({ repeat, fold, preparation }) =>
      markup`<tr>
        <td class="num">${repeat + 1}</td>
        <td class="num">${fold + 1}</td>
        <td class="code">${preparation?.fingerprint}</td>
      </tr>`,
  )
  return markup`<h2>Appendix: hashes</h2>
    ${factList([
      ['Run', run],
      ['SHA-256 of the data', dataset.sha256],
    ])}
    ${
      rows.length > 0 &&
      smallTable(
        markup`<th scope="col" class="num">Repeat</th>
          <th scope="col" class="num">Fold</th>
          <th scope="col">Fingerprint of what was fitted</th>`,
        rows,
      )
    }`
}

/** The outermost fits of the first model that say how their fold was prepared: all models share it. */
function preparedFits(models: RunDocument['models']): readonly FitDocument[] {
  return (models.at(0)?.fitResults ?? []).filter(({ outer, preparation }) => outer === undefined && preparation)
}

/** The experiment file, as it was run. */
export function experimentSection({ experiment }: RunDocument): Markup {
  return markup`<h2>To run it again</h2>
    <p>Save this as a file beside the data and give it to <code>holdout run</code>.</p>
    <pre tabindex="0" role="region" aria-label="Experiment file">${experiment}</pre>`
}

function factList(facts: readonly (readonly [string, string | undefined])[]): Markup {
  const rows = facts.filter(([, value]) => value !== undefined && value !== '')
  return markup`<dl>
    ${rows.map(
      ([name, value]) =>
        markup`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`
}
