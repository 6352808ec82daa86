import { withSystem, type SystemDatabase } from '@liaison/db';
import { readBytes, type ExchangeRow } from '../store.ts';
import type { SoftwareFolder } from './software-folder.ts';
import { listToHandOver, noteHandedOver, wasHandedOver } from './store.ts';

/**
 * Shows the messages that came, each once: written beside first, noted as handed over, and only then shown. What a death in
 * between leaves is either shown at the next look, if it was noted, or written again, if it was not.
 */
export class HandingOver {
  readonly #database: SystemDatabase;
  readonly #folder: SoftwareFolder;

  constructor(database: SystemDatabase, folder: SoftwareFolder) {
    this.#database = database;
    this.#folder = folder;
  }

  /** @throws FileSpaceError */
  async handOver(signal: AbortSignal): Promise<void> {
    const { space, structureId } = this.#folder;
    await this.#finish();
    const rows = await withSystem(this.#database, (tx) => listToHandOver(tx, structureId));
    for (const row of rows) {
      if (signal.aborted) return;
      const folder = folderOf(row);
      const bytes = await withSystem(this.#database, (tx) => readBytes(tx, row.id));
      await space.stage(folder, nameOf(row), bytes);
      if (await withSystem(this.#database, (tx) => noteHandedOver(tx, row.id)))
        await space.publish(folder, nameOf(row));
    }
  }

  async #finish(): Promise<void> {
    const { space } = this.#folder;
    for (const folder of ['recus', 'rapports'] as const)
      for (const name of await space.listStaged(folder)) {
        const id = /^M\d\d-([0-9a-f-]{36})\.xml$/.exec(name)?.[1];
        if (id === undefined) continue;
        if (await withSystem(this.#database, (tx) => wasHandedOver(tx, id)))
          await space.publish(folder, name);
      }
  }
}

/** By the number of the exchange: that of the message is the sender's own, and two senders may choose the same. */
function nameOf(row: Pick<ExchangeRow, 'message_type' | 'id'>): string {
  return `${row.message_type ?? 'M00'}-${row.id}.xml`;
}

/** What a partner's controller found in our message is a report like our own. */
function folderOf(row: Pick<ExchangeRow, 'message_type'>): 'recus' | 'rapports' {
  return row.message_type === 'M40' ? 'rapports' : 'recus';
}
