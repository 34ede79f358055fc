/**
 * The few globals that are no part of ECMAScript and yet the same in Node, Electron and every browser.
 * Core may use these and nothing else of its surroundings; add here only what all runtimes have.
 */

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
}

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean })
  decode(bytes?: ArrayBuffer | ArrayBufferView, options?: { readonly stream?: boolean }): string
}

declare function structuredClone<T>(value: T): T
