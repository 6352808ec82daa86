import { randomBytes } from 'node:crypto';
import { seededRandom } from '@liaison/dicom/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { eventually, pause, startPlatform, type Platform } from '../platform/start-platform.ts';
import { expectAllKept } from './catalogue.ts';
import { Ledger, makeImage, newStudy } from './images.ts';
import { beginImport, sendPieces, stow, toFile } from './uploads.ts';

const kills = Number(process.env['LIAISON_SOAK_KILLS'] ?? 4);
/** More than is sent, at some 7 MB between two kills. */
const announced = { fileCount: 100_000, byteCount: kills * 20_000_000 };

let platform: Platform;
let client: ApiClient;
beforeAll(async () => {
  platform = await startPlatform();
  client = await signIn(platform, 'manip@demo.liaison');
});
afterAll(() => platform?.stop());

/** The answer of a server that may be dead: null then. A sender asks again. */
const ask = <Answer>(asking: Promise<Answer>): Promise<Answer | null> =>
  // What fetch throws where the connection ends (WHATWG Fetch, network error).
  asking.catch((error: unknown) => {
    if (error instanceof TypeError || error instanceof SyntaxError) return null;
    throw error;
  });

it(
  `keeps every image that an import or STOW-RS acknowledged in ${kills} kills of the role that takes them`,
  async () => {
    const ledger = new Ledger();
    const random = seededRandom(733);
    const course = { isFinishing: false };
    const sourceDigest = randomBytes(32).toString('hex');
    const imported = newStudy();
    const begun = await beginImport(client, imported, sourceDigest, announced);
    const positions = new Set<number>();

    const importAll = async (): Promise<void> => {
      for (let first = 0; !course.isFinishing; first += 4) {
        const images = [0, 1, 2, 3].map((next) =>
          makeImage(imported, { number: first + next, size: 64 + 2 * Math.floor(random() * 200) }),
        );
        const waiting = new Map(images.map((image, next) => [first + next, image]));
        while (waiting.size > 0) {
          const sent = [...waiting].map(([position, image]) => ({ position, file: toFile(image) }));
          const results = await ask(sendPieces(platform, client, begun.import.id, sent));
          if (!results) await pause(50);
          for (const { position, state } of results ?? []) {
            expect(state).toBe('stored');
            const image = waiting.get(position);
            if (image) ledger.add(image);
            waiting.delete(position);
            positions.add(position);
          }
        }
      }
    };
    const stowAll = async (): Promise<void> => {
      while (!course.isFinishing) {
        const study = newStudy();
        const images = [1, 2, 3].map((number) => makeImage(study, { number, size: 256 }));
        for (;;) {
          const reply = await ask(stow(platform, client, images));
          if (reply?.status === 200) break;
          expect([undefined, 503]).toContain(reply?.status);
          await pause(50);
        }
        for (const image of images) ledger.add(image);
      }
    };
    const sending = Promise.all([importAll(), stowAll()]);
    sending.catch(() => {});
    for (let kill = 0; kill < kills; kill += 1) {
      const before = ledger.size;
      await Promise.race([eventually(async () => ledger.size > before + 5), sending]);
      const { web = 0 } = await eventually(async () => {
        const roles = await platform.roles();
        return roles['web'] !== undefined && roles;
      });
      await pause(random() * 100);
      process.kill(web, 'SIGKILL');
    }
    course.isFinishing = true;
    await sending;
    await expectAllKept(platform, ledger);
    // Taken up, the import knows what it has: what was acknowledged need not be sent again.
    const again = await beginImport(client, imported, sourceDigest, announced);
    const settled = again.settled.reduce((count, [first, last]) => count + last - first + 1, 0);
    expect([again.isResumed, again.import.id]).toEqual([true, begun.import.id]);
    expect(settled).toBeGreaterThanOrEqual(positions.size);
  },
  120_000 + kills * 20_000,
);
