import type { SystemDatabase } from '@liaison/db';
import { FileSpaceError, nameAround, SettledFiles, type FoundFile } from '@liaison/file-space';
import { mostBytesExchanged } from '../contract.ts';
import { sha256Of } from '../examining/make-replies.ts';
import { answerAgain } from '../receiving/answer-again.ts';
import { noteRefusal, takeArrival, type Taken } from '../receiving/take-arrival.ts';
import { OneByOne } from '../running/one-by-one.ts';
import type { Round } from '../running/rounds.ts';
import type { FileExchange } from './file-channel.ts';
import { versionOf } from './version-of.ts';

type DealtWith = { readonly content: string; readonly taken: Taken };

/** How long a partner's file must stay the same: slow lines pause. */
export const partnerRestMs = 5000;

/** One look at what a partner left: kept first, then moved where it is not taken again. */
export class FileTaker {
  readonly #database: SystemDatabase;
  readonly #exchange: FileExchange;
  readonly #settled: SettledFiles;
  readonly #files = new OneByOne<FoundFile>(versionOf);
  /** By version, what is dealt with and could not be moved yet: at the next try it is only moved. */
  readonly #unmoved = new Map<string, DealtWith>();

  constructor(database: SystemDatabase, exchange: FileExchange, restMs: number = partnerRestMs) {
    this.#database = database;
    this.#exchange = exchange;
    this.#settled = new SettledFiles(restMs);
  }

  /** @throws FileSpaceError */
  async look(round: Round): Promise<void> {
    const { space, folders } = this.#exchange;
    const listed = await space.list(folders.incoming);
    // Whoever leaves one again that has gone leaves it anew.
    const there = new Set(listed.map(versionOf));
    for (const version of this.#unmoved.keys()) if (!there.has(version)) this.#unmoved.delete(version);
    await this.#files.each(this.#settled.look(listed), round, (file) => this.#take(file));
  }

  async #take(file: FoundFile): Promise<void> {
    const { space, folders } = this.#exchange;
    const { name, size } = file;
    const version = versionOf(file);
    const bytes = await this.#read(name);
    const content = bytes ? sha256Of(bytes) : `too-large:${size}`;
    const known = this.#unmoved.get(version);
    const dealtWith =
      known?.content === content
        ? known
        : {
            content,
            taken: bytes ? await this.#keep(file, bytes, content) : await this.#refuse(name, content),
          };
    this.#unmoved.set(version, dealtWith);
    const { taken } = dealtWith;
    const mark = taken.kind === 'refused' ? 'refuse' : taken.exchangeId;
    await space.move(folders.incoming, name, folders.done, nameAround(`${mark}-`, name, ''));
    this.#unmoved.delete(version);
    // Once it has gone: one that cannot be moved is not left again at each look.
    if (taken.kind === 'again') await answerAgain(this.#database, taken.exchangeId);
  }

  #keep(file: FoundFile, bytes: Uint8Array, sha256: string): Promise<Taken> {
    const { structureId, endpoint, kind: channel } = this.#exchange;
    const sourceKey = `${versionOf(file)}/${sha256}`;
    const at = { structureId, channel, endpoint };
    return takeArrival(this.#database, { ...at, sourceKey, fileName: file.name, bytes });
  }

  async #refuse(fileName: string, why: string): Promise<Taken> {
    const { structureId, endpoint, kind: channel } = this.#exchange;
    await noteRefusal(this.#database, { structureId, channel, endpoint, fileName, why });
    return { kind: 'refused' };
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
