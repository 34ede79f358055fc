import { expect, test } from '@playwright/test'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MainProcess } from '../harness/mainProcess.ts'

interface Call {
  readonly name: string
  readonly args: readonly unknown[]
}
interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}
interface Opened {
  readonly text: string
  readonly dataset: { readonly id: string } | null
  readonly datasetProblem?: { readonly code: string; readonly message: string }
}

test.describe.configure({ mode: 'serial' })

let main: MainProcess

/** An experiment as a stranger may send it. */
function experimentNaming(file: string): string {
  const model = '  - name: m\n    layers: [{ type: dense, units: 4 }, { type: output }]\n'
  return `holdout: 1\nname: Sent\ndataset: { file: ${JSON.stringify(file)}, target: password }\nmodels:\n${model}`
}

test.beforeAll(async () => {
  main = await MainProcess.start()
})
test.afterAll(() => main.stopAndForget())

const fetchPage = (path: string) => main.do('fetch', `holdout://app${path}`) as Promise<Answer>

test('what has to be said before the app is ready is said before', async () => {
  const names = ((await main.do('calls')) as Call[]).map(({ name }) => name)
  const ready = names.indexOf('ready')
  for (const before of ['app.requestSingleInstanceLock', 'registerSchemes', 'app.enableSandbox', 'crashReporter.start'])
    expect(names.slice(0, ready), before).toContain(before)
  const inOrder = [
    'setPermissionRequestHandler',
    'onBeforeRequest',
    'handle holdout',
    'new BrowserWindow',
    'loadURL',
    'show',
  ]
  const places = inOrder.map((name) => names.indexOf(name))
  expect(places.every((place) => place > ready)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('the scheme is a secure origin and nothing more', async () => {
  const calls = (await main.do('calls')) as Call[]
  const [schemes] = calls.find(({ name }) => name === 'registerSchemes')?.args ?? []
  expect(schemes).toEqual([
    {
      scheme: 'holdout',
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        corsEnabled: false,
        codeCache: true,
      },
    },
  ])
})

test('crash reports go nowhere', async () => {
  const calls = (await main.do('calls')) as Call[]
  expect(calls.find(({ name }) => name === 'crashReporter.start')?.args).toEqual([{ uploadToServer: false }])
})

test('the page gets a sandbox without Node', async () => {
  expect(await main.do('preferences')).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
  })
  const { preload } = (await main.do('preferences')) as { preload: string }
  expect(preload).toMatch(/out[\\/]preload[\\/]index\.cjs$/)
})

test('no permission is given', async () => {
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'usb'])
    expect(await main.do('permission', permission)).toEqual([false, false, false])
})

test('no window is opened and nothing is navigated to', async () => {
  for (const url of [
    'https://evil.example/',
    'holdout://app/index.html',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ]) {
    expect(await main.do('openWindow', url)).toEqual({ action: 'deny' })
    for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview'])
      expect(await main.do('isPrevented', event, url), `${event} ${url}`).toBe(true)
  }
  expect(await main.do('isPrevented', 'will-frame-navigate', 'https://evil.example/')).toBe(true)
  expect(await main.do('isPrevented', 'will-frame-navigate', 'holdout://app/data/runs/a/report.html')).toBe(false)
})

test('no request leaves the machine', async () => {
  const refused = ['https://evil.example/x', 'http://127.0.0.1/', 'ws://127.0.0.1/', 'file:///etc/passwd', 'ftp://x/', 'holdout://other/', 'blob:https://evil.example/1'] // oxfmt-ignore
  for (const url of refused) expect(await main.do('isRequestAllowed', url), url).toBe(false)
  for (const url of ['holdout://app/index.html', 'blob:holdout://app/1', 'data:image/png;base64,'])
    expect(await main.do('isRequestAllowed', url), url).toBe(true)
})

test('the page is answered with its policy', async () => {
  const { status, headers, body } = await fetchPage('/')
  expect(status).toBe(200)
  expect(body).toContain('<div id="app">')
  expect(headers['content-type']).toContain('text/html')
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['content-security-policy']).not.toContain('unsafe')
})

test('other hosts and paths out of the page are refused', async () => {
  expect(((await main.do('fetch', 'holdout://other/index.html')) as Answer).status).toBe(403)
  expect((await fetchPage('/nothing.js')).status).toBe(404)
  for (const path of [
    '/..%2f..%2fpackage.json',
    '/%2e%2e%2f%2e%2e%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '/..%2fmain/index.js',
    '/%00',
    '/etc/passwd',
  ]) {
    // oxfmt-ignore
    const { status, body } = await fetchPage(path)
    expect([400, 403, 404], path).toContain(status)
    expect(body).not.toContain('import')
  }
})

test('only the page itself is given a port', async () => {
  for (const stranger of ['subframe', 'foreignPage', 'otherWindow'])
    expect(await main.do('askForPort', stranger), stranger).toEqual([])
  expect(await main.do('askForPort', 'page')).toEqual([{ channel: 'holdout:port', ports: 1 }])
})

test('the contract is answered over the port', async () => {
  expect(await main.do('call', 'settings.get')).toMatchObject({ theme: 'system' })
  expect(await main.do('call', 'datasets.samples')).toHaveLength(6)
  expect(await main.do('call', 'experiments.open', { file: 'file:nowhere' })).toMatchObject({
    error: { code: 'file/not-granted' },
  })
})

test('a message that is none closes the port; the page may ask for another', async () => {
  for (const message of ['nonsense', { not: 'text' }, '{"i":1}', new Uint8Array(8)]) {
    await main.do('askForPort', 'page')
    expect(await main.do('sendRaw', message)).toBe('closed')
  }
  await main.do('askForPort', 'page')
  expect(await main.do('call', 'settings.get')).toMatchObject({ theme: 'system' })
})

test('a file is opened by the dialog, by its menu, by dropping it and by a second start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-open-'))
  const csv = join(folder, 'my own.csv')
  await writeFile(csv, 'a,b\n1,x\n2,y\n')
  await main.do('answer', { open: [csv] })
  expect(await main.do('call', 'system.chooseFile', { kind: 'csv' })).toMatchObject({ name: 'my own.csv', bytes: 12 })
  expect(await main.do('call', 'system.chooseFile', { kind: 'csv' })).toBeNull()
  const event = { kind: 'opened', as: 'csv', file: { name: 'my own.csv' } }
  const dropped = { deed: 'drop', args: ['page', [csv]] }
  expect(await main.do('nextEvent', 'opened', dropped)).toMatchObject(event)
  const second = { deed: 'secondInstance', args: [['app', csv, '--flag', join(folder, 'none.csv')], folder] }
  expect(await main.do('nextEvent', 'opened', second)).toMatchObject(event)
  expect(await main.do('nextEvent', 'command', { deed: 'clickMenu', args: ['Save'] })).toEqual({
    kind: 'command',
    command: 'save',
  })
  await rm(folder, { recursive: true })
})

test('an experiment that is opened by a double click reads no file but what the person has chosen too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-stranger-'))
  const secret = join(folder, 'secret.csv')
  await writeFile(secret, 'user,password\nroot,1\nme,2\n')
  await mkdir(join(folder, 'sent'))
  const naming = async (file: string, name: string): Promise<string> => {
    const path = join(folder, 'sent', name)
    await writeFile(path, experimentNaming(file))
    return path
  }
  const openedBy = async (paths: readonly string[]): Promise<Opened> => {
    const dropped = { deed: 'drop', args: ['page', paths] }
    const { file } = (await main.do('nextEvent', 'opened', dropped)) as { file: { ref: string } }
    return (await main.do('call', 'experiments.open', { file: file.ref })) as Opened
  }
  const before = await main.do('call', 'datasets.list')
  await writeFile(join(folder, 'sent', 'beside.csv'), 'user,password\nroot,1\nme,2\n')
  for (const [index, file] of [secret, '../secret.csv', 'beside.csv', './beside.csv'].entries()) {
    const opened = await openedBy([await naming(file, `e${String(index)}.holdout.yaml`)])
    expect(opened.dataset, file).toBeNull()
    expect(opened.datasetProblem, file).toMatchObject({ code: 'dataset/not-granted' })
    expect(opened.datasetProblem?.message).toContain(file.split('/').at(-1))
  }
  expect(await main.do('call', 'datasets.list')).toEqual(before)
  // Dropped together, it may.
  const both = [await naming('beside.csv', 'both.holdout.yaml'), join(folder, 'sent', 'beside.csv')]
  const opened = await openedBy(both)
  expect(opened.datasetProblem).toBeUndefined()
  expect(opened.dataset).toMatchObject({ name: 'beside.csv' })
  // And so may an experiment whose file has bytes that the workspace has already.
  const again = await openedBy([await naming('./beside.csv', 'again.holdout.yaml')])
  expect(again.dataset).toMatchObject({ name: 'beside.csv' })
  await rm(folder, { recursive: true })
})

test('no absolute path reaches the page', async () => {
  const answers = [
    await main.do('call', 'system.environment'),
    await main.do('call', 'experiments.recent'),
    await main.do('call', 'experiments.open', { file: 'file:nowhere' }),
    await main.do('call', 'datasets.list'),
  ]
  expect(JSON.stringify(answers)).not.toContain(main.workspace)
  expect(JSON.stringify(answers)).not.toMatch(/"\/(tmp|home|root|work)/)
})

test('an experiment trains in a utility process and is saved where the dialog says', async () => {
  const opened = (await main.do('call', 'experiments.open', { file: 'example:sonar-dropout' })) as Opened
  const text = opened.text.replace('epochs: 300', 'epochs: 5')
  const ended = (await main.do('runToEnd', { text, datasetId: opened.dataset?.id })) as { runId: string; last: unknown }
  expect(ended.last).toMatchObject({ kind: 'end', status: 'finished' })
  const names = ((await main.do('calls')) as Call[]).map(({ name }) => name)
  for (const name of ['utilityProcess.fork', 'powerSaveBlocker.start', 'powerSaveBlocker.stop', 'Notification.show'])
    expect(names).toContain(name)
  expect(await main.do('progress')).toContain(-1)
  const path = join(main.workspace, 'report.html')
  await main.do('answer', { save: [path] })
  const outcome = await main.do('call', 'reports.save', { runId: ended.runId, format: 'html' })
  expect(outcome).toMatchObject({ kind: 'saved', file: { name: 'report.html' } })
  expect(await readFile(path, 'utf8')).toContain('Dropout on Sonar')
  expect(await main.do('call', 'reports.save', { runId: ended.runId, format: 'md' })).toEqual({ kind: 'cancelled' })
  const pdf = join(main.workspace, 'report.pdf')
  await main.do('answer', { save: [pdf] })
  await main.do('call', 'reports.save', { runId: ended.runId, format: 'pdf' })
  expect(await readFile(pdf, 'latin1')).toMatch(/^%PDF/)
})

test('a lost page is loaded anew', async () => {
  expect(await main.do('losePage')).toBe(1)
})

test('quitting with a run under way asks; what was paused goes on at the next start', async () => {
  const opened = (await main.do('call', 'experiments.open', { file: 'example:sonar-dropout' })) as Opened
  const text = opened.text.replace('epochs: 300', 'epochs: 3000')
  const { runId } = (await main.do('startRun', { text, datasetId: opened.dataset?.id })) as { runId: string }
  // At once: a run is under way before its trainer has started.
  await main.do('answer', { message: [3] })
  const stayed = (await main.do('tryToQuit')) as Call[]
  expect(stayed.map(({ name }) => name)).toContain('showMessageBox')
  expect(stayed.filter(({ name, args }) => name === 'app.quit' && args[0] === false)).toEqual([])
  await main.do('answer', { message: [1] })
  expect(await main.do('quit')).toContain('showMessageBox')
  await main.stop()
  main = await MainProcess.start([], main.workspace)
  await main.do('askForPort', 'page')
  expect(await main.do('call', 'runs.queue')).toMatchObject([{ runId, status: 'interrupted' }])
})

test('a workspace that cannot be used is named, and the app goes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-e2e-'))
  await writeFile(join(folder, 'holdout.sqlite'), 'This is no database. '.repeat(500))
  const second = await MainProcess.start([], folder)
  const calls = (await second.do('calls')) as Call[]
  await second.stop()
  await rm(folder, { recursive: true })
  expect(calls.find(({ name }) => name === 'showErrorBox')?.args.join(' ')).toMatch(/damaged/)
  expect(calls.find(({ name }) => name === 'app.exit')?.args).toEqual([1])
})

test('a workspace that another program writes to is looked at, and who writes is said', async () => {
  const second = await MainProcess.start([], main.workspace)
  await second.do('askForPort', 'page')
  expect(await second.do('call', 'system.environment')).toMatchObject({ isReadOnly: true })
  const opened = (await second.do('call', 'experiments.open', { file: 'example:servo-regression' })) as Opened
  expect(opened.datasetProblem).toMatchObject({ code: 'workspace/busy' })
  expect(opened.datasetProblem?.message).toMatch(/the Holdout app \(process \d+ on .* has been writing to it/)
  await second.stop()
})
