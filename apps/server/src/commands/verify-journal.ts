import { join } from 'node:path';
import type { Config } from '@liaison/config';
import { openSigner } from '@liaison/crypto';
import { verifyJournal } from '@liaison/journal';
import { withSystemDatabase } from './open-system.ts';

const reasons = {
  'row-altered': 'une ligne a été modifiée',
  'row-missing': 'une ligne manque',
  'checkpoint-forged': 'un témoin n’est pas signé par cette installation',
  'checkpoint-differs': 'un témoin ne correspond pas à la chaîne',
} as const;

/** @returns 0 when the chain of the journal is whole, 1 otherwise */
export async function verifyJournalCommand(config: Config): Promise<number> {
  const folder = join(config.dataDir, 'journal');
  const verdict = await withSystemDatabase(config, (database) =>
    verifyJournal(database, openSigner(join(folder, 'signing-key.pem')), join(folder, 'checkpoints.ndjson')),
  );
  if (verdict.intact) {
    process.stdout.write(`Journal intact : ${verdict.rows} lignes, ${verdict.checkpoints} témoins.\n`);
    return 0;
  }
  process.stdout.write(`Journal altéré à la ligne ${verdict.position} : ${reasons[verdict.because]}.\n`);
  return 1;
}
