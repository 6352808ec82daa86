import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeJson, writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import type { QualificationReport } from '@liaison/mio-qualification';
import { exampleScript, missedIn } from '@liaison/mio-qualification/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../tools/packing.mjs';
import { local } from '../../tools/steps.mjs';
import { Editor } from './editor.ts';

const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const offer = makeOffer(needs);
const phrases = {
  MIO_PASSPHRASE: 'cheval agrafe pile correcte',
  MIO_CONTROLLER_PASSPHRASE: 'phrase du contrôleur',
};

let editor: Editor;
beforeAll(() => {
  editor = new Editor();
  editor.put('besoins.xml', writeMessage(needs));
  editor.put('offre.json', writeJson(offer));
});
afterAll(() => editor.remove());

describe('the packed command', () => {
  it('controls, converts and refuses from a stranger’s folder', () => {
    expect(editor.mio(['convert', 'offre.json', '--output', 'offre.xml'])).toMatchObject({
      code: 0,
      err: '',
    });
    expect(editor.read('offre.xml').toString()).toBe(writeMessage(offer));
    const right = editor.mio(['check', 'offre.xml', '--need', 'besoins.xml', '--demo']);
    expect(right).toEqual({ code: 0, out: 'offre.xml : conforme.\n', err: '' });
    editor.put('fausse.xml', writeMessage(offer).replace(/(?<=<cbc:Quantity [^>]+>)\d+/, '99999'));
    const wrong = editor.mio(['check', 'fausse.xml', '--need', 'besoins.xml', '--demo']);
    expect([wrong.code, wrong.out.includes('MIO-CRO-021')]).toEqual([1, true]);
  });
});

/** What an editor writes: from his data to a certified message, and from a received message to his data. */
const script = `
import { readFileSync, writeFileSync } from 'node:fs';
import * as mio from '@liaison/mio-sdk';

const { message } = mio.readMessage(readFileSync('offre.json'));
const xml = mio.writeMessage(message);
const controller = mio.openController({ identity: { id: 'e1', product: 'Éditeur', version: '1' }, isDemo: true });
const report = controller.control(xml, { needs: readFileSync('besoins.xml') });
const certified = await mio.certifyMessage(xml, report, mio.openSigner('cles', process.env.PHRASE));
writeFileSync('certifiee.xml', certified);
const trust = mio.openTrust('autorite/confiance');
const intact = mio.verifyMessage(certified, { trust });
const altered = mio.verifyMessage(Buffer.from(certified.toString().replace('CimX', 'CimY')), { trust });
const back = mio.readMessage(intact.readable);
let refusal = '';
try {
  mio.openSigner('cles', 'une autre phrase');
} catch (error) {
  refusal = error.message;
}
console.log(JSON.stringify({
  verdict: report.verdict,
  intact: intact.verdict,
  altered: altered.verdict,
  changes: altered.changes.length,
  isSame: mio.writeMessage(back.message, 'json').toString() === mio.writeMessage(message, 'json').toString(),
  xlsx: mio.readMessage(mio.writeMessage(message, 'xlsx', { needs: readFileSync('besoins.xml') })).isWhole,
  refusal,
}));
`;

/** The same in TypeScript: a right program, and what the types must refuse. */
const typed = `
import { openController, readMessage, writeMessage, type ControlReport, type Tender } from '@liaison/mio-sdk';

const reading = readMessage(new Uint8Array());
if (reading.isWhole && reading.message.type === 'M20') {
  const offer: Tender = reading.message;
  const price: string | undefined = offer.lots[0]?.lines?.[0]?.price?.unitPrice;
  writeMessage({ ...offer, validityDays: Number(price) }, 'json');
  // @ts-expect-error prices are exact decimals: never binary numbers
  const wrong: number | undefined = offer.lots[0]?.lines?.[0]?.price?.unitPrice;
  console.log(wrong);
}
// @ts-expect-error there is no such format
writeMessage({ type: 'M20' }, 'pdf');
const report: ControlReport = openController({ identity: { id: 'e1', product: 'E', version: '1' } }).control(
  new Uint8Array(),
);
console.log(report.findings.map(({ code, message }) => code + message.fr));
`;

describe('the packed SDK', () => {
  it('takes data to a certified message and back, in an editor’s script', () => {
    expect(editor.mio(['authority', 'create', 'autorite', '--name', 'Autorité d’essai'], phrases).err).toBe(
      '',
    );
    const licensee = ['--organisation', 'Éditeur', '--siret', '26060000000012', '--licence', 'MIO-0001'];
    const issued = editor.mio(['authority', 'issue', 'autorite', ...licensee, '--output', 'cles'], phrases);
    expect(issued).toMatchObject({ code: 0, err: '' });
    editor.put('interface.js', script);
    const { code, out, err } = editor.node('interface.js', [], { PHRASE: phrases.MIO_CONTROLLER_PASSPHRASE });
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      verdict: 'OK',
      intact: 'INTACT',
      altered: 'ALTERE',
      changes: 1,
      isSame: true,
      xlsx: true,
      refusal: expect.stringContaining('la phrase secrète n’ouvre pas cette clé'),
    });
    const verified = editor.mio(['verify', 'certifiee.xml', '--trust', join('autorite', 'confiance')]);
    expect([verified.code, verified.out.includes('Message intact')]).toEqual([0, true]);
  });

  it('is typed: a right program compiles against it, and a wrong one does not', () => {
    editor.put('interface.ts', typed);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2024',
      types: ['node'],
      typeRoots: [join(root, 'node_modules', '@types')],
    };
    editor.put('tsconfig.json', JSON.stringify({ compilerOptions, files: ['interface.ts'] }));
    const { status, stdout } = spawnSync(
      process.execPath,
      [local('typescript/bin/tsc'), '-p', editor.folder],
      {
        encoding: 'utf8',
      },
    );
    expect([status, stdout]).toEqual([0, '']);
  });

  it('carries all that it stands on, and nothing that is TypeScript or of this machine', () => {
    const manifest = JSON.parse(editor.read('node_modules/@liaison/mio-sdk/package.json').toString());
    expect(manifest.bundleDependencies).toEqual(Object.keys(manifest.dependencies));
    const own = globSync(
      'node_modules/@liaison/mio-{sdk,command}/{lib,node_modules/@liaison}/**/*.{ts,js,json}',
      {
        cwd: editor.folder,
      },
    );
    expect(own.length).toBeGreaterThan(300);
    expect(own.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
    expect(own.filter((file) => editor.read(file).includes(root))).toEqual([]);
    expect(own.filter((file) => /from '[^']+\.ts'/.test(editor.read(file).toString()))).toEqual([]);
  });
});

describe('our own SDK, packed and qualified as if it were a stranger’s', () => {
  const example = readFileSync(exampleScript, 'utf8');
  const whose = ['--editor', 'Éditeur', '--product', 'Interface', '--version', '1.0'];
  function qualify(side: string, program: string): { code: number | null; report: QualificationReport } {
    editor.put('exemple.mjs', program);
    const by = ['--format', 'json', '--', process.execPath, 'exemple.mjs'];
    const { code, out, err } = editor.mio(['qualify', '--side', side, ...whose, ...by]);
    expect(err).toBe('');
    return { code, report: JSON.parse(out) };
  }

  it.each(['acheteur', 'fournisseur'])('holds every requirement of a %s', (side) => {
    const { code, report } = qualify(side, example);
    expect(report.requirements.length).toBeGreaterThan(20);
    expect([code, report.verdict, missedIn(report)]).toEqual([0, 'QUALIFIEE', []]);
  });

  it('misses what it does wrong, and nothing else', () => {
    const { code, report } = qualify('acheteur', example.replace('if (known) return known;', ''));
    expect([code, report.verdict, missedIn(report)]).toEqual([1, 'REFUSEE', ['RECEVOIR-2']]);
  });
});
