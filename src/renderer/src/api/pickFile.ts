import type { FileHandle } from '../../../contract/identifiers.ts'
import { useUploadStore } from '../stores/uploadStore.ts'
import { useLab } from './lab.ts'

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

/** Sends the bytes of a file that was chosen or dropped in a browser. Null when called off. */
export function uploadFile(file: File): Promise<FileHandle | null> {
  return useUploadStore().send(file)
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
