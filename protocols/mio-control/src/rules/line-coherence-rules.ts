/** Tiers, packages, VAT and tariffs of one line: what XPath does not say, or what takes a code list. */
import { compareExact, type Draft, type Exact, isMultipleOf, type OfferLine, parseExact } from '@liaison/mio';
import type { Facts } from './facts.ts';
import { euros, number, percent, type SubjectRule } from './rule.ts';
import type { OfferDraft } from './subjects.ts';

const head = {
  kind: 'subject',
  subject: 'offer-line',
  layer: 'METIER',
  severity: 'ERREUR',
  reason: 'algorithm',
} as const;
const listed = { ...head, reason: 'nomenclature' } as const;
const territories: readonly {
  readonly rates: readonly string[];
  readonly postalCodes: RegExp;
  readonly where: string;
}[] = [
  {
    rates: ['8.5', '1.75', '1.05'],
    postalCodes: /^97[124]/,
    where: 'en Guadeloupe, en Martinique et à La Réunion',
  },
  { rates: ['0.9', '13'], postalCodes: /^20/, where: 'en Corse' },
];

export const lineCoherenceRules: readonly SubjectRule<'offer-line'>[] = [
  {
    ...head,
    code: 'MIO-MET-040',
    title: { fr: 'Les paliers vont par quantités croissantes.', en: 'Tiers go by rising quantities.' },
    check: ({ line }, _facts, report) =>
      forPairs(
        line.tiers,
        ({ from }) => from,
        (before, after, index) => {
          if (compareExact(before, after) >= 0) report({ at: ['tiers', index, 'from'] });
        },
      ),
    text: {
      fr: 'Ce palier ne commence pas au-dessus du palier précédent.',
      en: 'This tier does not start above the one before.',
    },
    help: 'Donnez les paliers par quantités croissantes, sans doublon.',
  },
  {
    ...head,
    code: 'MIO-MET-041',
    title: { fr: 'Le prix ne monte pas d’un palier à l’autre.', en: 'Prices do not rise from tier to tier.' },
    check: ({ line }, _facts, report) =>
      forPairs(
        [{ unitPrice: line.price?.unitPrice }, ...(line.tiers ?? [])],
        ({ unitPrice }) => unitPrice,
        (before, after, index) => {
          if (compareExact(after, before) > 0) report({ at: ['tiers', index - 1, 'unitPrice'] });
        },
      ),
    text: {
      fr: 'Le prix de ce palier est plus élevé que celui d’une moindre quantité.',
      en: 'The price of this tier is above that of a smaller quantity.',
    },
    help: 'Vérifiez le prix et la quantité de chaque palier.',
  },
  {
    ...head,
    code: 'MIO-MET-042',
    title: {
      fr: 'Chaque conditionnement contient un nombre entier du précédent.',
      en: 'Each package holds a whole number of the one before.',
    },
    check: ({ line }, _facts, report) =>
      forPairs(
        line.price?.packaging,
        ({ content }) => content,
        (before, after, index) => {
          if (compareExact(after, before) < 0 || !isMultipleOf(after, before))
            report({ at: ['price', 'packaging', index, 'content'] });
        },
      ),
    text: {
      fr: 'Ce conditionnement ne contient pas un nombre entier du conditionnement précédent.',
      en: 'This package does not hold a whole number of the one before.',
    },
    help: 'Toutes les contenances se donnent en unités du besoin, du plus petit conditionnement au plus grand.',
  },
  {
    ...head,
    code: 'MIO-MET-043',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'L’unité de commande est l’un des conditionnements.',
      en: 'The order unit is one of the packages.',
    },
    check: ({ line }, _facts, report) => {
      const content = decimalOf(line.orderUnitContent);
      const levels = (line.price?.packaging ?? []).map((level) => decimalOf(level.content));
      if (
        content &&
        levels.length > 0 &&
        !levels.some((level) => level && compareExact(level, content) === 0)
      )
        report({ at: ['orderUnitContent'] });
    },
    text: {
      fr: 'Aucun conditionnement n’a la contenance de l’unité de commande.',
      en: 'No package has the content of the order unit.',
    },
    help: 'Ajoutez ce conditionnement, ou corrigez la contenance.',
  },
  {
    ...head,
    code: 'MIO-MET-044',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Le minimum de commande est un nombre entier d’unités de commande.',
      en: 'The minimum order is a whole number of order units.',
    },
    check: ({ line }, _facts, report) => {
      const minimum = decimalOf(line.minimumOrder);
      const content = decimalOf(line.orderUnitContent);
      if (minimum && content && !isMultipleOf(minimum, content))
        report({ at: ['minimumOrder'], with: { contenance: number(line.orderUnitContent ?? '') } });
    },
    text: {
      fr: 'Le minimum de commande n’est pas un multiple de la contenance ({contenance}).',
      en: 'The minimum order is no multiple of the content of the order unit ({contenance}).',
    },
    help: 'On ne commande que des conditionnements entiers : arrondissez le minimum.',
  },
  {
    ...listed,
    code: 'MIO-MET-050',
    title: { fr: 'Le taux de TVA est celui du produit.', en: 'The VAT rate is that of the product.' },
    check: ({ line, message }, facts, report) => {
      const rate = line.item?.vatRate;
      const expected = listedRate(line, facts);
      if (
        rate !== undefined &&
        expected !== undefined &&
        rate !== expected &&
        !isRegional(rate, message, facts)
      )
        report({ at: ['item', 'vatRate'], expected: percent(expected), with: { taux: percent(rate) } });
    },
    text: {
      fr: 'Le taux de TVA ({taux}) n’est pas celui de ce produit : on attend {attendu}.',
      en: 'The VAT rate ({taux}) is not that of this product: {attendu} expected.',
    },
    help: 'Corrigez le taux et les montants TTC, ou le code du produit.',
  },
  {
    ...listed,
    code: 'MIO-MET-051',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Le taux de TVA est l’un de ceux de ce genre de produit, médicament ou dispositif, à la date d’effet.',
      en: 'The VAT rate is one of those of this kind of product, drug or device, at the effective date.',
    },
    check: ({ line, message }, facts, report) => {
      const rate = line.item?.vatRate;
      if (rate === undefined || listedRate(line, facts) !== undefined || isRegional(rate, message, facts))
        return;
      const usual = usualRates(line, facts);
      if (usual.length > 0 && !usual.includes(rate))
        report({ at: ['item', 'vatRate'], expected: usual.join(' | '), with: { taux: percent(rate) } });
    },
    text: {
      fr: 'Le taux de TVA ({taux}) surprend pour ce genre de produit.',
      en: 'The VAT rate ({taux}) is surprising for this kind of product.',
    },
    help: 'Vérifiez le taux (CGI, articles 278 à 281 octies), ou la nature du produit.',
  },
  {
    ...head,
    code: 'MIO-MET-052',
    severity: 'AVERTISSEMENT',
    reason: 'context',
    title: {
      fr: 'Un taux de TVA propre à un territoire ne sert que pour un acheteur de ce territoire.',
      en: 'A regional VAT rate is used for a buyer of that region only.',
    },
    check: ({ line, message }, facts, report) => {
      const rate = line.item?.vatRate ?? '';
      const territory = territories.find(({ rates }) => rates.includes(rate));
      const postalCode = postalCodeOf(message, facts);
      if (territory && postalCode !== undefined && !territory.postalCodes.test(postalCode))
        report({ at: ['item', 'vatRate'], with: { taux: percent(rate), lieu: territory.where } });
    },
    text: {
      fr: 'Le taux de {taux} ne s’applique qu’{lieu}.',
      en: 'The rate of {taux} only applies there: {lieu}.',
    },
    help: 'Vérifiez le taux, ou l’adresse de l’acheteur.',
  },
  {
    ...listed,
    code: 'MIO-MET-053',
    severity: 'AVERTISSEMENT',
    title: { fr: 'Le tarif LPPR est celui de la liste.', en: 'The LPPR tariff is that of the list.' },
    check: ({ line }, { nomenclatures }, report) => {
      const { lppr, lpprTariff } = line.item ?? {};
      const found = lppr === undefined ? undefined : nomenclatures.lookup('LPPR', lppr);
      const tariff = found?.state === 'in-force' ? decimalOf(found.row.tariff) : undefined;
      const given = decimalOf(lpprTariff);
      if (tariff && given && compareExact(tariff, given) !== 0 && found?.state === 'in-force')
        report({ at: ['item', 'lpprTariff'], expected: euros(found.row.tariff ?? '') });
    },
    text: {
      fr: 'Le tarif LPPR n’est pas celui en vigueur à la date d’effet : {attendu}.',
      en: 'The LPPR tariff is not the one in force at the effective date: {attendu}.',
    },
    help: 'Reprenez le tarif de la liste : c’est lui qui sera remboursé.',
  },
];

type OfferItemLine = Draft<OfferLine>;

/** The rate that the law attaches to the product's own code. */
function listedRate({ item }: OfferItemLine, { nomenclatures }: Facts): string | undefined {
  const codes = [['UCD', item?.ucd13] as const, ['CIP', item?.cip13] as const, ['LPPR', item?.lppr] as const];
  for (const [system, code] of codes) {
    const found = code === undefined ? undefined : nomenclatures.lookup(system, code);
    if (found?.state === 'in-force' && found.row.vatRate !== undefined) return found.row.vatRate;
  }
  return undefined;
}

/** The rates that the list of rates gives to kinds of product, on the day that counts; none where the kind is not told. */
function usualRates({ item }: OfferItemLine, { nomenclatures }: Facts): readonly string[] {
  return kindsOf(item).flatMap((kind) => {
    const found = nomenclatures.lookup('TVA', kind);
    return found.state === 'in-force' && found.row.vatRate !== undefined ? [found.row.vatRate] : [];
  });
}

function kindsOf(item: OfferItemLine['item']): readonly string[] {
  if (item?.ucd13 !== undefined || item?.cip13 !== undefined || item?.atc !== undefined)
    return ['MEDICAMENT-REMBOURSABLE', 'MEDICAMENT'];
  const isDevice = item?.cladimed !== undefined || item?.mdrClass !== undefined || item?.lppr !== undefined;
  return isDevice ? ['DISPOSITIF-LPPR', 'DISPOSITIF'] : [];
}

/** Overseas and in Corsica the rates are others: MIO-MET-052 looks at them. */
function isRegional(rate: string, message: OfferDraft, facts: Facts): boolean {
  return territories.some(
    ({ rates, postalCodes }) => rates.includes(rate) || postalCodes.test(postalCodeOf(message, facts) ?? ''),
  );
}

function postalCodeOf(message: OfferDraft, { need }: Facts): string | undefined {
  return message.buyer?.address?.postalCode ?? need?.message.buyer?.party?.address?.postalCode;
}

/** Each value beside the one before it, of those that both are decimals. */
function forPairs<Item>(
  items: readonly Item[] | undefined,
  read: (item: Item) => string | undefined,
  visit: (before: Exact, after: Exact, index: number) => void,
): void {
  const values = (items ?? []).map((item) => decimalOf(read(item)));
  for (const [index, after] of values.entries()) {
    const before = values[index - 1];
    if (before && after) visit(before, after, index);
  }
}

function decimalOf(text: string | undefined): Exact | undefined {
  return text === undefined ? undefined : parseExact(text);
}
