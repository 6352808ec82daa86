import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { z } from 'zod';

import { listStudies, type StudySummary } from '@liaison/imaging/contract';

import { signIn, type ApiClient } from '../../tests/platform/api-client.ts';
import { startPlatform, type Platform } from '../../tests/platform/start-platform.ts';
import type { Receiver } from './receiver.ts';

/** As many as production starts (platform/config); a demonstration has one. */
const receivers = Math.min(availableParallelism(), 4);

export const platformName = 'Liaison, whole platform';

/** The whole platform with the demo region, and someone signed in who may see what its scanner sends. */
export type RunningPlatform = Receiver & {
  readonly platform: Platform;
  readonly reader: ApiClient;
  /** The study as the list of studies shows it now. */
  findStudy(accessionNumber: string): Promise<StudySummary | undefined>;
  /** Images in the catalogue. */
  countShown(): Promise<number>;
};

export async function startWholePlatform(): Promise<RunningPlatform> {
  const platform = await startPlatform({ LIAISON_RECEIVERS: String(receivers) }, { isPrepared: false });
  const reader = await signIn(platform, 'requerant@demo.liaison');
  const roles = await platform.roles();
  const findStudy = async (accessionNumber: string): Promise<StudySummary | undefined> => {
    const { body } = await reader.get<unknown>(`${listStudies.url}?live=true&search=${accessionNumber}`);
    return listStudies.reply.parse(body).studies[0];
  };
  return {
    name: platformName,
    platform,
    reader,
    findStudy,
    countShown: () => countImages(platform),
    port: platform.dicomPort,
    aeTitle: 'LIAISON',
    callingAeTitle: 'CHA_PACS',
    pid: roles['receive-0'] ?? 0,
    async countStored({ accessionNumber, imageCount }) {
      let count = 0;
      for (const deadline = performance.now() + 20_000; performance.now() < deadline; await pause(100)) {
        const study = await findStudy(accessionNumber);
        count = study?.imageCount ?? 0;
        if (count === imageCount && study?.arrival === 'idle') break;
      }
      return count;
    },
    // What was catalogued is in sealed containers by then. Rows stay: nobody opens those studies again.
    forget: async () => rmSync(join(platform.dataDir, 'containers/sealed'), { recursive: true, force: true }),
    async [Symbol.asyncDispose]() {
      await platform.stop();
    },
  };
}

const counted = z.object({ rows: z.tuple([z.object({ count: z.number() })]) });

async function countImages({ system }: Platform): Promise<number> {
  const { rows } = counted.parse(
    await system.pool.query('select count(*)::int as count from imaging.instance'),
  );
  return rows[0].count;
}
