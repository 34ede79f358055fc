import { onMounted, onUnmounted } from 'vue'
import type { FileHandle } from '../../../contract/identifiers.ts'
import { uploadFile } from '../api/pickFile.ts'
import { useSystemStore } from '../stores/systemStore.ts'

/** While the room is shown, a table that is pasted (cells copied in a spreadsheet, or lines of CSV) is opened as a file. */
export function usePastedTable(open: (file: FileHandle) => Promise<void>): void {
  const system = useSystemStore()

  async function take(text: string): Promise<void> {
    try {
      const name = text.includes('\t') ? 'pasted.tsv' : 'pasted.csv'
      const sent = await uploadFile(new File([text], name, { type: 'text/plain' }))
      if (sent) await open(sent)
    } catch (error) {
      system.showProblem(error)
    }
  }
  function onPaste(event: ClipboardEvent): void {
    const isTyping = (event.target as Element | null)?.closest('input, textarea, [contenteditable], [role="dialog"]')
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (isTyping || !isTable(text)) return
    event.preventDefault()
    void take(text)
  }
  onMounted(() => document.addEventListener('paste', onPaste))
  onUnmounted(() => document.removeEventListener('paste', onPaste))
}

/** A header and a row at least. */
function isTable(text: string): boolean {
  return text.trim().includes('\n')
}
