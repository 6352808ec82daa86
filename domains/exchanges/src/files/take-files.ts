import type { SystemDatabase } from '@liaison/db';
import { FileSpaceError, SettledFiles, type FoundFile } from '@liaison/file-space';
import { mostBytesExchanged } from '../contract.ts';
import { sha256Of } from '../examining/make-replies.ts';
import { noteRefusal, takeArrival } from '../receiving/take-arrival.ts';
import type { FileExchange } from './file-channel.ts';

/** How long a partner's file must stay the same: slow lines pause. */
export const partnerRestMs = 5000;

/** One look at what a partner left: kept first, then moved where it is not taken again. */
export class FileTaker {
  readonly #database: SystemDatabase;
  readonly #exchange: FileExchange;
  readonly #settled: SettledFiles;

  constructor(database: SystemDatabase, exchange: FileExchange, restMs: number = partnerRestMs) {
    this.#database = database;
    this.#exchange = exchange;
    this.#settled = new SettledFiles(restMs);
  }

  /** @throws FileSpaceError */
  async look(signal: AbortSignal): Promise<void> {
    const { space, folders } = this.#exchange;
    for (const file of this.#settled.look(await space.list(folders.incoming))) {
      if (signal.aborted) return;
      await this.#take(file);
    }
  }

  async #take({ name, size }: FoundFile): Promise<void> {
    const { space, folders, structureId, endpoint, kind } = this.#exchange;
    const bytes = await this.#read(name);
    if (!bytes) {
      const at = { structureId, channel: kind, endpoint, fileName: name };
      await noteRefusal(this.#database, { ...at, why: `too-large:${size}` });
      return space.move(folders.incoming, name, folders.done, `refuse-${name}`);
    }
    const taken = await takeArrival(this.#database, {
      structureId,
      channel: kind,
      endpoint,
      sourceKey: `${name}/${sha256Of(bytes)}`,
      fileName: name,
      bytes,
    });
    const mark = taken.kind === 'refused' ? 'refuse' : taken.exchangeId;
    return space.move(folders.incoming, name, folders.done, `${mark}-${name}`);
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
