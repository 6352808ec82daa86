export type { Caller } from './call.ts';
export { openPacsLink, type PacsLinkOptions } from './pacs-link.ts';
