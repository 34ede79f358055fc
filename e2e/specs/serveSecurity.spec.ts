import { expect, test } from '@playwright/test'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { ServeProcess } from '../harness/serveProcess.ts'
import { sendRaw } from '../harness/rawRequest.ts'
import { ask, enter } from '../harness/visitor.ts'
import type { Entry } from '../harness/visitor.ts'

let serving: ServeProcess
let entry: Entry
let cookie: string
let host: string

test.beforeAll(async () => {
  serving = await ServeProcess.start()
  host = new URL(serving.origin).host
  entry = await enter(serving.address)
  cookie = entry.cookie
})

test.afterAll(() => serving.stopAndForget())

test('nothing is answered without a cookie, nor with a wrong or a spent token', async () => {
  for (const path of [
    '/',
    '/index.html',
    '/data/uploads',
    '/?token=',
    '/?token=wrong',
    new URL(serving.address).search,
  ]) {
    const { status } = await ask(serving.origin, path.startsWith('?') ? `/${path}` : path)
    expect(status, path).toBe(401)
  }
  expect((await ask(serving.origin, '/', { headers: { cookie: 'holdout=wrong' } })).status).toBe(401)
})

test('the cookie is kept from scripts and from other sites', async () => {
  const other = await ServeProcess.start()
  const { headers, status } = await ask(other.origin, `/${new URL(other.address).search}`)
  await other.stopAndForget()
  expect(status).toBe(200)
  expect(headers['set-cookie']?.[0]).toMatch(/^holdout-\d+=[\w-]{40,}; HttpOnly; SameSite=Strict; Path=\/$/)
  expect(headers['set-cookie']?.[0]).toContain(`holdout-${new URL(other.origin).port}=`)
  expect(headers['cache-control']).toBe('no-store')
})

test('a cookie alone, which every port of the machine is sent, reads and sends nothing', async () => {
  const id = 'a'.repeat(64)
  const data = [
    `/data/datasets/${id}/rows?from=0&count=1&fields=0`,
    '/data/runs/none/report.html',
    `/data/reports/${crypto.randomUUID()}/report.html`,
    '/data/nothing',
  ]
  for (const path of data) {
    const { status } = await ask(serving.origin, path, { headers: { cookie } })
    expect(status, path).toBe(401)
    const wrong = { cookie, 'x-holdout-key': entry.view }
    expect((await ask(serving.origin, path, { headers: wrong })).status, path).toBe(401)
  }
  const sending = { method: 'POST', body: 'a\n1\n', headers: { cookie, origin: serving.origin } }
  expect((await ask(serving.origin, '/data/uploads?name=x.csv', sending)).status).toBe(401)
  const frame = (view: string) =>
    ask(serving.origin, `/data/runs/none/report.html?view=${view}`, { headers: { cookie } })
  expect((await frame(entry.key)).status).toBe(401)
  expect((await frame(entry.view)).status).toBe(422)
})

test('every answer carries the policy', async () => {
  for (const path of ['/', '/nowhere.js', '/data/nothing']) {
    const { headers } = await ask(serving.origin, path, { headers: { cookie } })
    const policy = headers['content-security-policy'] ?? ''
    expect(policy, path).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("style-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
  }
})

test('another name for this machine is refused', async () => {
  for (const foreign of ['evil.example', `evil.example:${new URL(serving.origin).port}`, '127.0.0.1', '127.0.0.1:1']) {
    const { status } = await ask(serving.origin, '/', { headers: { host: foreign, cookie } })
    expect(status, foreign).toBe(403)
  }
})

test('other pages are refused', async () => {
  const body = 'a,b\n1,2\n'
  const upload = (headers: Record<string, string>) =>
    ask(serving.origin, '/data/uploads?name=x.csv', {
      method: 'POST',
      body,
      headers: { cookie, host, 'x-holdout-key': entry.key, ...headers },
    })
  for (const origin of [
    'https://evil.example',
    'null',
    'http://localhost',
    `http://evil.example:${host.split(':')[1]}`,
  ])
    expect((await upload({ origin })).status, origin).toBe(403)
  expect((await upload({})).status).toBe(403)
  expect((await upload({ origin: serving.origin, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await upload({ origin: serving.origin, 'sec-fetch-site': 'same-site' })).status).toBe(403)
  expect((await upload({ origin: serving.origin })).status).toBe(200)
})

test('no path leads out of the page', async () => {
  const attempts = [
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/../../../package.json',
    '/assets/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/etc/passwd',
    '/%00',
    '/index.html%00.js',
    '/%',
    '/.built',
    '/data/datasets/..%2f..%2fpackage.json/rows',
    '/data/runs/..%2f../report.html',
    '/data/downloads/../../package.json',
  ]
  for (const path of attempts) {
    const { status, body } = await ask(serving.origin, path, { headers: { cookie, 'x-holdout-key': entry.key } })
    expect([400, 403, 404], path).toContain(status)
    expect(body, path).not.toMatch(/"name"|root:/)
  }
})

test('a file sent is kept under its own name alone, in the inbox', async () => {
  const name = encodeURIComponent('../../../evil\u0000/..\\x:y.csv')
  const { status, body } = await ask(serving.origin, `/data/uploads?name=${name}`, {
    method: 'POST',
    body: 'a,b\n1,2\n',
    headers: { cookie, origin: serving.origin, 'x-holdout-key': entry.key },
  })
  expect(status).toBe(200)
  const file = JSON.parse(body) as { name: string; ref: string }
  expect(file.name).toBe('x_y.csv')
  expect(file.ref).toMatch(/^file:[0-9a-f-]{36}$/)
})

test('only the methods that are needed are answered', async () => {
  for (const [path, method] of [
    ['/', 'POST'],
    ['/index.html', 'PUT'],
    ['/data/uploads', 'GET'],
    ['/data/uploads', 'DELETE'],
  ]) {
    const { status } = await ask(serving.origin, path, {
      method,
      headers: { cookie, origin: serving.origin, 'x-holdout-key': entry.key },
    })
    expect(status, `${method} ${path}`).toBe(405)
  }
})

test('a page of rows that is too large is refused', async () => {
  const id = 'a'.repeat(64)
  const headers = { cookie, 'x-holdout-key': entry.key }
  const ask_ = (query: string) => ask(serving.origin, `/data/datasets/${id}/rows?${query}`, { headers })
  expect((await ask_('from=0&count=-1&fields=0')).status).toBe(400)
  expect((await ask_('from=0&count=1e9&fields=0')).status).toBe(400)
  expect((await ask_("from=0&count=10&fields=0');--")).status).toBe(400)
  expect((await ask_('from=0&count=10&fields=0&sort=0;--')).status).toBe(400)
  expect((await ask_(`from=0&count=10&fields=0&filter=${'a'.repeat(301)}`)).status).toBe(400)
  expect((await ask_('from=0&count=10&fields=0')).status).toBe(422)
})

/** Opens a socket and tells how that ended: the status it was refused with, or the code it was closed with. */
function trySocket(headers: Record<string, string>, messages: readonly (string | Buffer)[] = []): Promise<string> {
  const socket = new WebSocket(`ws://${host}/rpc`, { headers })
  return new Promise((resolve) => {
    socket.on('open', () => {
      if (messages.length === 0) resolve('open')
      for (const message of messages) socket.send(message)
    })
    socket.on('close', (code) => resolve(`closed ${code}`))
    socket.on('unexpected-response', (_request, response) => resolve(`refused ${response.statusCode ?? 0}`))
    socket.on('error', () => undefined)
  })
}

test('a socket needs the cookie, the right origin and the right name', async () => {
  const { origin } = serving
  expect(await trySocket({ cookie, origin })).toBe('open')
  expect(await trySocket({ origin })).toBe('refused 401')
  expect(await trySocket({ cookie: 'holdout=x', origin })).toBe('refused 401')
  expect(await trySocket({ cookie })).toBe('refused 403')
  expect(await trySocket({ cookie, origin: 'https://evil.example' })).toBe('refused 403')
  expect(await trySocket({ cookie, origin: 'null' })).toBe('refused 403')
  expect(await trySocket({ cookie, origin, host: 'evil.example' })).toBe('refused 403')
})

test('the first message on a socket must be the key', async () => {
  const headers = { cookie, origin: serving.origin }
  const request = JSON.stringify({ i: '1', p: { u: '/settings/get' } })
  for (const message of [request, '{"key":"wrong"}', '{"key":null}', 'null', '', Buffer.from(entry.key), entry.key])
    expect(await trySocket(headers, [message]), String(message)).toBe('closed 4401')
  expect(await trySocket(headers, [JSON.stringify({ key: entry.view })])).toBe('closed 4401')
})

test('messages that are not of the protocol close the socket, and the server lives on', async () => {
  const headers = { cookie, origin: serving.origin }
  const wrong: (string | Buffer)[] = [
    'hello',
    '',
    '{}',
    '[]',
    'null',
    '{"i":1}',
    '{"i":{},"p":{"u":"/settings/get"}}',
    '{"i":"1","p":{"u":"http://evil.example/settings/get"}}',
    '{"i":"1","t":3,"p":{}}',
    Buffer.from([1, 2, 3]),
  ]
  const key = JSON.stringify({ key: entry.key })
  for (const message of wrong) expect(await trySocket(headers, [key, message]), String(message)).toBe('closed 1007')
  // 1006 where the connection is gone before all that was sent has left.
  expect(await trySocket(headers, [key, 'x'.repeat(30 << 20)])).toMatch(/^closed (1009|1006)$/)
  expect(await trySocket(headers)).toBe('open')
})

test('no request ends the server', async () => {
  const heads = [
    `TRACE / HTTP/1.1\r\nHost: ${host}`,
    `CONNECT ${host} HTTP/1.1\r\nHost: ${host}`,
    `OPTIONS * HTTP/1.1\r\nHost: ${host}`,
    `GET //user:pw@x/ HTTP/1.1\r\nHost: ${host}`,
    `GET http://user:pw@${host}/ HTTP/1.1\r\nHost: ${host}`,
    `GET http://evil.example/ HTTP/1.1\r\nHost: ${host}`,
    `GET /\\evil HTTP/1.1\r\nHost: ${host}`,
    `GET /%zz?token=%zz HTTP/1.1\r\nHost: ${host}`,
    `GET /data/uploads HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\nzz`,
    `POST /data/uploads HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${serving.origin}\r\nContent-Length: 100`,
    `POST /data/uploads?name=%00 HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${serving.origin}\r\nContent-Length: 3\r\n\r\nabc`,
    `GET /rpc HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: h2c`,
    `GET /rpc HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${serving.origin}\r\nConnection: Upgrade\r\nUpgrade: websocket`,
    'GET / HTTP/1.1',
    'nonsense',
  ]
  const shown = [``, `\r\nCookie: ${cookie}\r\nx-holdout-key: ${entry.key}`]
  for (const head of heads) {
    for (const more of shown) {
      const [line, ...rest] = head.split('\r\n')
      await sendRaw(serving.origin, [`${line}${more}`, ...rest].join('\r\n') + '\r\n\r\n')
      expect(serving.isRunning, head).toBe(true)
    }
  }
  expect((await ask(serving.origin, '/', { headers: { cookie } })).status).toBe(200)
})

test('two servers in one browser do not lock each other out', async ({ page, context }) => {
  const [first, second] = [await ServeProcess.start(), await ServeProcess.start()]
  await page.goto(first.address)
  const other = await context.newPage()
  await other.goto(second.address)
  for (const one of [page, other, page]) {
    await one.reload()
    await expect(one.getByRole('button', { name: 'Run', exact: true }).first()).toBeVisible()
    await expect(one.getByText('open the address it prints')).toBeHidden()
    expect(new URL(one.url()).search).toBe('')
  }
  // A further tab of the same server gets the key from the one that is open.
  const third = await context.newPage()
  await third.goto(first.origin)
  await expect(third.getByRole('button', { name: 'Run', exact: true }).first()).toBeVisible()
  // A server on another port is sent the cookies, and no key.
  const cookies = await context.cookies(second.origin)
  expect(cookies.map(({ name }) => name).sort()).toEqual(
    [first, second].map(({ origin }) => `holdout-${new URL(origin).port}`).sort(),
  )
  await first.stopAndForget()
  await second.stopAndForget()
})

test('a page elsewhere in the browser can neither read nor frame it', async ({ page }) => {
  const visits: string[] = []
  await page.route('http://evil.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${serving.origin}/"></iframe>` }),
  )
  page.on('response', (response) => visits.push(`${response.status()} ${response.url()}`))
  await page.goto('http://evil.example/')
  const outcome = await page.evaluate(
    (origin) =>
      fetch(origin, { credentials: 'include' }).then(
        (response) => String(response.status),
        () => 'refused',
      ),
    serving.origin,
  )
  expect(outcome).toBe('refused')
  expect(visits.filter((visit) => visit.startsWith('200') && visit.includes(host))).toEqual([])
})

test('links inside the page that lead out are not followed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-page-'))
  const page = join(folder, 'page')
  await mkdir(page)
  await writeFile(join(folder, 'secret.js'), 'secret')
  await writeFile(join(page, 'index.html'), '<!doctype html>')
  await symlink(join(folder, 'secret.js'), join(page, 'out.js'))
  const { serveFile } = await import('../../src/lab/web/serveFile.ts')
  expect((await serveFile(page, '/')).status).toBe(200)
  expect((await serveFile(page, '/out.js')).status).toBe(403)
  await rm(folder, { recursive: true })
})

test('it ends by itself when nobody has it open', async () => {
  const { serve } = await import('../../src/serve/serve.ts')
  const workspace = await mkdtemp(join(tmpdir(), 'holdout-idle-'))
  const idle = await serve({ workspace, idleMs: 300 })
  await idle.idle
  await expect(ask(new URL(idle.address).origin, '/')).rejects.toThrow('ECONNREFUSED')
  await rm(workspace, { recursive: true })
})
