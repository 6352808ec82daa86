import { withSystem, type SystemDatabase } from '@liaison/db';
import { FileSpaceError, SettledFiles, writeFile, type FileSpace } from '@liaison/file-space';
import { readJson, writeMessage } from '@liaison/mio';
import { mostBytesExchanged } from '../contract.ts';
import { sha256Of } from '../examining/make-replies.ts';
import { findArrival, insertArrival } from '../receiving/store.ts';
import { prepareMessage } from '../sending/prepare-message.ts';
import { findExchange, type ExchangeRow } from '../store.ts';
import { HandingOver } from './hand-over.ts';
import { writeReports } from './write-reports.ts';

/** The folders of software that only reads and writes files. */
export const softwareFolders = ['depot', 'envoyes', 'recus', 'rapports', 'erreurs'] as const;

export type SoftwareFolder = {
  readonly structureId: string;
  /** The operator's name of it. */
  readonly endpoint: string;
  readonly space: FileSpace;
};

/**
 * The whole of the exchange service for software that knows nothing but files: what it drops into `depot` is controlled and
 * sent, and ends in `envoyes` or `erreurs` with its report in `rapports`; what came for it appears in `recus`.
 */
export class SoftwareFolderKeeper {
  readonly #database: SystemDatabase;
  readonly #folder: SoftwareFolder;
  readonly #settled: SettledFiles;
  readonly #handing: HandingOver;

  constructor(database: SystemDatabase, folder: SoftwareFolder, restMs = 2000) {
    this.#database = database;
    this.#folder = folder;
    this.#settled = new SettledFiles(restMs);
    this.#handing = new HandingOver(database, folder);
  }

  /** @throws FileSpaceError */
  async look(signal: AbortSignal): Promise<void> {
    const { space } = this.#folder;
    for (const { name } of this.#settled.look(await space.list('depot'))) {
      if (signal.aborted) return;
      await this.#follow(name);
    }
    await this.#handing.handOver(signal);
  }

  /** A file stays where it was dropped until it is known what becomes of it. */
  async #follow(name: string): Promise<void> {
    const message = await this.#read(name);
    if ('trouble' in message) return this.#end(name, 'erreurs', message.trouble);
    const row = await this.#keep(name, message.bytes);
    if (!row || row.state === 'prepared') return;
    await writeReports(this.#database, this.#folder, row, name);
    await this.#end(name, row.state === 'refused' ? 'erreurs' : 'envoyes', null);
  }

  async #end(name: string, to: 'envoyes' | 'erreurs', trouble: string | null): Promise<void> {
    const { space } = this.#folder;
    if (trouble !== null) await writeFile(space, 'rapports', `${name}.txt`, Buffer.from(`${trouble}\r\n`));
    await space.move('depot', name, to, name);
  }

  async #read(name: string): Promise<{ bytes: Uint8Array } | { trouble: string }> {
    try {
      return toXml(name, await this.#folder.space.read('depot', name, mostBytesExchanged));
    } catch (error) {
      if (!(error instanceof FileSpaceError) || error.trouble !== 'too-large') throw error;
      return { trouble: 'Ce fichier est trop volumineux pour être un message (64 Mo au plus).' };
    }
  }

  async #keep(name: string, bytes: Uint8Array): Promise<ExchangeRow | undefined> {
    const { structureId, endpoint } = this.#folder;
    const sourceKey = `${name}/${sha256Of(bytes)}`;
    const key = { structureId, channel: 'folder' as const, endpoint: `logiciel:${endpoint}`, sourceKey };
    return withSystem(this.#database, async (tx) => {
      const known = await findArrival(tx, key);
      if (known) return findExchange(tx, known);
      const id = await prepareMessage(tx, {
        structureId,
        channel: 'folder',
        endpoint,
        fileName: name,
        broughtBy: endpoint,
        bytes,
        partnerId: null,
      });
      await insertArrival(tx, key, id);
      return findExchange(tx, id);
    });
  }
}

/** JSON of the standard becomes XML; everything else goes on as it is, and the control says what it is. */
function toXml(name: string, bytes: Uint8Array): { bytes: Uint8Array } | { trouble: string } {
  if (!/\.json$/i.test(name)) return { bytes };
  const { message, findings } = readJson(Buffer.from(bytes).toString('utf8'));
  if (message && findings.length === 0) return { bytes: Buffer.from(writeMessage(message)) };
  const told = findings.map(({ fr, place }) => `${place.pointer || '/'} : ${fr}`);
  return {
    trouble: ['Ce fichier JSON n’a pas été entièrement compris ; rien n’est envoyé.', ...told].join('\r\n'),
  };
}
