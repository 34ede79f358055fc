/** A browser sends the bytes of a chosen or dropped file here by POST; answers a `FileHandle`. */
export function uploadPath(name: string): string {
  return `/data/uploads?name=${encodeURIComponent(name)}`
}
