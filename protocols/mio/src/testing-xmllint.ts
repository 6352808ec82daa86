/** The outside judge: xmllint over schemas, many documents in one call. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const shared = process.env['LIAISON_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data');

/** Folder of the OASIS schemas, where this machine has them; otherwise says what the test lacked. */
export function findOasisSchemas(): string | undefined {
  const folder = join(shared, 'ubl-2.3');
  if (existsSync(folder)) return folder;
  console.warn(`Without ${folder} (set LIAISON_SHARED_DATA): OASIS's schemas judge nothing.`);
  return undefined;
}

/** What OASIS has against each document, by its position; nothing against those of our own namespace. */
export function judgeByOasis(root: string, documents: readonly string[]): Map<number, string[]> {
  const folder = root.startsWith('mio:') ? undefined : findOasisSchemas();
  return folder ? judgeByXmllint(join(folder, `maindoc/UBL-${root}-2.3.xsd`), documents) : new Map();
}

/** What xmllint has against each document, by its position; those that are valid are absent. */
export function judgeByXmllint(
  schema: string,
  documents: readonly (string | Uint8Array)[],
): Map<number, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-'));
  try {
    const names = documents.map((document, index) => {
      writeFileSync(join(folder, `${index}.xml`), document);
      return `${index}.xml`;
    });
    const { stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--huge', '--schema', schema, ...names], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return readVerdicts(stderr, documents.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readVerdicts(output: string, count: number): Map<number, string[]> {
  const complaints = new Map<number, string[]>();
  let judged = 0;
  for (const line of output.split('\n')) {
    if (/^\d+\.xml (validates|fails to validate)/.test(line)) judged += 1;
    const found = /^(\d+)\.xml:\d+: (.*)$/.exec(line);
    if (!found) continue;
    const index = Number(found[1]);
    complaints.set(index, [...(complaints.get(index) ?? []), found[2] ?? '']);
  }
  const malformed = [...complaints].filter(([, told]) =>
    told.some((text) => text.startsWith('parser error')),
  ).length;
  if (judged + malformed < count)
    throw new Error(`xmllint judged ${judged} of ${count} documents:\n${output.slice(0, 2000)}`);
  return complaints;
}
