/** A packaged tree of a few files that starts the programs of this checkout: to be copied to a place without a gigabyte. */
import { createHash } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { quotedForShell } from '../quotedForShell.ts'
import { SUMS_FILE } from '../setupPlace.ts'

/** Writes the tree into `folder`. */
export async function standInTree(folder: string): Promise<void> {
  const files: Record<string, string> = {
    'bin/node': `#!/bin/sh\nexec ${quotedForShell([process.execPath])} "$@"\n`,
    'app/package.json': '{ "type": "module" }\n',
    "app/it's a file.txt": 'a name with odd characters',
  }
  for (const name of ['main', 'receive', 'follow', 'stamp']) {
    const { href } = new URL(`../../../trainer/shards/${name}.ts`, import.meta.url)
    files[`app/out/trainer/shards/${name}.js`] = `await import(${JSON.stringify(href)})\n`
  }
  let sums = ''
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
    sums += `${createHash('sha256').update(text).digest('hex')}  ${path}\n`
  }
  await chmod(join(folder, 'bin/node'), 0o755)
  await writeFile(join(folder, SUMS_FILE), sums)
}
