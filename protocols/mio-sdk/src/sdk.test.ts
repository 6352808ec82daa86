import { createHash } from 'node:crypto';
import { messages, readMessage as readXml, writeMessage as writeXml, type MessageCode } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { makeMessage } from '@liaison/mio/testing';
import { readWorkbook } from '@liaison/xlsx';
import { describe, expect, it } from 'vitest';
import { formatOfBytes, messageFormats } from './message/formats.ts';
import {
  openController,
  readMessage,
  renderReport,
  SdkError,
  writeMessage,
  type WriteOptions,
} from './index.ts';

const codes = Object.keys(messages).filter((code): code is MessageCode => code in messages);
const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const offer = makeOffer(needs);
const identity = { id: 'essai', product: 'Éditeur', version: '1.0' };

describe.each(codes)('%s', (code) => {
  const message = makeMessage(code, { seed: 11, fullness: 0.7, maximumItems: 3 });
  const xml = writeXml(message);

  it.each(messageFormats)('comes back the same from %s, found from its bytes', (format) => {
    const bytes = writeMessage(message, format, { isPlainTable: true });
    expect(formatOfBytes(bytes)).toBe(format);
    const { isWhole, message: read, troubles } = readMessage(bytes);
    expect(troubles).toEqual([]);
    expect(isWhole).toBe(true);
    expect(read && writeXml(read)).toBe(xml);
  });
});

describe('the workbook of an offer', () => {
  const asked = Buffer.from(writeXml(needs));

  it('is the model, filled, where the needs go with it', () => {
    const workbook = writeMessage(offer, 'xlsx', { needs: asked });
    const { message } = readMessage(workbook);
    expect(message && writeXml(message)).toBe(writeXml(offer));
  });

  it('of a call for tenders is the model to fill in: read back, it is an offer that lacks its tenderer', () => {
    const reading = readMessage(writeMessage(needs, 'xlsx'));
    expect(reading.isWhole).toBe(false);
    expect(reading.troubles.map(({ fr }) => fr)).toContain(
      'SIRET : manque (à défaut, un courriel de contact).',
    );
  });

  it('of a call for tenders names its own file, and no other one beside it', () => {
    const other = Buffer.from(writeXml(makeNeeds({ lots: 1, linesPerLot: 1 })));
    const cited = (options: WriteOptions) => {
      const { message } = readMessage(writeMessage(needs, 'xlsx', options));
      return message?.type === 'M20' ? message.header?.inReplyTo?.sha256 : undefined;
    };
    const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(cited({ needs: other })).toBe(sha256(asked));
    const indented = Buffer.from(`${writeXml(needs)}\n`);
    expect(cited({ needs: other, asReceived: indented })).toBe(sha256(indented));
  });

  it('is the model too where no needs are beside it, with the lines of the offer', () => {
    const { sheets } = readWorkbook(writeMessage(offer, 'xlsx'));
    expect(sheets.map(({ name }) => name)).toContain('Bordereau');
    const { message } = readMessage(writeMessage(offer, 'xlsx'));
    expect(message && writeXml(message)).toBe(writeXml(offer));
  });

  it('is not made from needs that are none', () => {
    expect(() => writeMessage(offer, 'xlsx', { needs: Buffer.from('<a/>') })).toThrow(SdkError);
  });
});

describe('reading', () => {
  it('says where and what, in the format’s own terms', () => {
    const xml = writeXml(offer).replace('<cbc:IssueDate>', '<cbc:Foo>1</cbc:Foo><cbc:IssueDate>');
    const { isWhole, troubles } = readMessage(xml);
    expect(isWhole).toBe(false);
    expect(troubles[0]).toMatchObject({ place: 'l. 2', isError: true });
    const json = writeMessage(offer, 'json').toString().replace('"validityDays": 180', '"validityDays": "x"');
    expect(readMessage(json).troubles[0]?.place).toBe('/validityDays');
    const csv = writeMessage(offer, 'csv').toString().replace(';180;', ';x;');
    expect(readMessage(csv).troubles[0]?.place).toMatch(/^l\. 2, col\. \d+$/);
  });

  it.each(['json', 'csv'] as const)(
    'takes no %s of another encoding, whose accents would be lost',
    (format) => {
      const latin = Buffer.from(writeMessage(offer, format).toString(), 'latin1');
      const { isWhole, message, troubles } = readMessage(latin);
      expect([isWhole, message]).toEqual([false, undefined]);
      expect(troubles.map(({ fr }) => fr)).toEqual([
        expect.stringContaining('enregistrez-le dans cet encodage'),
      ]);
    },
  );

  it('finds the format whatever stands before the first character', () => {
    const text = writeXml(offer).replace('encoding="UTF-8"', 'encoding="UTF-16"');
    expect(readMessage(Buffer.from(`\ufeff${text}`, 'utf16le')).isWhole).toBe(true);
    expect(readMessage(`\ufeff ${writeMessage(offer, 'json').toString()}`).isWhole).toBe(true);
    expect(readMessage(Buffer.alloc(0)).isWhole).toBe(false);
    expect(readMessage(Buffer.from('PK\u0003\u0004')).troubles).not.toEqual([]);
  });
});

describe('controlling', () => {
  const controller = openController({ identity, isDemo: true });
  const asked = Buffer.from(writeXml(needs));

  it('holds an offer against its needs, and gives the report in each of its forms', () => {
    const wrong = writeXml(offer).replace(/(?<=<cbc:Quantity [^>]+>)\d+/, '99999');
    const report = controller.control(Buffer.from(wrong), { needs: asked });
    expect(report.findings.map(({ code }) => code)).toContain('MIO-CRO-021');
    const m40 = renderReport(report, 'm40', { sender: { scheme: '0009', id: '26060000000012' } });
    expect(readXml(m40).message).toMatchObject({ type: 'M40', verdict: 'KO' });
    expect(() => renderReport(report, 'm40')).toThrow('Un M40 demande un expéditeur.');
    for (const format of ['json', 'html', 'csv', 'xlsx', 'svrl'] as const)
      expect(renderReport(report, format).length).toBeGreaterThan(100);
  });

  it('says which of the files beside the message is none', () => {
    const message = Buffer.from(writeXml(offer));
    expect(() => controller.control(message, { needs: message })).toThrow('M10 ou M11 lisible');
    expect(() => controller.control(message, { offer: asked })).toThrow('M20 lisible');
  });
});
