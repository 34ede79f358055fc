import type { DiagnosisDocument, DiagnosisSection } from '../../../../core/diagnostics/diagnosisDocument.ts'
import type { SectionTable } from '../../../../core/diagnostics/diagnostic.ts'
import { checkCoded } from '../../../../core/diagnostics/checks/checkTable.ts'
import { numberText } from '../../../../core/figures/numberText.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { smallTable } from './smallTable.ts'
import { figureChart, figureLegend } from '../svg/figureChart.ts'

/** Where the models are wrong, and what the checks found; nothing where a run was not diagnosed. */
export function diagnosisSections(diagnoses: DiagnosisDocument | undefined): Markup {
  if (!diagnoses || diagnoses.candidates.length === 0) return markup``
  return markup`${checksSection(diagnoses)}
    <h2>Where the models are wrong</h2>
    ${thresholds(diagnoses)}
    <p class="note">All numbers are of held-out rows.</p>
    ${diagnoses.sections.map(section)} ${left(diagnoses)}`
}

function checksSection({ candidates }: DiagnosisDocument): Markup {
  const found = candidates.flatMap(({ name, checks }) => checks.map((finding) => ({ name, ...finding })))
  const spoken = found.filter(({ silenced }) => silenced === undefined)
  const silenced = [...new Set(found.filter((finding) => finding.silenced !== undefined).map(({ code }) => code))]
  const rows = spoken.map(({ name, code, severity, title, evidence }) => {
    const numbers = Object.entries(evidence).map(([key, value]) => `${key} ${String(value)}`)
    return markup`<tr>
      <th scope="row" class="whole">${name}</th>
      <td class="whole">${code}, ${severity}</td>
      <td>${title}. <span class="muted">${numbers.join(', ')}.</span> ${checkCoded(code)?.advice ?? ''}</td>
    </tr>`
  })
  const head = markup`<th scope="col">Model</th>
    <th scope="col">Check</th>
    <th scope="col">What was found, and what to do</th>`
  return markup`<h2>Checks</h2>
    ${rows.length === 0 ? markup`<p>None of the checks found anything.</p>` : smallTable(head, rows)}
    ${silenced.length === 0 ? null : markup`<p class="note">Silenced: ${silenced.join(', ')}.</p>`}`
}

function thresholds({ candidates }: DiagnosisDocument): Markup {
  const chosen = candidates.filter(({ isThresholdStored }) => isThresholdStored === true)
  return markup`${chosen.map(({ name, threshold }) => markup`<p class="remark">${name}: the threshold ${numberText(threshold)} was chosen and stored with the run. Counts and scores of classes are at this threshold.</p>`)}`
}

function section({ title, howToRead, figures, together = [], candidates }: DiagnosisSection): Markup {
  const drawn = figures.map(
    (figure) => markup`<figure>
      <figcaption class="above">${figure.title}</figcaption>
      ${figureChart(figure)}
      <figcaption>${figureLegend(figure)}</figcaption>
    </figure>`,
  )
  const tables = candidates.map(
    ({
      name,
      tables: own,
      notes,
    }) => markup`${candidates.length > 1 && own.length > 0 ? markup`<p class="above"><strong>${name}</strong></p>` : null}
      ${own.map(table)} ${notes.map((note) => markup`<p class="note">${note}</p>`)}`,
  )
  return markup`<h3>${title}</h3>
    <p class="note">${howToRead}</p>
    ${drawn.length === 0 ? null : markup`<div class="pair">${drawn}</div>`}
    ${together.map(table)} ${tables}`
}

function table({ title, head, rows }: SectionTable): Markup {
  const columns = markup`${head.map((name, i) => (i === 0 ? markup`<th scope="col">${name}</th>` : markup`<th scope="col" class="num">${name}</th>`))}`
  const body = rows.map(
    (row) => markup`<tr>
      ${row.map((cell, i) => (i === 0 ? markup`<th scope="row">${cell}</th>` : markup`<td class="num">${cell}</td>`))}
    </tr>`,
  )
  const heading = title === undefined ? null : markup`<p class="above"><strong>${title}</strong></p>`
  return markup`${heading}
    <div class="wide">${smallTable(columns, body)}</div>`
}

function left({ candidates }: DiagnosisDocument): Markup {
  return markup`${candidates.flatMap(({ name, unavailable }) => unavailable.map((reason) => markup`<p class="note">${name}: ${reason}</p>`))}`
}
