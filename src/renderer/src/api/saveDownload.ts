/** Lets a browser save what the lab has ready at a path of its own origin, or a blob. */
export function saveDownload(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}
