import type { SystemDatabase } from '@liaison/db';
import { FileSpaceError, nameAround, SettledFiles, type FoundFile } from '@liaison/file-space';
import { mostBytesExchanged } from '../contract.ts';
import { sha256Of } from '../examining/make-replies.ts';
import { answerAgain } from '../receiving/answer-again.ts';
import { noteRefusal, takeArrival } from '../receiving/take-arrival.ts';
import { OneByOne } from '../running/one-by-one.ts';
import type { Round } from '../running/rounds.ts';
import type { FileExchange } from './file-channel.ts';
import { versionOf } from './version-of.ts';

/** How long a partner's file must stay the same: slow lines pause. */
export const partnerRestMs = 5000;

/** One look at what a partner left: kept first, then moved where it is not taken again. */
export class FileTaker {
  readonly #database: SystemDatabase;
  readonly #exchange: FileExchange;
  readonly #settled: SettledFiles;
  readonly #files = new OneByOne<FoundFile>(versionOf);

  constructor(database: SystemDatabase, exchange: FileExchange, restMs: number = partnerRestMs) {
    this.#database = database;
    this.#exchange = exchange;
    this.#settled = new SettledFiles(restMs);
  }

  /** @throws FileSpaceError */
  async look(round: Round): Promise<void> {
    const { space, folders } = this.#exchange;
    const found = this.#settled.look(await space.list(folders.incoming));
    await this.#files.each(found, round, (file) => this.#take(file));
  }

  async #take(file: FoundFile): Promise<void> {
    const { space, folders, structureId, endpoint, kind } = this.#exchange;
    const { name, size } = file;
    const bytes = await this.#read(name);
    if (!bytes) {
      const at = { structureId, channel: kind, endpoint, fileName: name };
      await noteRefusal(this.#database, { ...at, why: `too-large:${size}` });
      return space.move(folders.incoming, name, folders.done, nameAround('refuse-', name, ''));
    }
    const taken = await takeArrival(this.#database, {
      structureId,
      channel: kind,
      endpoint,
      sourceKey: `${versionOf(file)}/${sha256Of(bytes)}`,
      fileName: name,
      bytes,
    });
    const mark = taken.kind === 'refused' ? 'refuse' : taken.exchangeId;
    await space.move(folders.incoming, name, folders.done, nameAround(`${mark}-`, name, ''));
    // Once it has gone: one that cannot be moved is not left again at each look.
    if (taken.kind === 'again') await answerAgain(this.#database, taken.exchangeId);
  }

  async #read(name: string): Promise<Uint8Array | null> {
    try {
      return await this.#exchange.space.read(this.#exchange.folders.incoming, name, mostBytesExchanged);
    } catch (error) {
      if (error instanceof FileSpaceError && error.trouble === 'too-large') return null;
      throw error;
    }
  }
}
