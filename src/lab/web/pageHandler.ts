import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { LONGEST_FILTER } from '../../contract/rowsPath.ts'
import type { RowView } from '../../contract/rowsPath.ts'
import type { FileHandle } from '../../contract/identifiers.ts'
import type { RowPage } from '../../contract/datasets.ts'
import type { ReportOptions } from '../../core/report/reportOptions.ts'
import { toErrorData } from '../../core/errors.ts'
import type { RowRequest } from '../datasets/read/rowReader.ts'
import { withoutPaths } from '../api/withoutPaths.ts'
import { reportOptionsIn } from './reportOptionsIn.ts'
import { plain, serveFile } from './serveFile.ts'
import { REPORT_POLICY, secured } from './securityHeaders.ts'

/** Bytes to be handed out under a name. */
export interface Download {
  readonly name: string
  readonly type: string
  readonly content: DownloadContent
}

/** What is handed out: the bytes themselves, or those of a file of ours. */
export type DownloadContent = string | Uint8Array<ArrayBuffer> | { readonly path: string }

/** What the page fetches beside asking by procedures. */
export interface BulkData {
  rows(datasetId: string, asked: RowRequest): Promise<RowPage>
  upload(name: string, body: ReadableStream<Uint8Array>): Promise<FileHandle>
  reportHtml(runId: string, options: ReportOptions): Promise<string>
  /** A saved report, by the reference of its file without the kind. */
  openedReportHtml(id: string, options: ReportOptions): Promise<string>
  /** What `save` has prepared for a browser; once. */
  download(id: string): Download | undefined
}

export interface PageHandlerOptions {
  /** Folder of the built page. */
  readonly page: string
  readonly data: BulkData
}

/**
 * What a request must show besides the cookie: the page's key in a header; the key for frames in its address, which cannot
 * send a header; or nothing, for the page's own files, and for a download, whose address is itself a secret and good once.
 */
export type RouteSecret = 'key' | 'view' | 'none'

/** One way that an address can be answered. */
interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: RegExp
  /** What whoever asks over HTTP must show besides the cookie. */
  readonly secret: RouteSecret
  answer(found: RegExpExecArray, request: Request, url: URL, data: BulkData): Promise<Response> | Response
}

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/data\/datasets\/([0-9a-f]{64})\/rows$/,
    secret: 'key',
    answer: async ([, id], _request, url, data) => {
      const asked = rowRequest(url.searchParams)
      return asked ? json(await data.rows(id, asked)) : plain(400)
    },
  },
  {
    method: 'GET',
    path: /^\/data\/runs\/([A-Za-z0-9][A-Za-z0-9_-]{0,79})\/report\.html$/,
    secret: 'view',
    answer: async ([, id], _request, url, data) => withOptions(url, (options) => data.reportHtml(id, options)),
  },
  {
    method: 'GET',
    path: /^\/data\/reports\/([0-9a-f-]{36})\/report\.html$/,
    secret: 'view',
    answer: async ([, id], _request, url, data) => withOptions(url, (options) => data.openedReportHtml(id, options)),
  },
  {
    method: 'GET',
    path: /^\/data\/downloads\/([0-9a-f-]{36})$/,
    secret: 'none',
    answer: ([, id], _request, _url, data) => {
      const download = data.download(id)
      return download ? attachment(download) : plain(404)
    },
  },
  {
    method: 'POST',
    path: /^\/data\/uploads$/,
    secret: 'key',
    answer: async (_found, request, url, data) => {
      if (!request.body) return plain(400)
      const name = url.searchParams.get('name') ?? ''
      return json(await data.upload(name, request.body as ReadableStream<Uint8Array>))
    },
  },
]

/** What a request for this path must show besides the cookie. */
export function secretOf(pathname: string): RouteSecret {
  if (!pathname.startsWith('/data/')) return 'none'
  return routes.find(({ path }) => path.test(pathname))?.secret ?? 'key'
}

/**
 * Answers what the page fetches: its own files, pages of rows, uploads, downloads, reports. The same function behind the app's
 * own protocol and behind loopback HTTP; whoever calls it has made sure that the page is the one asking.
 */
export function createPageHandler({ page, data }: PageHandlerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    return secured(await answer(request, url, page, data).catch(failure))
  }
}

async function answer(request: Request, url: URL, page: string, data: BulkData): Promise<Response> {
  if (url.pathname.startsWith('/data/')) {
    const matching = routes.filter(({ path }) => path.test(url.pathname))
    const route = matching.find(({ method }) => method === request.method)
    if (!route) return plain(matching.length > 0 ? 405 : 404)
    const found = route.path.exec(url.pathname)
    return found ? await route.answer(found, request, url, data) : plain(404)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405)
  return serveFile(page, url.pathname)
}

/** An error as the page expects it, with 422 for what a person can fix. */
function failure(error: unknown): Response {
  const data = withoutPaths(toErrorData(error))
  const status = data.code.startsWith('bug/') ? 500 : data.code === 'file/too-large' ? 413 : 422
  return new Response(JSON.stringify({ error: data }), { status, headers: { 'Content-Type': 'application/json' } })
}

/** A report with the options of its address; 400 where these are not as they should be. */
async function withOptions(
  { searchParams }: URL,
  write: (options: ReportOptions) => Promise<string>,
): Promise<Response> {
  const options = reportOptionsIn(searchParams)
  return options ? report(await write(options)) : plain(400)
}

function report(html: string): Response {
  return new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': REPORT_POLICY,
      'X-Frame-Options': 'SAMEORIGIN',
      'Cache-Control': 'no-store',
    },
  })
}

function json(value: unknown): Response {
  return new Response(JSON.stringify(value), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}

async function attachment({ name, type, content }: Download): Promise<Response> {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`
  return new Response(await bodyOf(content), {
    headers: { 'Content-Type': type, 'Content-Disposition': disposition, 'Cache-Control': 'no-store' },
  })
}

/** A file is opened before it is promised, and sent piece by piece. */
async function bodyOf(
  content: DownloadContent,
): Promise<string | Uint8Array<ArrayBuffer> | globalThis.ReadableStream<Uint8Array>> {
  if (typeof content === 'string' || content instanceof Uint8Array) return content
  const file = await open(content.path)
  return Readable.toWeb(file.createReadStream()) as globalThis.ReadableStream<Uint8Array>
}

function rowRequest(parameters: URLSearchParams): RowRequest | undefined {
  const from = wholeNumber(parameters.get('from'))
  const count = wholeNumber(parameters.get('count'))
  const fields = (parameters.get('fields') ?? '').split(',').map(wholeNumber)
  if (from === undefined || count === undefined || fields.includes(undefined)) return undefined
  const view = rowView(parameters)
  return view && { from, count, fields: fields.filter((field) => field !== undefined), view }
}

/** Nothing where it is not as it should be. */
function rowView(parameters: URLSearchParams): RowView | undefined {
  const [sort, filter] = [parameters.get('sort'), parameters.get('filter')]
  const field = wholeNumber(sort)
  if ((sort !== null && field === undefined) || (filter?.length ?? 0) > LONGEST_FILTER) return undefined
  return {
    ...(field !== undefined && { sort: field }),
    ...(parameters.get('descending') === '1' && { descending: true }),
    ...(filter !== null && filter.trim() !== '' && { filter }),
  }
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined
}
