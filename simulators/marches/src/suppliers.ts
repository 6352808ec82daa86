import {
  type Acknowledgement,
  type AwardNotification,
  type CallForTenders,
  formatCents,
  type Tender,
} from '@liaison/mio';
import { readWorkbook, editWorkbook, type Sheet } from '@liaison/xlsx';
import { z } from 'zod';
import { headerOf, makeTender, partyOf, type Bid, type Organisation } from './offer.ts';

/** Which lots a supplier makes products for, and those that are his trade: there he is the cheapest. */
export type Trade = { readonly answers: (lot: number) => boolean; readonly isOwn: (lot: number) => boolean };

const between = (from: number, to: number) => (lot: number) => lot >= from && lot <= to;

export const richer: Organisation & Trade = {
  name: 'Richer',
  siret: '00000001800002',
  answers: (lot) => lot >= 20,
  isOwn: (lot) => between(26, 37)(lot) || between(39, 53)(lot),
};
export const bioOrtho: Organisation & Trade = {
  name: 'BioOrtho',
  siret: '00000002600005',
  answers: (lot) => lot <= 30,
  isOwn: between(1, 15),
};
export const tranier: Organisation & Trade = {
  name: 'Tranier',
  siret: '00000003400009',
  answers: between(10, 45),
  isOwn: (lot) => between(16, 25)(lot) || lot === 38,
};

/** The catalogue price of an article in cents: each product has its own, and one's own trade costs less. */
function priceOf({ isOwn }: Trade, lot: number, article: number): bigint {
  return BigInt(3000 + ((lot * 131 + article * 17) % 4000) + (isOwn(lot) ? 0 : 900));
}

type Position = {
  readonly lot: number;
  readonly article: number;
  readonly line: string;
  readonly name: string;
};

function positionsOf(needs: CallForTenders, { answers }: Trade): Position[] {
  return needs.lots
    .filter(({ id }) => answers(Number(id)))
    .flatMap(({ id, lines = [] }) =>
      lines.map(({ id: line, item }) => ({
        lot: Number(id),
        article: Number(line.split('.')[1]),
        line,
        name: item.name,
      })),
    );
}

const marketisFile = z.object({
  dossier: z.string(),
  postes: z.array(
    z.object({
      poste: z.string(),
      code: z.string(),
      libelle: z.string(),
      prixDixMilliemes: z.number().int(),
    }),
  ),
});

/** Marketis: a package with JSON of its own. `12/0010` is article 10 of lot 12; prices are in ten-thousandths of a euro. */
export const marketis = {
  /** The clerk opens the dossier that the interface made, and Marketis prices it from its catalogue. */
  answer(needs: CallForTenders): string {
    const postes = positionsOf(needs, richer).map(({ lot, article, line, name }) => ({
      poste: line.replace('.', '/'),
      code: `RIC-${lot}-${article}`,
      libelle: `${name} Richer`,
      prixDixMilliemes: Number(priceOf(richer, lot, article)) * 100,
    }));
    return JSON.stringify({ dossier: needs.consultation.id, postes }, null, 1);
  },
  toTender(file: string, needs: CallForTenders, sha256: string): Tender {
    const bids = marketisFile.parse(JSON.parse(file)).postes.map((poste): Bid => {
      const [lot = ''] = poste.poste.split('/');
      return {
        lot,
        line: poste.poste.replace('/', '.'),
        reference: poste.code,
        name: poste.libelle,
        cents: BigInt(poste.prixDixMilliemes) / 100n,
      };
    });
    return makeTender(needs, sha256, richer, 'Marketis', bids);
  },
};

/** BioOrtho's own program: fixed columns, lot (3), article (4), reference (12), price in cents (9), name (the rest). */
export const inHouse = {
  answer(needs: CallForTenders): string {
    return positionsOf(needs, bioOrtho)
      .map(({ lot, article, name }) =>
        [
          String(lot).padStart(3, '0'),
          String(article).padStart(4, '0'),
          `BIO${lot}X${article}`.padEnd(12),
          String(priceOf(bioOrtho, lot, article)).padStart(9, '0'),
          `${name} BioOrtho`,
        ].join(''),
      )
      .join('\r\n');
  },
  /** The standard's JSON, for the `mio` command to turn into XML. */
  toTender(file: string, needs: CallForTenders, sha256: string): Tender {
    const bids = file.split('\r\n').map((record): Bid => {
      const lot = String(Number(record.slice(0, 3)));
      return {
        lot,
        line: `${lot}.${record.slice(3, 7)}`,
        reference: record.slice(7, 19).trim(),
        cents: BigInt(record.slice(19, 28)),
        name: record.slice(28),
      };
    });
    return makeTender(needs, sha256, bioOrtho, 'Logiciel maison', bids);
  },
};

/** Tranier's clerk: types into the yellow cells of the Excel model, with the decimal comma, and leaves other lots empty. */
export function fillWorkbook(model: Uint8Array): Uint8Array {
  const { sheets } = readWorkbook(model);
  const schedule = sheets.find(({ name }) => name === 'Bordereau');
  const identity = sheets.find(({ name }) => name === 'Identité');
  if (!schedule || !identity) throw new Error('a workbook without its sheets');
  const column = (title: string) => columnOf(schedule, title);
  const typed = (row: number, title: string, text: string) => ({
    row,
    column: column(title),
    value: { kind: 'text' as const, text },
  });
  const cells = schedule.rows.flatMap(({ row, cells: inRow }) => {
    const at = (title: string) => inRow.find(({ column: one }) => one === column(title))?.text ?? '';
    const [lot, article] = [Number(at('Lot')), Number(at('Ligne').split('.')[1])];
    if (row <= 4 || !Number.isInteger(article) || !tranier.answers(lot)) return [];
    return [
      typed(row, 'Référence fournisseur *', `TR.${lot}.${article}`),
      typed(row, 'Désignation proposée *', `${at('Désignation')} Tranier`),
      typed(
        row,
        'PU HT *',
        formatCents({ units: priceOf(tranier, lot, article), scale: 2 }).replace('.', ','),
      ),
      typed(row, 'TVA *', '5,5'),
      typed(row, 'Classe MDR', 'III'),
    ];
  });
  const identityCells = identity.rows.flatMap(({ row, cells: inRow }) => {
    const title = inRow.find(({ column: one }) => one === 2)?.text;
    const text = title === 'Nom *' ? tranier.name : title === 'SIRET *' ? tranier.siret : null;
    return text === null ? [] : [{ row, column: 3, value: { kind: 'text' as const, text } }];
  });
  return editWorkbook(model, {
    sheets: [
      { sheet: 'Bordereau', cells },
      { sheet: 'Identité', cells: identityCells },
    ],
  });
}

function columnOf({ rows }: Sheet, title: string): number {
  const header = rows.find(({ row }) => row === 4)?.cells.find(({ text }) => text === title);
  if (!header) throw new Error(`no column ${title}`);
  return header.column;
}

/** What a supplier's interface takes of a notification into his software, in whatever form that has: here its lots. */
export function takeAward({ lots }: AwardNotification): string {
  return lots.map(({ id, totals }) => `${id};${totals?.total ?? ''}\n`).join('');
}

export function acknowledge(
  award: AwardNotification,
  sha256: string,
  supplier: Organisation,
  product: string,
): Acknowledgement {
  return {
    type: 'M41',
    header: headerOf(supplier, product, {
      receiver: award.header.sender,
      inReplyTo: { messageId: award.header.messageId, sha256 },
    }),
    consultation: award.consultation,
    author: partyOf(supplier),
    step: 'INTEGRE',
    response: 'AP',
  };
}
