import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { errorLine, setErrorWords, setNoticeWords, tellError, tellNotice } from './errorWords.ts'
import fixes from './en/fixes.ts'
import chinese from './zh-CN/errors.ts'
import notices from './zh-CN/notices.ts'

const sources = join(import.meta.dirname, '../../../..', 'src')

/** Every code of an error that these rooms name; bugs and usage errors of the command line have no words of their own. */
function codesIn(...rooms: string[]): Set<string> {
  const files = rooms.flatMap((room) =>
    readdirSync(join(sources, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|vue)$/.test(path) && !path.includes('i18n'))
      .map((path) => readFileSync(join(sources, room, path), 'utf8')),
  )
  const families =
    'csv|dataset|experiment|model|training|setup|usage|workspace|file|stopped|trainer|split|preprocessing'
  const pattern = new RegExp(`'((?:${families})/[a-z0-9-]+)'`, 'g')
  return new Set(files.flatMap((text) => [...text.matchAll(pattern)].map(([, code]) => code)))
}

describe('the words of errors', () => {
  it('are there in Chinese for every error that the page can meet', () => {
    const codes = codesIn('core', 'lab', 'contract', 'trainer', 'renderer')
    expect(codes.size).toBeGreaterThan(80)
    expect([...codes].filter((code) => !Object.hasOwn(chinese, code))).toEqual([])
  })

  it('are there for no error that does not exist', () => {
    const codes = codesIn('.')
    expect([...Object.keys(chinese), ...Object.keys(fixes)].filter((code) => !codes.has(code))).toEqual([])
  })
})

describe('tellNotice', () => {
  afterEach(() => setNoticeWords([]))

  it('has Chinese for what a run on a place tells, and leaves all else as it is', () => {
    const session = readFileSync(join(sources, 'lab/places/remoteSession.ts'), 'utf8')
    // Gaps of texts in the source stand for what fills them.
    const told = [...session.matchAll(/['`]((?:A|The) [^'`]{20,})['`]/g)].map(([, text]) => text)
    const lost = 'The place lab (login) does not answer: gone. The run goes on there; another connection is tried.'
    setNoticeWords(notices)
    expect(told.length).toBeGreaterThan(3)
    for (const text of [...told, lost]) expect(tellNotice(text), text).toMatch(/[\u4e00-\u9fff]/)
    expect(tellNotice(lost)).toContain('lab (login) 没有应答: gone')
    expect(tellNotice('Something else.')).toBe('Something else.')
  })
})

describe('tellError', () => {
  afterEach(() => setErrorWords({}))
  const error = { code: 'csv/empty', message: 'a.csv is empty.', hint: 'Choose another.' } as const

  it('says what the lab says where the page speaks its language', () => {
    expect(tellError(error)).toEqual({ title: 'a.csv is empty.', fix: 'Choose another.' })
    expect(errorLine(error)).toBe('a.csv is empty. Choose another.')
    expect(errorLine({ ...error, message: 'received 3' })).toBe('received 3. Choose another.')
  })

  it('speaks of the page where the lab speaks of the file', () => {
    const hint = 'Fix the line, or leave such rows out (rejected: leaveOut); they are then listed.'
    const ragged = { code: 'csv/ragged-row', message: 'a.csv, line 3', hint } as const
    expect(tellError(ragged).fix).not.toContain('rejected')
    expect(tellError({ ...ragged, hint: 'Remove the lines above it.' }).fix).toBe('Remove the lines above it.')
  })

  it('puts its own words first and keeps the particulars', () => {
    setErrorWords({ 'csv/empty': ['文件是空的', '请另选。'], 'csv/gzip': ['压缩文件已损坏', ''] })
    expect(tellError(error)).toEqual({ title: '文件是空的', detail: 'a.csv is empty.', fix: '请另选。' })
    expect(errorLine(error)).toBe('文件是空的：a.csv is empty. 请另选。')
    expect(tellError({ ...error, code: 'csv/gzip' }).fix).toBe('Choose another.')
    expect(tellError({ ...error, code: 'bug/unexpected' }).title).toBe('a.csv is empty.')
  })
})
