import type { FileHandle } from '../../../contract/identifiers.ts'
import { uploadPath } from '../../../contract/uploadPath.ts'
import { HoldoutError } from '../../../core/errors.ts'
import { useLab } from './lab.ts'
import { keyHeaders } from './pageKey.ts'

const ENDINGS = {
  csv: '.csv,.tsv,.txt,.dat,.gz,.parquet,.json,.jsonl,.ndjson,.xlsx,.xlsm',
  experiment: '.yaml,.yml,.json',
  report: '.html,.htm,.json',
  model: '.json',
  any: '.csv,.tsv,.txt,.dat,.gz,.parquet,.jsonl,.ndjson,.xlsx,.xlsm,.yaml,.yml,.json',
} as const

/** Asks for a file, in the app beside `near` where that is given: by the app's dialog in its window, by the browser's own with an upload elsewhere. Null when called off. */
export async function pickFile(
  kind: keyof typeof ENDINGS,
  host: 'electron' | 'browser',
  near?: string,
): Promise<FileHandle | null> {
  if (host === 'electron') return useLab().system.chooseFile({ kind, ...(near !== undefined && { near }) })
  const file = await browserFile(ENDINGS[kind])
  return file && uploadFile(file)
}

/** Sends the bytes of a file that was chosen or dropped in a browser. */
export async function uploadFile(file: File): Promise<FileHandle> {
  const answer = await fetch(uploadPath(file.name), { method: 'POST', body: file, headers: keyHeaders() })
  if (!answer.ok) throw new HoldoutError('file/upload', `${file.name} could not be sent: ${answer.statusText}`)
  return (await answer.json()) as FileHandle
}

function browserFile(accept: string): Promise<File | null> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })
}
