import { join } from 'node:path';
import type { Config } from '@liaison/config';
import { verifyStore, type StoreFault, type StoreVerdict } from '@liaison/imaging';
import { withSystemDatabase } from './open-system.ts';

const words: Readonly<Record<StoreFault['kind'], string>> = {
  'container-missing': 'conteneur absent du disque',
  'container-unreadable': 'conteneur illisible',
  'image-missing': 'images du catalogue absentes de leur conteneur',
  'image-damaged': 'images dont le contenu a changé',
  'container-orphan': 'conteneur inconnu du catalogue',
  'container-behind': 'conteneur catalogué en partie',
  'set-aside': 'fichier mis de côté, à examiner',
};

/** @returns 0 when catalogue and store agree (after the repair, if one was asked for), 1 otherwise */
export async function verifyStoreCommand(config: Config, args: string[]): Promise<number> {
  const options = { deep: args.includes('--deep'), repair: args.includes('--repair') };
  const verdict = await withSystemDatabase(config, (database) =>
    verifyStore(database, join(config.dataDir, 'containers'), {
      ...options,
      onProgress: (count) => process.stderr.write(`\r${count} conteneurs vérifiés…`),
    }),
  );
  process.stderr.write('\n');
  process.stdout.write(`${tell(verdict).join('\n')}\n`);
  return verdict.faults.length > verdict.repaired ? 1 : 0;
}

export function tell(verdict: StoreVerdict): string[] {
  const lines = verdict.faults.map(
    ({ kind, container, count }) => `  · ${container} : ${words[kind]}${count > 0 ? ` (${count})` : ''}`,
  );
  const summary = `${verdict.containers} conteneurs, ${verdict.images} images, ${verdict.faults.length} écart(s).`;
  const repaired =
    verdict.repaired > 0
      ? [`${verdict.repaired} conteneur(s) rendus au catalogue, qui les relit au démarrage.`]
      : [];
  return [summary, ...lines, ...repaired];
}
