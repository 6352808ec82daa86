import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateSchema, profileSchemas, writeMessage } from '@liaison/mio';
import { judgeByOasis, judgeByXmllint, makeMessage } from '@liaison/mio/testing';
import { afterAll, expect, it } from 'vitest';
import { certify } from './certify.ts';
import { controlOf, makeAuthority } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'certificate-schema-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const message = Buffer.from(writeMessage(makeMessage('M20', { seed: 7, fullness: 0.5, maximumItems: 2 })));
const certified = (
  await certify(message, controlOf(message), makeAuthority().issue(), { stamp: null })
).toString();
const certificat = certified.slice(
  certified.indexOf('<mio:Certificat'),
  certified.indexOf('</ext:ExtensionContent>'),
);

it('is of the form that its schema says, and of no other', () => {
  const schema = write('certificat.xsd', certificateSchema);
  expect(judgeByXmllint(schema, [certificat])).toEqual(new Map());
  const broken = certificat.replace(/<mio:Licence [^>]*>(<\/mio:Licence>)?/, '');
  expect([...judgeByXmllint(schema, [broken, certificat.replace('OK_AVEC_RESERVES', 'KO')]).keys()]).toEqual([
    0, 1,
  ]);
});

it('leaves a message valid by the schemas of its profile and of OASIS', () => {
  const { main, files } = profileSchemas('M20');
  for (const [name, text] of Object.entries(files)) write(name, text);
  expect(judgeByXmllint(join(folder, main), [certified])).toEqual(new Map());
  expect(judgeByOasis('Tender', [certified])).toEqual(new Map());
});
