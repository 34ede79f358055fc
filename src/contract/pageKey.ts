/**
 * How a page that is served over loopback HTTP shows that it is the page: by a secret that belongs to its origin, port
 * included. A cookie alone would not do, because browsers send cookies to every port of a machine.
 */

/** Name of the `<meta>` element in which the first visit brings the keys: that for requests, a space, that for frames. */
export const KEY_META = 'holdout-key'

/** Header of every request that the page makes itself. */
export const KEY_HEADER = 'x-holdout-key'

/** Query parameter of what only a frame can ask for, which cannot send a header. It is another key, and reads reports only. */
export const VIEW_PARAMETER = 'view'

/** Code that a socket is closed with whose first message was not the key. */
export const KEY_REFUSED = 4401

/** First message on a socket. */
export interface KeyMessage {
  readonly key: string
}
