import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { answerCase, exampleScript, runCase } from '@liaison/mio-qualification/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Desk, mio } from '../testing.ts';

const whose = ['--editor', 'Éditeur d’essai', '--product', 'Interface', '--version', '4.2'];
const program = ['--', process.execPath, exampleScript];
const supplierSide = ['--side', 'fournisseur'];

describe('mio qualify', () => {
  it('tries an interface out, requirement by requirement, and writes a page', async () => {
    using desk = new Desk();
    const page = desk.path('rapport.html');
    const { code, out, err } = await mio('qualify', ...supplierSide, ...whose, '--report', page, ...program);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Interface 4.2, Éditeur d’essai, côté fournisseur');
    expect(out).toContain('✓ LIRE-2      Garder les zéros de tête des codes.');
    expect(out).toContain('Interface qualifiée : toutes les exigences sont tenues.');
    expect(readFileSync(page, 'utf8')).toContain('<span class="held">Tenue</span>');
  });

  it('says which requirements an interface misses, and where', async () => {
    const silent = ['--', process.execPath, '-e', '0'];
    const { code, out } = await mio('qualify', ...supplierSide, ...whose, ...silent);
    expect(code).toBe(1);
    expect(out).toContain('✗ RECEVOIR-2');
    expect(out).toContain('recevoir, 01.xml : aucun accusé de réception');
    const json = await mio('qualify', '--side', 'acheteur', ...whose, '--format', 'json', ...silent);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'REFUSEE', side: 'acheteur' });
  });

  it('serves software that only reads and writes files: once to lay out, once to gather', async () => {
    using desk = new Desk();
    const folder = desk.path('essai');
    const asked = ['qualify', ...supplierSide, ...whose, '--folder', folder];
    const laid = await mio(...asked);
    expect([laid.code, laid.out.includes('cas déposés')]).toEqual([0, true]);
    answerAll(folder);
    const judged = await mio(...asked);
    expect(judged.out).toContain('Interface qualifiée');
    writeFileSync(join(folder, 'reponses-read', '01.json'), '{}');
    expect((await mio(...asked)).code).toBe(1);
  });

  it('asks an interface over HTTP', async () => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () =>
        response.end(
          JSON.stringify({ files: runCase(answerCase, JSON.parse(Buffer.concat(chunks).toString())) }),
        ),
      );
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { out } = await mio('qualify', ...supplierSide, ...whose, '--url', `http://127.0.0.1:${port}/mio`);
    server.close();
    expect(out).toContain('Interface qualifiée');
    const away = await mio('qualify', ...supplierSide, ...whose, '--url', `http://127.0.0.1:${port}/mio`);
    expect([away.code, away.err.includes('le service ne répond pas')]).toEqual([3, true]);
  });

  it('says how it must be asked', async () => {
    const code = async (...args: string[]) => (await mio('qualify', ...args)).code;
    expect(await code(...supplierSide, ...program)).toBe(2);
    expect(await code(...supplierSide, ...whose)).toBe(2);
    const blank = await mio('qualify', ...supplierSide, '--editor', '  ', ...whose.slice(2), ...program);
    expect([blank.code, blank.err.includes('ni vides, ni de plus de deux cents caractères')]).toEqual([
      2,
      true,
    ]);
    expect(await code('--side', 'autre', ...whose, ...program)).toBe(2);
    expect(await code(...supplierSide, ...whose, '--', '/aucun/programme')).toBe(3);
    expect(await code(...whose, '--challenge', 'absent.json', '--answers', 'x', ...program)).toBe(3);
  });
});

/** The example, in the folders of its cases. */
function answerAll(folder: string): void {
  for (const act of ['read', 'write', 'control', 'verify', 'receive'])
    answerCase(join(folder, `cas-${act}`), join(folder, `reponses-${act}`));
}

describe('the challenge of an authority', () => {
  let desk: Desk;
  const file = (name: string) => desk.path(name);
  const authority = (...args: string[]) =>
    mio('authority', args[0] ?? '', file('autorite'), ...args.slice(1));
  const attested = () =>
    mio('qualify', '--attestation', file('q.jws'), '--trust', file('autorite/confiance'));

  beforeEach(async () => {
    vi.stubEnv('MIO_PASSPHRASE', 'cheval agrafe pile correcte');
    desk = new Desk();
    await authority('create', '--name', 'Autorité de démonstration');
    await authority('challenge', ...supplierSide, ...whose, '--output', file('defi.json'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    desk[Symbol.dispose]();
  });

  const answerBy = (by: readonly string[], named = whose) =>
    mio('qualify', ...named, '--challenge', file('defi.json'), '--answers', file('r.json'), ...by);
  const answerRight = async (named = whose) => {
    const by = ['--folder', file('essai')];
    await answerBy(by, named);
    answerAll(file('essai'));
    return answerBy(by, named);
  };
  const judged = () =>
    authority('qualify', '--answers', file('r.json'), '--output', file('q.jws'), '--report', file('r.html'));

  it('ends in an attestation, that everyone can verify and the authority can take back', async () => {
    expect((await answerBy(program)).out).toContain('réponses à remettre à l’autorité');
    const { code, out, err } = await judged();
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Attestation délivrée');
    const shown = await attested();
    expect([shown.code, shown.out.includes('Interface 4.2, Éditeur d’essai, côté fournisseur')]).toEqual([
      0,
      true,
    ]);
    expect((await judged()).err).toContain('ce défi a déjà été jugé');
    const { qualified } = JSON.parse(readFileSync(file('autorite/registre.json'), 'utf8'));
    await authority('revoke', '--serial', qualified[0].serial, '--reason', 'superseded');
    expect((await attested()).out).toContain('L’autorité a retiré cette attestation.');
  });

  it('attests nothing of another interface than it was given to, and still judges the right one', async () => {
    const others = [
      ['--editor', 'Autre éditeur', ...whose.slice(2)],
      [...whose.slice(0, 2), '--product', 'Autre interface', ...whose.slice(4)],
      [...whose.slice(0, 4), '--version', '4.3'],
    ];
    await answerRight();
    for (const named of others) {
      await answerBy(['--folder', file('essai')], named);
      const { code, err } = await judged();
      expect([code, err.includes('le défi a été donné à « Interface 4.2, Éditeur d’essai »')]).toEqual([
        2,
        true,
      ]);
    }
    expect((await attested()).code).toBe(3);
    await answerRight();
    expect((await judged()).out).toContain('Attestation délivrée');
    expect((await authority('challenge', ...supplierSide, '--output', file('d.json'))).code).toBe(2);
    const long = [...whose.slice(0, 2), '--product', 'x'.repeat(201), ...whose.slice(4)];
    const refused = await authority('challenge', ...supplierSide, ...long, '--output', file('d.json'));
    expect([refused.code, refused.err.includes('ni de plus de deux cents')]).toEqual([2, true]);
  });

  it('judges and answers nothing that an earlier suite drew', async () => {
    await answerRight();
    const [kept = ''] = readdirSync(file('autorite/qualifications'));
    const toEarlier = (path: string) => {
      const read = JSON.parse(readFileSync(path, 'utf8'));
      const challenge = { ...(read.challenge ?? read), format: 'urn:liaison:mio:defi:1' };
      // Which named no interface.
      writeFileSync(path, JSON.stringify('seed' in read ? { seed: read.seed, challenge } : challenge));
    };
    toEarlier(file(`autorite/qualifications/${kept}`));
    const { code, err } = await judged();
    expect([code, err.includes('version précédente : donnez-en un autre')]).toEqual([2, true]);
    toEarlier(file('defi.json'));
    expect((await answerBy(program)).err).toContain('demandez-en un autre à l’autorité');
    const trial = ['qualify', ...supplierSide, ...whose, '--folder', file('propre-essai')];
    await mio(...trial);
    toEarlier(file('propre-essai/essai.json'));
    expect((await mio(...trial)).err).toContain('version précédente : videz ce dossier');
  });

  it('gives nothing to answers that are another’s, changed, or to a challenge that nobody gave', async () => {
    expect((await answerBy(['--', process.execPath, '-e', '0'])).code).toBe(0);
    const refused = await judged();
    expect([refused.code, refused.out.includes('Aucune attestation')]).toEqual([1, true]);
    expect((await attested()).code).toBe(3);
    const answers = JSON.parse(readFileSync(file('r.json'), 'utf8'));
    writeFileSync(
      file('r.json'),
      JSON.stringify({ ...answers, challenge: '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8' }),
    );
    expect((await judged()).err).toContain('cette autorité n’a pas donné le défi');
    expect(readFileSync(file('defi.json'), 'utf8')).not.toContain('seed');
  });
});
