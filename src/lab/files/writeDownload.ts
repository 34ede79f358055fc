import { randomUUID } from 'node:crypto'
import { copyFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileError } from '../datasets/source/fileError.ts'
import type { DownloadContent } from '../web/pageHandler.ts'
import { replaceFile } from './jsonFile.ts'
import { makeFolder } from './makeFolder.ts'

/** Writes what is handed out where a person wants it: whole or not at all. @throws HoldoutError of the family `file` */
export async function writeDownload(path: string, content: DownloadContent): Promise<void> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    await replaceFile(path, content)
    return
  }
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`
  try {
    await makeFolder(dirname(path))
    await copyFile(content.path, temporary)
    await rename(temporary, path)
  } catch (error) {
    throw fileError(error, path)
  } finally {
    await rm(temporary, { force: true })
  }
}
