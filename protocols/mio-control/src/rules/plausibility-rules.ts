/** What is possible but so unlikely that somebody should look: layer 7. All are warnings. */
import { type Draft, type Exact, type OfferLine, parseExact, quotientOf, subtractExact } from '@liaison/mio';
import type { Facts } from './facts.ts';
import { euros, number, type SubjectRule } from './rule.ts';

const head = {
  kind: 'subject',
  layer: 'PLAUSIBILITE',
  severity: 'AVERTISSEMENT',
  reason: 'algorithm',
} as const;
const line = { ...head, subject: 'offer-line' } as const;

/** A price this many times another is a slip of the point: 8 to 12 times is ten, 80 to 120 a hundred. */
const slips = [10, 100] as const;
const slipWidth = 0.2;
/** Below this part of the estimate a price is worth asking about (CCP R2152-3: offres anormalement basses). */
const abnormallyLow = 0.3;
/** So many lines of one class make a comparison. */
const fewestAlike = 5;

export const linePlausibilityRules: readonly SubjectRule<'offer-line'>[] = [
  {
    ...line,
    reason: 'other-message',
    code: 'MIO-PLA-001',
    title: {
      fr: 'Un prix n’est pas dix ou cent fois l’estimation, ni le dixième ou le centième.',
      en: 'A price is not ten or a hundred times the estimate, nor a tenth or a hundredth.',
    },
    check: ({ line }, facts, report) => {
      const slip = slipBetween(netPrice(line), estimatedPrice(line, facts));
      if (slip !== undefined) report({ at: ['price', 'unitPrice'], with: { fois: slip } });
    },
    text: {
      fr: 'Le prix unitaire est environ {fois} l’estimation de l’acheteur.',
      en: 'The unit price is about {fois} the estimate of the buyer.',
    },
    help: 'Vérifiez la virgule, et que le prix est bien celui de l’unité demandée.',
  },
  {
    ...line,
    reason: 'context',
    code: 'MIO-PLA-002',
    title: {
      fr: 'Un prix n’est pas dix ou cent fois celui du marché qui s’achève, ni le dixième ou le centième.',
      en: 'A price is not ten or a hundred times that of the last market, nor a tenth or a hundredth.',
    },
    check: ({ line }, { lastPrices }, report) => {
      const last = line.needLine === undefined ? undefined : lastPrices?.get(line.needLine);
      const slip = slipBetween(netPrice(line), last === undefined ? undefined : parseExact(last));
      if (slip !== undefined && last !== undefined)
        report({ at: ['price', 'unitPrice'], with: { fois: slip, dernier: euros(last) } });
    },
    text: {
      fr: 'Le prix unitaire est environ {fois} celui du marché précédent ({dernier}).',
      en: 'The unit price is about {fois} that of the last market ({dernier}).',
    },
    help: 'Vérifiez la virgule, et que le prix est bien celui de l’unité demandée.',
  },
  {
    ...line,
    code: 'MIO-PLA-003',
    title: {
      fr: 'Le prix unitaire n’est pas celui du conditionnement.',
      en: 'The unit price is not that of the order unit.',
    },
    check: ({ line }, facts, report) => {
      const content = line.orderUnitContent === undefined ? undefined : parseExact(line.orderUnitContent);
      const price = netPrice(line);
      const estimate = estimatedPrice(line, facts);
      const times = price && estimate && quotientOf(price, estimate);
      const held = content && quotientOf(content, { units: 1n, scale: 0 });
      if (times === undefined || held === undefined || held < 2) return;
      if (Math.abs(times / held - 1) <= slipWidth)
        report({ at: ['price', 'unitPrice'], with: { contenance: number(line.orderUnitContent ?? '') } });
    },
    text: {
      fr: 'Le prix unitaire semble être celui du conditionnement : il est environ {contenance} fois l’estimation, et la contenance est {contenance}.',
      en: 'The unit price seems to be that of the order unit: about {contenance} times the estimate, its content being {contenance}.',
    },
    help: 'Divisez le prix du conditionnement par sa contenance.',
  },
  {
    ...line,
    reason: 'other-message',
    code: 'MIO-PLA-004',
    title: { fr: 'Un prix n’est pas anormalement bas.', en: 'A price is not abnormally low.' },
    check: ({ line }, facts, report) => {
      const price = netPrice(line);
      const estimate = estimatedPrice(line, facts);
      const part = price && estimate && quotientOf(price, estimate);
      if (
        part === undefined ||
        part <= 0 ||
        part >= abnormallyLow ||
        slipBetween(price, estimate) !== undefined
      )
        return;
      report({ at: ['price', 'unitPrice'], with: { part: number(String(Math.round(part * 100))) } });
    },
    text: {
      fr: 'Le prix unitaire n’est que {part} % de l’estimation de l’acheteur.',
      en: 'The unit price is only {part}% of the estimate of the buyer.',
    },
    help: 'Vérifiez l’unité et la virgule. L’acheteur devra demander des justifications (CCP R2152-3).',
  },
  {
    ...line,
    code: 'MIO-PLA-005',
    title: {
      fr: 'Le prix offert ne dépasse pas le prix catalogue.',
      en: 'The price offered is not above the list price.',
    },
    check: ({ line }, _facts, report) => {
      const times = ratioOf(netPrice(line), line.listPrice);
      if (times !== undefined && times > 1)
        report({ at: ['price', 'unitPrice'], with: { catalogue: euros(line.listPrice ?? '') } });
    },
    text: {
      fr: 'Le prix remisé dépasse le prix catalogue ({catalogue}).',
      en: 'The discounted price is above the list price ({catalogue}).',
    },
    help: 'Vérifiez les deux prix : l’un est peut-être celui d’une boîte.',
  },
  {
    ...line,
    reason: 'nomenclature',
    code: 'MIO-PLA-006',
    title: {
      fr: 'Le prix TTC ne dépasse pas le tarif de remboursement.',
      en: 'The price with VAT is not above the reimbursement tariff.',
    },
    check: ({ line }, _facts, report) => {
      const times = ratioOf(netPrice(line), line.item?.lpprTariff);
      const withVat = times === undefined ? undefined : times * (1 + Number(line.item?.vatRate ?? '0') / 100);
      if (withVat !== undefined && withVat > 1.000_001)
        report({ at: ['price', 'unitPrice'], with: { tarif: euros(line.item?.lpprTariff ?? '') } });
    },
    text: {
      fr: 'Le prix TTC dépasse le tarif de remboursement ({tarif}).',
      en: 'The price with VAT is above the reimbursement tariff ({tarif}).',
    },
    help: 'Le dépassement reste à la charge de l’établissement : vérifiez le prix, l’unité ou le code LPPR.',
  },
];

export const offerPlausibilityRules: readonly SubjectRule<'offer'>[] = [
  {
    ...head,
    code: 'MIO-PLA-010',
    subject: 'offer',
    title: {
      fr: 'Un prix n’est pas dix ou cent fois celui des autres lignes du même produit, ni le dixième ou le centième.',
      en: 'A price is not ten or a hundred times that of the other lines of the same product.',
    },
    check: ({ message }, _facts, report) => {
      const alike = new Map<string, { readonly at: readonly [number, number]; readonly price: Exact }[]>();
      for (const [lot, { lines = [] }] of (message.lots ?? []).entries())
        for (const [index, line] of lines.entries()) {
          const code = line.item?.ucd13 ?? line.item?.lppr;
          const price = netPrice(line);
          if (code === undefined || !price) continue;
          const group = alike.get(code) ?? [];
          group.push({ at: [lot, index], price });
          alike.set(code, group);
        }
      for (const group of alike.values()) {
        if (group.length < fewestAlike) continue;
        const middle = median(group.map(({ price }) => price));
        for (const { at, price } of group) {
          const slip = slipBetween(price, middle);
          if (slip !== undefined)
            report({ at: ['lots', at[0], 'lines', at[1], 'price', 'unitPrice'], with: { fois: slip } });
        }
      }
    },
    text: {
      fr: 'Le prix unitaire est environ {fois} celui des autres lignes du même code.',
      en: 'The unit price is about {fois} that of the other lines of the same code.',
    },
    help: 'Vérifiez la virgule, et que le prix est bien celui de l’unité demandée.',
  },
];

/** `10 fois`, `le centième de`… or nothing. */
function slipBetween(price: Exact | undefined, reference: Exact | undefined): string | undefined {
  const times = price && reference && quotientOf(price, reference);
  if (times === undefined || times <= 0) return undefined;
  for (const slip of slips) {
    if (Math.abs(times / slip - 1) <= slipWidth) return `${slip}\u00a0fois`;
    if (Math.abs(times * slip - 1) <= slipWidth) return slip === 10 ? 'le dixième de' : 'le centième de';
  }
  return undefined;
}

function netPrice({ price }: Draft<OfferLine>): Exact | undefined {
  const gross = price?.unitPrice === undefined ? undefined : parseExact(price.unitPrice);
  const discount = price?.discount?.amount === undefined ? undefined : parseExact(price.discount.amount);
  return gross && discount ? subtractExact(gross, discount) : gross;
}

/** The buyer's estimate of one unit. */
function estimatedPrice({ needLine }: Draft<OfferLine>, { need }: Facts): Exact | undefined {
  const asked = needLine === undefined ? undefined : need?.lines.get(needLine)?.line;
  const amount = asked?.estimatedAmount === undefined ? undefined : parseExact(asked.estimatedAmount);
  const quantity = asked?.quantity === undefined ? undefined : parseExact(asked.quantity);
  const price = amount && quantity && quotientOf(amount, quantity);
  return price === undefined ? undefined : parseExact(price.toFixed(6));
}

function ratioOf(price: Exact | undefined, other: string | undefined): number | undefined {
  const reference = other === undefined ? undefined : parseExact(other);
  return price && reference && quotientOf(price, reference);
}

function median(prices: readonly Exact[]): Exact | undefined {
  return prices.toSorted((a, b) => Number(subtractExact(a, b).units))[Math.floor(prices.length / 2)];
}
