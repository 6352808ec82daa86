import { describe, expect, it } from 'vitest';
import { fictiveCodes, fictiveNomenclatures } from './fictive-nomenclatures.ts';
import {
  changeRows,
  compareLists,
  readNomenclatureFiles,
  writeNomenclatureFiles,
} from './nomenclature-files.ts';
import { codeSystems, type NomenclatureSet } from './nomenclature-set.ts';
import { openNomenclatures } from './open-nomenclatures.ts';
import { parseCodeRows } from './parse-code-rows.ts';

const fictive = fictiveNomenclatures();
const sameOrder = (set: Pick<NomenclatureSet, 'rows'> | undefined) =>
  set?.rows.toSorted((a, b) => (`${a.code} ${a.validFrom}` < `${b.code} ${b.validFrom}` ? -1 : 1));
const csv = (...lines: string[]) => Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`);
const head = 'code;libelle;debut;fin;remplace_par;tva;tarif';

describe('a code list as files', () => {
  it.for(codeSystems)('comes back as it went, whatever the order of its rows: %s', (system) => {
    const set = fictive.find((one) => one.system === system);
    if (!set) throw new Error(system);
    const files = writeNomenclatureFiles(set);
    const again = readNomenclatureFiles({
      paths: [...files.keys()],
      read: (path) => files.get(path) ?? Buffer.alloc(0),
      effectiveFrom: '2026-01-01',
      rank: 1,
      sha256: 'a'.repeat(64),
    });
    expect(again).toMatchObject({ system, version: set.version, effectiveFrom: '2026-01-01' });
    expect(sameOrder(again ?? undefined)).toEqual(sameOrder(set));
    expect(writeNomenclatureFiles({ ...set, rows: set.rows.toReversed() })).toEqual(files);
  });

  it('moves few files for a code that changes', () => {
    const rows = Array.from({ length: 5000 }, (_, index) => ({
      code: String(1_000_000 + index),
      label: 'fictif',
      validFrom: '2020-01-01',
    }));
    const before = writeNomenclatureFiles({ system: 'LPPR', version: '1', rows });
    const [first] = rows;
    if (!first) throw new Error('no row');
    const changed = changeRows(rows, [{ ...first, validTo: '2026-12-31' }]);
    const after = writeNomenclatureFiles({ system: 'LPPR', version: '2', rows: changed });
    const moved = [...after]
      .filter(([path, bytes]) => !before.get(path)?.equals(bytes))
      .map(([path]) => path);
    expect(moved).toHaveLength(2);
    expect(after.size).toBe(65);
    expect(compareLists(rows, changed)).toEqual({ added: 0, changed: 0, ended: 1, removed: 0 });
  });

  it('ends on its own day, and gives way to a later version of the same day', () => {
    const one = (rank: number, more: Partial<NomenclatureSet>): NomenclatureSet => ({
      system: 'LPPR',
      version: `v${rank}`,
      effectiveFrom: '2026-01-01',
      rank,
      sha256: 'a'.repeat(64),
      rows: [],
      ...more,
    });
    const nomenclatures = openNomenclatures([
      one(9, {}),
      one(10, {}),
      one(11, { effectiveFrom: '2026-03-01', effectiveTo: '2026-04-01' }),
    ]);
    const versionOn = (day: string) => nomenclatures.inForce(day).identities[0]?.version;
    expect(['2026-02-01', '2026-03-31', '2026-04-01'].map(versionOn)).toEqual(['v10', 'v11', 'v10']);
  });

  it('is none of ours where the files say so', () => {
    const read = (text: string) =>
      readNomenclatureFiles({
        paths: ['liste.json'],
        read: () => Buffer.from(text),
        effectiveFrom: '2026-01-01',
        rank: 1,
        sha256: '',
      });
    for (const text of [
      'null',
      '{}',
      '{"format":"urn:liaison:mio:nomenclature:1","system":"AUTRE","version":"1"}',
    ])
      expect(read(text)).toBeNull();
  });
});

describe('a code list as its keeper writes it', () => {
  it('is read from a spreadsheet’s table, French dates and commas included', () => {
    const ucd = fictiveCodes.ucd13;
    const { rows, faults } = parseCodeRows(
      csv(head, `${ucd};"gentamicine; 80 mg";01/01/2020;31/12/2026;;2,1;`, ''),
      'UCD',
    );
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      {
        code: ucd,
        label: 'gentamicine; 80 mg',
        validFrom: '2020-01-01',
        validTo: '2026-12-31',
        vatRate: '2.1',
      },
    ]);
  });

  it('is read from NDJSON, as the files themselves have it', () => {
    const set = fictive.find(({ system }) => system === 'LPPR');
    const text = set?.rows.map((row) => JSON.stringify(row)).join('\n') ?? '';
    expect(parseCodeRows(Buffer.from(text), 'LPPR')).toEqual({ rows: set?.rows, faults: [] });
  });

  it('tells every fault with its line, in French', () => {
    const { faults } = parseCodeRows(
      csv(
        head,
        '3400892065367;clé fausse;2020-01-01;;;;',
        '9910001;;2020-02-30;2019-01-01;;vingt;-1',
        '9910001;deux;2020-01-01;;9910001;;',
      ),
      'LPPR',
    );
    expect(faults.map(({ line }) => line)).toEqual([2, 3, 3, 3, 3, 4]);
    expect(faults[0]?.message).toBe('code LPPR « 3400892065367 » mal formé ou de clé fausse.');
    const overlap = parseCodeRows(csv(head, '9910001;a;2020-01-01;;;;', '9910001;b;2021-01-01;;;;'), 'LPPR');
    expect(overlap.faults).toEqual([{ line: 3, message: 'le code 9910001 vaut deux fois le 2021-01-01.' }]);
  });

  it.for([
    ['', 'colonne absente : code, libelle, debut.'],
    ['code;nom\r\n1;2', 'colonne inconnue : nom.'],
    [`${head}\r\n`, 'le fichier n’a aucun code.'],
    ['{"code":"9910001","label":1}', 'cette ligne n’est pas un objet JSON dont les valeurs sont des textes.'],
    [`${head}\r\n"9910001`, 'des guillemets s’ouvrent à la colonne 1 et ne se ferment pas.'],
  ] as const)('says what is wrong with a file that is none: %#', ([text, message]) => {
    expect(parseCodeRows(Buffer.from(text), 'LPPR').faults.map((fault) => fault.message)).toContain(message);
    expect(parseCodeRows(Buffer.from([0x80]), 'LPPR').faults[0]?.message).toBe(
      'le fichier n’est pas en UTF-8.',
    );
  });
});
