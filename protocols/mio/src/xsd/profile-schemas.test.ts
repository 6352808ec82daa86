import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMessageCode } from '../model/draft.ts';
import { messages } from '../table/messages.ts';
import { arbitraryMessage, makeMessage } from '../testing-arbitrary.ts';
import { judgeByOasis, judgeByXmllint } from '../testing-xmllint.ts';
import { mutate } from '../testing-mutate.ts';
import { readMessage } from '../xml/read-message.ts';
import { writeMessage } from '../xml/write-message.ts';
import { profileSchemas } from './profile-schemas.ts';

const codes = Object.keys(messages).filter(isMessageCode);
const folder = mkdtempSync(join(tmpdir(), 'mio-xsd-'));
afterAll(() => rmSync(folder, { recursive: true }));

function place(code: (typeof codes)[number]): string {
  const { main, files } = profileSchemas(code);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return join(folder, main);
}

describe.each(codes)('the schemas of %s', (code) => {
  const certificat = '<mio:Certificat xmlns:mio="urn:liaison:mio:1"><mio:Any/></mio:Certificat>';
  const message = makeMessage(code, { seed: 3, fullness: 0.3, maximumItems: 1 });
  const certified = writeMessage(message, { certificat });
  const documents = fc
    .sample(arbitraryMessage(code), { seed: 31, numRuns: 8 })
    .map((drawn) => writeMessage(drawn));
  const changed = documents.flatMap((document, seed) => mutate(document, seed, 6));
  const firstChanged = documents.length + 1;
  /** By position, among the documents, the certified message and those that are changed: judged once, for schemas are long to load. */
  let refused: Map<number, string[]>;
  beforeAll(() => {
    refused = judgeByXmllint(place(code), [...documents, certified, ...changed]);
  });

  it('accept every message that the table allows', () => {
    expect([...refused].filter(([at]) => at < documents.length)).toEqual([]);
  });

  it('accept a certificate at its place, which readers pass over', () => {
    expect(refused.get(documents.length)).toBeUndefined();
    expect(readMessage(Buffer.from(certified))).toMatchObject({ message, findings: [] });
  });

  it('accept nothing that OASIS refuses, and refuse most of what is changed', () => {
    const accepted = changed.filter((_, at) => !refused.has(firstChanged + at));
    expect(changed.length - accepted.length).toBeGreaterThan(changed.length / 3);
    expect(judgeByOasis(messages[code].root, [certified, ...accepted])).toEqual(new Map());
  });
});
