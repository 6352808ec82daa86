import { spawnSync } from 'node:child_process';
import type { JsonDataSet } from '@liaison/dicom';

/** The account of a file that dcmtk gives in DICOM JSON. It stops at compressed pixels and leaves a comma. */
export function dcm2json(path: string): JsonDataSet {
  const { stdout } = spawnSync('dcm2json', ['-fc', '-ee', path], { maxBuffer: 1 << 28, encoding: 'utf8' });
  const json: JsonDataSet = JSON.parse(stdout.replace(/,}\s*$/, '}'));
  return json;
}

/**
 * What can be held one against the other: not the pixels and what follows them, which JSON has no place for, nor the
 * character set (that of JSON), nor file meta information, nor the transfer syntax that we add.
 */
export function comparable(json: JsonDataSet): Record<string, unknown> {
  const kept = Object.entries(json).filter(
    ([tag]) => tag < '7FE0' && !/^(0002....|00080005|00083002)$/.test(tag),
  );
  return Object.fromEntries(kept.map(([tag, attribute]) => [tag, plain(attribute)]));
}

/** Bytes are told inline or by address; toolkits write the last digits of a float otherwise. */
function plain(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(plain);
  if (typeof json === 'number') return Number(json.toPrecision(7)) + 0;
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .filter(([name]) => !['InlineBinary', 'BulkDataURI'].includes(name))
      .map(([name, value]) => [name, plain(value)]),
  );
}
