import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { FileHandle } from '../../../contract/identifiers.ts'
import { sendFile } from '../api/sendFile.ts'

/** Sooner than this most files are there, and nothing needs to be said. */
const QUIET_MS = 300

/** A file on its way to the lab. */
export interface Upload {
  readonly name: string
  /** How much has been sent, from 0 to 1. */
  readonly share: number
}

/** Files that a browser sends to the lab, which cannot be handed their paths. */
export const useUploadStore = defineStore('upload', () => {
  /** What is being sent, once that takes a while. */
  const current = shallowRef<Upload>()
  let sending = new AbortController()

  /** Sends a file; one that is still under way is called off. Null where this one is called off. */
  async function send(file: File): Promise<FileHandle | null> {
    sending.abort()
    const own = new AbortController()
    sending = own
    let share = 0
    const show = () => (current.value = { name: file.name, share })
    const timer = setTimeout(show, QUIET_MS)
    try {
      const onShare = (sent: number) => {
        share = sent
        if (current.value && sending === own) show()
      }
      return await sendFile(file, onShare, own.signal)
    } finally {
      clearTimeout(timer)
      if (sending === own) current.value = undefined
    }
  }
  function cancel(): void {
    sending.abort()
  }

  return { current, send, cancel }
})
