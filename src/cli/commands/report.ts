import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { EXIT, HoldoutError } from '../../core/errors.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import { fileError } from '../../lab/datasets/source/fileError.ts'
import { extractDocument } from '../../lab/exports/report/embeddedDocument.ts'
import { htmlReport } from '../../lab/exports/report/htmlReport.ts'
import { jsonReport } from '../../lab/exports/report/jsonReport.ts'
import { markdownReport } from '../../lab/exports/report/markdownReport.ts'
import { printWithChromium } from '../../lab/exports/report/pdf/printWithChromium.ts'
import { openOutputFolder } from '../../lab/exports/report/outputFolder.ts'
import { withDiagnoses } from '../../lab/diagnostics/storedDiagnoses.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import { loadDocument } from '../../lab/runs/store/loadDocument.ts'
import { requireNewFile } from '../../lab/files/requireNewFile.ts'
import { FORCE_OPTION, isGiven, textOption } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

type Writer = (document: RunDocument) => string | Promise<Uint8Array>

const WRITERS: Readonly<Record<string, Writer>> = {
  html: htmlReport,
  md: markdownReport,
  json: jsonReport,
  pdf: async (document) => printWithChromium(htmlReport(document)),
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
    out: { type: 'string', short: 'o', value: 'FILE', help: 'where to write it; stdout unless given' },
    ...FORCE_OPTION,
    ...WORKSPACE_OPTION,
  },
  run: async (input, terminal) => {
    const out = textOption(input, 'out')
    const write = writerOf(input, out)
    if (out !== undefined) await requireNewFile(out, { isForced: isGiven(input, 'force'), inputs: input.positionals })
    if (out === undefined && write === WRITERS['pdf']) throw pdfWithoutFile()
    const written = await write(await readDocument(input))
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

function pdfWithoutFile(): HoldoutError {
  return new HoldoutError('usage/missing-argument', 'report: a PDF goes into a file, and --out names none', {
    hint: 'For example: holdout report latest --out report.pdf',
  })
}

/** What is no file is the name of a run. */
async function readDocument(input: CommandInput): Promise<RunDocument> {
  const [wish] = input.positionals
  const text = await readText(wish)
  if (text !== undefined) return extractDocument(text)
  return withWorkspace(input, 'read', 'holdout report', async (workspace) =>
    withDiagnoses(workspace, await loadDocument(workspace, findRun(workspace, wish), { histories: true })),
  )
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause) && RUN_NAME.test(path)) return undefined
    throw fileError(cause, path)
  }
}

/** Runs are named by letters, digits and hyphens; whatever has a dot or a slash is meant as a file. */
const RUN_NAME = /^[A-Za-z0-9-]+$/

function isMissing(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException).code === 'ENOENT'
}
