import type { ImageTables, ManifestInstance } from '@liaison/imaging/contract';
import type { LookupTable, Palette } from '@liaison/pixels/web';
import { FrameDamaged } from './pixels.ts';

/** What the frames of an instance share, and its manifest does not tell. */
export type FrameTables = { readonly isWords: boolean; readonly palette: Palette | null };

export const NO_TABLES: FrameTables = { isWords: false, palette: null };

/** Fetches the tables of an instance. Rejects with FrameDamaged, or the error of the network. */
export async function fetchTables(instance: ManifestInstance, signal: AbortSignal): Promise<FrameTables> {
  const url = instance.framesUrl.replace(/frames$/, 'tables');
  const response = await fetch(url, { credentials: 'same-origin', cache: 'no-store', signal });
  if (!response.ok) throw new Error(`tables answered ${response.status}`);
  const body: unknown = await response.json();
  if (!isTables(body)) throw new FrameDamaged('les couleurs de l’image sont illisibles');
  const { palette } = body;
  const table = ({
    first,
    bits,
    values,
  }: {
    first: number;
    bits: number;
    values: number[];
  }): LookupTable => ({
    first,
    bits,
    values: Uint16Array.from(values),
  });
  return {
    isWords: body.isWords,
    palette: palette && { red: table(palette.red), green: table(palette.green), blue: table(palette.blue) },
  };
}

/** The server holds its reply against the contract; this tells it from the page of a proxy. */
function isTables(body: unknown): body is ImageTables {
  return typeof body === 'object' && body !== null && 'palette' in body && 'isWords' in body;
}
