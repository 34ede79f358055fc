import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { KEY_META } from '../contract/pageKey.ts'
import { Lab } from '../lab/lab.ts'
import { FakeTrainer } from '../lab/trainers/fakeTrainer.ts'
import { PageServer } from './pageServer.ts'
import type { ConnectionLimits } from './pageServer.ts'

const RESOURCES = fileURLToPath(new URL('../../resources', import.meta.url))
let folder: string
let lab: Lab
let server: PageServer

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue(undefined)
  folder = await mkdtemp(join(tmpdir(), 'holdout-half-'))
  await writeFile(join(folder, 'index.html'), '<head></head>')
  const workspace = join(folder, 'workspace')
  const host = { host: 'browser' } as const
  lab = await Lab.boot({
    workspace,
    program: 'a test',
    resources: RESOURCES,
    trainer: new FakeTrainer(),
    checker: new FakeTrainer(),
    host,
  })
})
afterEach(async () => {
  await server.close()
  await lab.shutdown()
  await rm(folder, { recursive: true, force: true })
})

async function listen(limits: Partial<ConnectionLimits>, data = lab.data): Promise<URL> {
  const answering = Object.create(lab, { data: { value: data } }) as Lab
  server = await PageServer.listen({ lab: answering, page: folder, limits })
  return new URL(server.newAddress())
}

/** Sends this, keeps the connection open, and resolves to what had come when the server closed it. */
function sendAndWait({ hostname, port }: URL, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket: Socket = connect(Number(port), hostname, () => socket.write(text))
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}

/** Cookie and key of a first visit, as lines of a head. */
async function comeIn(address: URL): Promise<string> {
  const response = await fetch(address)
  const [, key = ''] = new RegExp(`name="${KEY_META}" content="(\\S+) `).exec(await response.text()) ?? []
  const cookie = response.headers.get('set-cookie')?.split(';')[0]
  return `Host: ${address.host}\r\nOrigin: ${address.origin}\r\nCookie: ${String(cookie)}\r\nx-holdout-key: ${key}\r\n`
}

async function uploads(): Promise<string[]> {
  const names = await readdir(join(folder, 'workspace', 'inbox'), { recursive: true }).catch(() => [])
  return names.filter((name) => /\.(csv|part)$/.test(name))
}

it.each(['Content-Length: 1000', 'Transfer-Encoding: chunked'])(
  'an upload (%s) that falls silent is closed, and nothing is kept of it',
  async (length) => {
    const address = await listen({ silentBodyMs: 50 })
    const head = `POST /data/uploads?name=half.csv HTTP/1.1\r\n${await comeIn(address)}${length}\r\n\r\n`
    const body = length.startsWith('T') ? '4\r\na,b\n\r\n' : 'a,b\n'
    await sendAndWait(address, head + body)
    await vi.waitFor(async () => expect(await uploads()).toEqual([]))
    expect((await fetch(address.origin)).status).toBe(401)
  },
)

it('a body that falls silent is closed where nobody wanted it, too', async () => {
  const address = await listen({ silentBodyMs: 50 })
  const head = `POST /data/uploads HTTP/1.1\r\nHost: ${address.host}\r\nContent-Length: 1000\r\n\r\nabc`
  expect(await sendAndWait(address, head)).toContain('403')
})

it('what is sent whole is answered, however long the answer takes', async () => {
  const slowly = async <T>(answer: T): Promise<T> => {
    await wait(150)
    return answer
  }
  const address = await listen(
    { silentBodyMs: 30 },
    {
      ...lab.data,
      upload: async (name, body) => {
        await new Response(body).text()
        return slowly({ ref: 'file:x', name, bytes: 4 })
      },
      rows: () => slowly({ rows: [] } as unknown as Awaited<ReturnType<typeof lab.data.rows>>),
    },
  )
  const shown = `${await comeIn(address)}Connection: close\r\n`
  const upload = `POST /data/uploads?name=whole.csv HTTP/1.1\r\n${shown}Content-Length: 4\r\n\r\na,b\n`
  expect(await sendAndWait(address, upload)).toContain('200 OK')
  const rows = `GET /data/datasets/${'a'.repeat(64)}/rows?from=0&count=1&fields=0 HTTP/1.1\r\n${shown}\r\n`
  expect(await sendAndWait(address, rows)).toContain('200 OK')
})

it('a head that does not come is closed', async () => {
  const address = await listen({ headMs: 40 })
  expect(await sendAndWait(address, 'GET / HTTP/1.1\r\nHost: ')).toContain('408')
})

it('connections beyond the limit are closed, and others go on', async () => {
  const address = await listen({ connections: 1 })
  const held = connect(Number(address.port), address.hostname)
  await new Promise((resolve) => held.once('connect', resolve))
  expect(await sendAndWait(address, '')).toBe('')
  held.destroy()
  await vi.waitFor(async () => expect((await fetch(address.origin)).status).toBe(401))
})
