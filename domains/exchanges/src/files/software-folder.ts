import { withSystem, type SystemDatabase } from '@liaison/db';
import {
  FileSpaceError,
  nameAround,
  SettledFiles,
  writeFile,
  type FileSpace,
  type FoundFile,
} from '@liaison/file-space';
import { sha256Of } from '../examining/make-replies.ts';
import { findArrival, noteArrival } from '../receiving/store.ts';
import { OneByOne } from '../running/one-by-one.ts';
import type { Round } from '../running/rounds.ts';
import { prepareMessage } from '../sending/prepare-message.ts';
import { findExchange, type ExchangeRow } from '../store.ts';
import { HandingOver } from './hand-over.ts';
import { readDropped } from './read-dropped.ts';
import { noteTold, softwareEndpoint, wasHandedOver } from './store.ts';
import { FailureTelling } from './tell-failures.ts';
import { versionOf } from './version-of.ts';
import { writeBadName, writeReports } from './write-reports.ts';

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
  readonly #files = new OneByOne<FoundFile>(versionOf);
  readonly #telling: FailureTelling;
  readonly #handing: HandingOver;

  constructor(database: SystemDatabase, folder: SoftwareFolder, restMs = 2000) {
    this.#database = database;
    this.#folder = folder;
    this.#settled = new SettledFiles(restMs);
    this.#telling = new FailureTelling(database, folder);
    this.#handing = new HandingOver(database, folder);
  }

  /** What came is shown even where what was dropped cannot be looked at. @throws FileSpaceError */
  async look(round: Round): Promise<void> {
    const { space } = this.#folder;
    try {
      const found = this.#settled.look(await space.list('depot'));
      await this.#files.each(found, round, (file) => this.#followOrTell(file));
      await this.#telling.tellAll(round);
    } finally {
      await this.#handing.handOver(round.signal);
    }
  }

  /** One whose name fits nowhere can be taken nowhere: whoever named it is told, and it waits. */
  async #followOrTell(file: FoundFile): Promise<void> {
    try {
      await this.#follow(file);
    } catch (error) {
      if (error instanceof FileSpaceError && error.trouble === 'bad-name')
        await writeBadName(this.#folder, file.name);
      throw error;
    }
  }

  /** A file stays where it was dropped until it is known what becomes of it. */
  async #follow(file: FoundFile): Promise<void> {
    const { name } = file;
    const message = await readDropped(this.#folder.space, 'depot', name);
    if ('trouble' in message) return this.#end(name, 'erreurs', message.trouble);
    const row = await this.#keep(file, message.bytes);
    if (!row || row.state === 'prepared') return;
    await writeReports(this.#database, this.#folder, row, name);
    await this.#end(name, isWrong(row) ? 'erreurs' : 'envoyes', null);
    if (isWrong(row)) await withSystem(this.#database, (tx) => noteTold(tx, row.id));
  }

  async #end(name: string, to: 'envoyes' | 'erreurs', trouble: string | null): Promise<void> {
    const { space } = this.#folder;
    if (trouble !== null)
      await writeFile(space, 'rapports', nameAround('', name, '.txt'), Buffer.from(`${trouble}\r\n`));
    await space.move('depot', name, to, name);
  }

  /** One that was told to be wrong and is there again was dropped again, whatever its date says: `mv` and `cp -p` keep it. */
  async #keep(file: FoundFile, bytes: Uint8Array): Promise<ExchangeRow | undefined> {
    const { structureId, endpoint } = this.#folder;
    const { name } = file;
    const sourceKey = `${versionOf(file)}/${sha256Of(bytes)}`;
    const key = { structureId, channel: 'folder' as const, endpoint: softwareEndpoint(endpoint), sourceKey };
    return withSystem(this.#database, async (tx) => {
      const known = await findArrival(tx, key);
      const row = known === null ? undefined : await findExchange(tx, known);
      if (row && !(isWrong(row) && (await wasHandedOver(tx, row.id)))) return row;
      const brought = { structureId, endpoint, fileName: name, broughtBy: endpoint, bytes, partnerId: null };
      const id = await prepareMessage(tx, { ...brought, channel: 'folder' }, new Date());
      await noteArrival(tx, key, id);
      return findExchange(tx, id);
    });
  }
}

function isWrong({ state }: ExchangeRow): boolean {
  return state === 'refused' || state === 'failed';
}
