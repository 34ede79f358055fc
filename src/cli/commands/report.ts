import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { EXIT, HoldoutError } from '../../core/errors.ts'
import { REPORT_LANGUAGES } from '../../core/report/reportOptions.ts'
import type { ReportOptions } from '../../core/report/reportOptions.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import { htmlReport } from '../../lab/exports/report/htmlReport.ts'
import { jsonReport } from '../../lab/exports/report/jsonReport.ts'
import { markdownReport } from '../../lab/exports/report/markdownReport.ts'
import { printWithChromium } from '../../lab/exports/report/pdf/printWithChromium.ts'
import { asReport, readSavedDocument } from '../../lab/exports/report/openReport.ts'
import { REPORT_SECTIONS } from '../../lab/exports/report/sections.ts'
import { openOutputFolder } from '../../lab/exports/report/outputFolder.ts'
import { withDiagnoses } from '../../lab/diagnostics/storedDiagnoses.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import { loadDocument } from '../../lab/runs/store/loadDocument.ts'
import { requireNewFile } from '../../lab/files/requireNewFile.ts'
import { FORCE_OPTION, isGiven, listOf, oneOf, textOption } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

const SECTION_IDS = REPORT_SECTIONS.map(({ id }) => id)

type Writer = (
  document: RunDocument,
  options: ReportOptions,
  notify: (message: string) => void,
) => string | Promise<Uint8Array>

const WRITERS: Readonly<Record<string, Writer>> = {
  html: htmlReport,
  md: markdownReport,
  json: (document) => jsonReport(document),
  pdf: async (document, options, notify) => printWithChromium(htmlReport(document, options), { notify }),
  // To begin another run with: the file as it was, ready to be changed.
  yaml: ({ experiment }) => experiment,
}

/** `holdout report`: writes a run's report, from the workspace or from a file that holds the run. */
export const report: Command = {
  name: 'report',
  parameters: 'RUN|FILE',
  summary: 'write the report of a run: of the workspace, or of a report.html or result.json',
  positionals: [1, 1],
  options: {
    format: {
      type: 'string',
      short: 'f',
      value: 'FORMAT',
      help: 'html, md, json, pdf, or yaml for the experiment; else by the ending of --out',
    },
    language: { type: 'string', value: 'LANGUAGE', help: `${REPORT_LANGUAGES.join(' or ')}; en unless given` },
    'leave-out': {
      type: 'string',
      value: 'SECTIONS',
      help: `sections to leave out, with commas between: ${SECTION_IDS.join(', ')}`,
    },
    note: { type: 'string', value: 'TEXT', help: 'a note of yours, below the headline' },
    author: { type: 'string', value: 'NAME', help: 'who made the report' },
    out: { type: 'string', short: 'o', value: 'FILE', help: 'where to write it; stdout unless given' },
    ...FORCE_OPTION,
    ...WORKSPACE_OPTION,
  },
  run: async (input, terminal) => {
    const out = textOption(input, 'out')
    const write = writerOf(input, out)
    const options = reportOptions(input)
    if (out !== undefined) await requireNewFile(out, { isForced: isGiven(input, 'force'), inputs: input.positionals })
    if (out === undefined && write === WRITERS['pdf']) throw pdfWithoutFile()
    const notify = (message: string): void => terminal.err(`Note: ${message}\n`)
    const { document, isFromFile } = await findDocument(input)
    const written = await (isFromFile
      ? asReport(document, (it) => write(it, options, notify))
      : write(document, options, notify))
    if (out === undefined) {
      terminal.out(String(written))
      return EXIT.done
    }
    const folder = await openOutputFolder(dirname(out))
    await folder.write(new Map([[basename(out), written]]))
    if (input.json) terminal.out(`${JSON.stringify({ file: out })}\n`)
    else terminal.err(`Report: ${out}\n`)
    return EXIT.done
  },
}

function writerOf(input: CommandInput, out: string | undefined): Writer {
  const ending = out === undefined ? undefined : /\.([^.]+)$/.exec(out)?.[1].toLowerCase()
  const format = input.json && out === undefined ? 'json' : (textOption(input, 'format') ?? ending ?? 'md')
  if (Object.hasOwn(WRITERS, format)) return WRITERS[format]
  throw new HoldoutError(
    'usage/bad-value',
    `--format: expected html, md, json, pdf or yaml, received ${JSON.stringify(format)}`,
  )
}

/** @throws HoldoutError `usage/bad-option` */
function reportOptions(input: CommandInput): ReportOptions {
  const language = oneOf(input, 'language', REPORT_LANGUAGES)
  const [note, author] = [textOption(input, 'note'), textOption(input, 'author')]
  return {
    leaveOut: listOf(input, 'leave-out', SECTION_IDS),
    ...(language !== undefined && { language }),
    ...(note !== undefined && { note }),
    ...(author !== undefined && { author }),
  }
}

function pdfWithoutFile(): HoldoutError {
  return new HoldoutError('usage/missing-argument', 'report: a PDF goes into a file, and --out names none', {
    hint: 'For example: holdout report latest --out report.pdf',
  })
}

/** A document, and whether it came from a file that may be anybody's. */
interface Found {
  readonly document: RunDocument
  readonly isFromFile: boolean
}

/** What is no file is the name of a run. */
async function findDocument(input: CommandInput): Promise<Found> {
  const [request] = input.positionals
  if (!RUN_NAME.test(request) || existsSync(request))
    return { document: await readSavedDocument(request), isFromFile: true }
  return withWorkspace(input, 'read', 'holdout report', async (workspace) => {
    const document = await loadDocument(workspace, findRun(workspace, request), { histories: true })
    return { document: await withDiagnoses(workspace, document), isFromFile: false }
  })
}

/** Runs are named by letters, digits and hyphens; whatever has a dot or a slash is meant as a file. */
const RUN_NAME = /^[A-Za-z0-9-]+$/
