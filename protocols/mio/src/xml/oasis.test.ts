import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMessageCode } from '../model/draft.ts';
import { messages } from '../table/messages.ts';
import { arbitraryMessage } from '../testing-arbitrary.ts';
import { judgeByOasis } from '../testing-xmllint.ts';
import { writeMessage } from './write-message.ts';

const codes = Object.keys(messages)
  .filter(isMessageCode)
  .filter((code) => !messages[code].root.startsWith('mio:'));

describe.each(codes)('%s as we write it', (code) => {
  it('is valid by the schemas of OASIS', () => {
    const documents = fc
      .sample(arbitraryMessage(code), { seed: 23, numRuns: 25 })
      .map((message) => writeMessage(message));
    expect(judgeByOasis(messages[code].root, documents)).toEqual(new Map());
  });
});
