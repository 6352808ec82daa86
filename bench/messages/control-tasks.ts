import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileSchemas } from '@liaison/mio';
import {
  fictiveNomenclatures,
  makeController,
  openControlPool,
  openNomenclatures,
  readNeed,
  renderJson,
} from '@liaison/mio-control';
import { XmlBufferInputProvider, XmlDocument, xmlRegisterInputProvider, XsdValidator } from 'libxml2-wasm';
import { Schema } from 'node-schematron';
import { offerId, offersOfPool, plantedFaults } from './offer.ts';
import { expectEqual, type Run, type Task } from './task.ts';

const identity = { id: 'banc', product: 'Liaison', version: '0.1.0' };
const faultCode = 'MIO-NOM-001';
const published = join(import.meta.dirname, '../../docs/mio/schematron/mio-m20.sch');

/** As the command does it: the file, its schema, every rule with the needs beside it, the report as JSON. */
export const control: Task = ({ needs, offer }) => {
  const controller = makeController({
    identity,
    nomenclatures: openNomenclatures(fictiveNomenclatures()),
  });
  const need = readNeed(needs);
  if (!need) throw new Error('needs that cannot be read');
  return () => {
    const report = controller.control(offer, { need });
    expectEqual(report.counts.byCode[faultCode], plantedFaults, 'planted faults found');
    if (renderJson(report).length < plantedFaults) throw new Error('an empty report');
  };
};

/** Nothing but the library: the file is parsed and held against the same schema. */
export const bareSchema: Task = ({ offer }) => {
  const { main, files } = profileSchemas('M20');
  const served = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)] as const);
  xmlRegisterInputProvider(new XmlBufferInputProvider(Object.fromEntries(served)));
  using document = XmlDocument.fromBuffer(Buffer.from(files[main] ?? ''), { url: main });
  const validator = XsdValidator.fromDoc(document);
  return () => {
    using parsed = XmlDocument.fromBuffer(offer);
    validator.validate(parsed);
  };
};

/** The rules that XPath can say, as we publish them. */
export const schematron: Task = ({ offer }) => {
  const schema = Schema.fromString(readFileSync(published, 'utf8'));
  const text = offer.toString('utf8');
  return () => {
    const found = schema.validateString(text).filter(({ assertId }) => assertId?.startsWith(faultCode));
    expectEqual(found.length, plantedFaults, 'planted faults found');
  };
};

/** Many offers, each with an identifier of its own, to a pool that opens within the time. */
export function poolOf(threads: number): Task {
  return ({ needs, offer }): Run => {
    const at = offer.indexOf(offerId);
    return async () => {
      const pool = openControlPool({ identity, nomenclatures: fictiveNomenclatures() }, { threads });
      let given = 0;
      const feed = async (): Promise<void> => {
        while (given < offersOfPool) {
          given += 1;
          const own = Buffer.from(offer);
          own.write(String(given).padStart(8, '0'), at, 'latin1');
          const { counts } = await pool.control(own, { need: needs });
          expectEqual(counts.byCode[faultCode], plantedFaults, 'planted faults found');
        }
      };
      await Promise.all(Array.from({ length: threads }, feed));
      await pool.close();
    };
  };
}
