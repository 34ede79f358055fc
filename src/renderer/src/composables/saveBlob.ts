/** Hands `blob` to the person as a file: the app's window asks where to, a browser downloads it. */
export function saveBlob(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileNameOf(name)
  link.click()
  // The download has taken its own hold of the bytes by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** A name that every file system takes. */
export function fileNameOf(name: string): string {
  const plain = name.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, '-').trim()
  return plain === '' ? 'holdout' : plain.slice(0, 120)
}
