import { BrowserWindow } from 'electron'
import { randomUUID } from 'node:crypto'
import { SAFE_PREFERENCES } from './createWindow.ts'

/** A page that is to be printed, fetched by the window that prints it: `holdout://app/print/ID`. */
const printing = new Map<string, string>()

/** The HTML behind an address of {@link printPdf}. */
export function printedHtml(id: string): string | undefined {
  return printing.get(id)
}

/** A self-contained HTML page as a tagged A4 PDF, printed by a window that is never shown and runs no script. */
export async function printPdf(html: string): Promise<Uint8Array<ArrayBuffer>> {
  const id = randomUUID()
  printing.set(id, html)
  const window = new BrowserWindow({ show: false, webPreferences: { ...SAFE_PREFERENCES, javascript: false } })
  try {
    await window.loadURL(`holdout://app/print/${id}`)
    const bytes = await window.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    })
    return Uint8Array.from(bytes)
  } finally {
    printing.delete(id)
    window.destroy()
  }
}
