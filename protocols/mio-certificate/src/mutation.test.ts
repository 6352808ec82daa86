import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certify } from './certify.ts';
import { changeFr } from './fr.ts';
import { makeOffer } from './testing-offer.ts';
import { arbitraryRewriting, rewrite } from './testing-reformat.ts';
import { controlOf, makeAuthority } from './testing.ts';
import { verifyMessage } from './verify.ts';
import type { VerifyOptions } from './verify.ts';

/** SOAK: how many changes of a long message; then every byte of the short one is changed, thrice. */
const soak = Number(process.env['SOAK'] ?? '0');
const authority = makeAuthority();
const signer = authority.issue();
const options: VerifyOptions = {
  trust: authority.trust(),
  ruleSets: null,
  now: new Date('2026-06-02T00:00:00Z'),
};

async function certifyOffer(lines: number): Promise<Buffer> {
  const message = Buffer.from(makeOffer(lines));
  return await certify(message, controlOf(message), signer, { stamp: null });
}

/** Numbers below `limit`, the same for the same seed. */
function draws(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Where each line stands in a file, by its identifier. */
function linesOf(file: Buffer): { id: string; from: number; to: number }[] {
  const text = file.toString('latin1');
  return [...text.matchAll(/<cac:TenderLine><cbc:ID>([^<]*)<.*?<\/cac:TenderLine>/gs)].map((match) => ({
    id: match[1] ?? '',
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** What is wrong with what is said of a file in which the byte at `at` was changed; null when nothing is. */
function misjudged(file: Buffer, lines: ReturnType<typeof linesOf>, at: number, byte: number): string | null {
  const original = file[at] ?? 0;
  file[at] = byte;
  const { verdict, changes, readable } = verifyMessage(file, options);
  file[at] = original;
  const line = lines.find(({ from, to }) => at >= from && at < to);
  const named = changes.flatMap((change) => (change.kind === 'ligne' ? [change.line] : []));
  // A namespace declared at the root says what every line means.
  const isElsewhere = changes.length > 0 && (named.length === 0 || named.length === lines.length);
  const isNamed = line ? changes.length === 1 && named[0] === line.id : isElsewhere;
  const isFound = verdict !== 'INTACT' && (readable === null || verdict === 'MISE_EN_FORME_MODIFIEE');
  if (isFound && isNamed) return null;
  return `byte ${at}, ${original} → ${byte}, in ${line?.id ?? 'no line'}: ${verdict}, ${changes.map(changeFr).join(', ')}`;
}

function misjudgedBytes(file: Buffer, places: Iterable<number>, seed: number): string[] {
  const draw = draws(seed);
  const lines = linesOf(file);
  return [...places].flatMap((at) => misjudged(file, lines, at, (file[at] ?? 0) ^ (1 + draw(255))) ?? []);
}

describe('a change of one byte', () => {
  it('of a message of 20 lines is found wherever it is, and its line is named', async () => {
    const file = await certifyOffer(20);
    const step = soak > 0 ? 1 : 37;
    for (let round = 0; round < (soak > 0 ? 3 : 1); round += 1) {
      const places = Array.from({ length: Math.floor(file.length / step) }, (_, index) => index * step);
      expect(misjudgedBytes(file, places, 20 + round)).toEqual([]);
    }
  });

  it('of a message of 5 000 lines is found, and its line is named', async () => {
    const file = await certifyOffer(soak > 0 ? 5000 : 500);
    const draw = draws(5000);
    const places = Array.from({ length: soak > 0 ? soak : 10 }, () => draw(file.length));
    expect(misjudgedBytes(file, places, 1)).toEqual([]);
  });
});

describe('a re-formatting', () => {
  it('changes no data, whatever it does', async () => {
    const file = await certifyOffer(3);
    fc.assert(
      fc.property(arbitraryRewriting, (how) => {
        const rewritten = rewrite(file.toString(), how);
        const { verdict, readable } = verifyMessage(rewritten, options);
        expect(verdict).toBe(rewritten.equals(file) ? 'INTACT' : 'MISE_EN_FORME_MODIFIEE');
        expect(readable).not.toBeNull();
      }),
      { seed: 1 },
    );
  });
});
