import type { FileHandle } from '../../../contract/identifiers.ts'
import { uploadPath } from '../../../contract/uploadPath.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { ErrorData } from '../../../core/errors.ts'
import { keyHeaders } from './pageKey.ts'

/**
 * Sends the bytes of a file to the lab, from the disk. `onShare` hears how much has been sent, from 0 to 1.
 * @returns null where `signal` has called it off
 * @throws HoldoutError as the lab says it, else `file/upload`
 */
export function sendFile(
  file: File,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<FileHandle | null> {
  // `fetch` says nothing before all is sent.
  const request = new XMLHttpRequest()
  request.open('POST', uploadPath(file.name))
  for (const [name, value] of Object.entries(keyHeaders())) request.setRequestHeader(name, value)
  request.upload.addEventListener('progress', ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0))
  return new Promise((resolve, reject) => {
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText) as FileHandle)
      else reject(refusal(file, request))
    })
    request.addEventListener('error', () => reject(refusal(file, request)))
    request.addEventListener('abort', () => resolve(null))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

function refusal({ name }: File, { statusText, responseText }: XMLHttpRequest): HoldoutError {
  // The lab says what a person can do about it: the disk is full, or the file too large.
  const said = responseText.startsWith('{') ? (JSON.parse(responseText) as { readonly error?: ErrorData }) : {}
  if (said.error) return HoldoutError.fromData(said.error)
  return new HoldoutError('file/upload', `${name} could not be sent${statusText === '' ? '.' : `: ${statusText}`}`)
}
