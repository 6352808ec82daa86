import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../tools/packing.mjs';
import { Editor } from './editor.ts';

const example = readFileSync(join(root, 'protocols/mio-qualification/example/interface.mjs'), 'utf8');
const whose = ['--editor', 'Éditeur', '--product', 'Interface', '--version', '1.0', '--format', 'json'];

let editor: Editor;
beforeAll(() => {
  editor = new Editor();
  editor.put('interface.mjs', example);
});
afterAll(() => editor.remove());

/** The requirements that a program misses, run by the packed command with the packed SDK alone. */
function missedBy(side: string, script: string): string[] {
  const { out, err } = editor.mio(['qualify', '--side', side, ...whose, '--', process.execPath, script]);
  expect(err).toBe('');
  const report: { requirements: { requirement: string; failures: unknown[] }[] } = JSON.parse(out);
  expect(report.requirements.length).toBeGreaterThan(20);
  return report.requirements
    .filter(({ failures }) => failures.length > 0)
    .map(({ requirement }) => requirement);
}

/** The example, wrong in one place. */
function wrong(name: string, from: string, to: string): string {
  expect(example).toContain(from);
  editor.put(name, example.replace(from, to));
  return name;
}

describe('our own SDK, qualified as if it were a stranger’s', () => {
  it.each(['acheteur', 'fournisseur'])('holds every requirement of a %s', (side) => {
    expect(missedBy(side, 'interface.mjs')).toEqual([]);
  });

  it.each([
    {
      what: 'makes numbers of codes',
      from: "mio.writeMessage(message, 'json'))",
      to: 'mio.writeMessage(message, \'json\').toString().replaceAll(/"0(\\d{6})"/g, \'"$1"\'))',
      missed: ['LIRE-2', 'LIRE-4'],
    },
    {
      what: 'rounds prices to the cent',
      from: "mio.writeMessage(message, 'json'))",
      to: "mio.writeMessage(message, 'json').toString().replaceAll(/(\\d\\.\\d\\d)\\d{4}/g, '$1'))",
      missed: ['LIRE-3', 'LIRE-4'],
    },
    {
      what: 'takes certificates for granted',
      from: 'JSON.stringify({ verdict, changes })',
      to: "JSON.stringify({ verdict: 'INTACT', changes })",
      missed: ['VERIFIER-2', 'VERIFIER-5'],
    },
    {
      what: 'takes altered messages in',
      from: "if (!untouched.includes(verdict)) return this.#answer(message, bytes, 'RE', 'CERT');",
      to: '',
      missed: ['RECEVOIR-5'],
    },
    {
      what: 'takes a message in as often as it comes',
      from: 'if (known) return known;',
      to: '',
      missed: ['RECEVOIR-2'],
    },
    {
      what: 'lets tests into production',
      from: "if (message.header?.isTest) return this.#answer(message, bytes, 'RE', 'AUTRE');",
      to: '',
      missed: ['RECEVOIR-4'],
    },
    {
      what: 'goes back to the version that came last',
      from: 'Math.max(version, this.#consultations[number] ?? 0)',
      to: '1',
      missed: ['RECEVOIR-3'],
    },
  ])('an interface that $what misses what names it', ({ from, to, missed }) => {
    const script = wrong('fausse.mjs', from, to);
    const found = missedBy('fournisseur', script);
    expect(found).toEqual(expect.arrayContaining(missed));
    expect(found.filter((code) => code.split('-')[0] !== missed[0]?.split('-')[0])).toEqual([]);
  });
});
