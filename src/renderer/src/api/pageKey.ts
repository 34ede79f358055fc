import { KEY_HEADER, KEY_META, VIEW_PARAMETER } from '../../../contract/pageKey.ts'

/** Where a tab keeps its keys over a reload. */
const STORED = 'holdout.key'
/** On which the tabs of this origin, port included, hand each other the keys. */
const CHANNEL = 'holdout.key'

/** What tabs say to each other: the keys, or nothing, which asks for them. */
type TabMessage = { readonly keys: string } | { readonly keys?: undefined }

/**
 * The keys of a page that is served over loopback HTTP (`contract/pageKey.ts`). The first visit brings them in the page; the tab
 * keeps them over a reload, and gives them to other tabs of the same origin.
 */
export class PageKey {
  readonly #channel = new BroadcastChannel(CHANNEL)

  constructor() {
    const brought = takeBrought()
    if (brought !== undefined) {
      store(brought)
      this.#tell({ keys: brought })
    }
    this.#channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
      const own = stored()
      if (data.keys !== undefined) store(data.keys)
      else if (own !== undefined) this.#tell({ keys: own })
    })
  }

  /** The key for requests and sockets; absent where this page has none. */
  get key(): string | undefined {
    return stored()?.split(' ')[0]
  }

  /** The server no longer takes this key. */
  forget(key: string): void {
    if (this.key === key) sessionStorage.removeItem(STORED)
  }

  /** Another tab that has keys will answer, and they are here soon. */
  askOtherPages(): void {
    this.#tell({})
  }

  #tell(message: TabMessage): void {
    this.#channel.postMessage(message)
  }
}

/** Headers of the page's own requests; none in the app's window, whose scheme belongs to the page alone. */
export function keyHeaders(): Readonly<Record<string, string>> {
  const key = stored()?.split(' ')[0]
  return key === undefined ? {} : { [KEY_HEADER]: key }
}

/** The address of what a frame shows, with the key for frames. */
export function withViewKey(path: string): string {
  const view = stored()?.split(' ').at(1)
  return view === undefined ? `${path}?` : `${path}?${VIEW_PARAMETER}=${view}`
}

/** What the first visit brought, taken out of the page and its address, whose token is spent. */
function takeBrought(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>(`meta[name="${KEY_META}"]`)
  const keys = meta?.content
  meta?.remove()
  if (keys !== undefined) history.replaceState(null, '', `/${location.hash}`)
  return keys
}

function store(keys: string): void {
  sessionStorage.setItem(STORED, keys)
}

function stored(): string | undefined {
  return typeof sessionStorage === 'undefined' ? undefined : (sessionStorage.getItem(STORED) ?? undefined)
}
