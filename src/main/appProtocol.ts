import { protocol } from 'electron'
import type { Session } from 'electron'
import { plain } from '../lab/web/serveFile.ts'
import { secured } from '../lab/web/securityHeaders.ts'
import { isAppAddress, SCHEME } from './appAddress.ts'

/** Before the app is ready: the page's scheme is a secure origin of its own, with fetch, streams and a memory of what was compiled. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
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
}

/** Answers the page's scheme by `handler`; any other host is refused. */
export function answerScheme(session: Session, handler: (request: Request) => Promise<Response>): void {
  session.protocol.handle(SCHEME, (request) => (isAppAddress(request.url) ? handler(request) : secured(plain(403))))
}
