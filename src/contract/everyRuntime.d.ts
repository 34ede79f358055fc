/** Globals that Node, Electron and every browser share and ECMAScript lacks; see the file of the same name in core. */

declare function btoa(binary: string): string
declare function atob(base64: string): string
