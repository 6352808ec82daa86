/** Lines of an offer against the needs they answer: layer 6. */
import { compareExact, parseExact } from '@liaison/mio';
import { number, type SubjectRule } from './rule.ts';

const head = { kind: 'subject', layer: 'CROISE', severity: 'ERREUR', reason: 'other-message' } as const;

export const offerLineCrossRules: readonly SubjectRule<'offer-line'>[] = [
  {
    ...head,
    code: 'MIO-CRO-020',
    subject: 'offer-line',
    title: {
      fr: 'Une ligne d’offre répond à une ligne de la consultation, dans le même lot.',
      en: 'An offer line answers a line of the consultation, in the same lot.',
    },
    check: ({ lot, line }, { need }, report) => {
      if (!need || line.needLine === undefined) return;
      const asked = need.lines.get(line.needLine);
      if (!asked) report({ at: ['needLine'], with: { lieu: 'la consultation' } });
      else if (asked.lot.id !== lot.id)
        report({ at: ['needLine'], expected: `lot ${asked.lot.id ?? '?'}`, with: { lieu: 'ce lot' } });
    },
    text: {
      fr: 'Cette ligne du besoin n’est pas dans {lieu}.',
      en: 'This line of needs is not there ({lieu}).',
    },
    help: 'Reprenez le numéro de la ligne dans l’état des besoins, sans le changer.',
  },
  {
    ...head,
    code: 'MIO-CRO-021',
    subject: 'offer-line',
    title: {
      fr: 'La quantité du besoin est reprise sans changement.',
      en: 'The quantity needed is repeated unchanged.',
    },
    check: ({ line }, { need }, report) => {
      const asked = line.needLine === undefined ? undefined : need?.lines.get(line.needLine)?.line.quantity;
      if (asked !== undefined && line.quantity !== undefined && differ(asked, line.quantity))
        report({ at: ['quantity'], expected: number(asked) });
    },
    text: {
      fr: 'La quantité n’est pas celle du besoin : on attend {attendu}.',
      en: 'The quantity is not that of the need: {attendu} expected.',
    },
    help: 'La quantité vient de l’acheteur : remettez-la, et chiffrez le besoin tel qu’il est.',
  },
  {
    ...head,
    code: 'MIO-CRO-022',
    subject: 'offer-line',
    title: {
      fr: 'L’unité du besoin est reprise sans changement.',
      en: 'The unit of the need is repeated unchanged.',
    },
    check: ({ line }, { need }, report) => {
      const asked = line.needLine === undefined ? undefined : need?.lines.get(line.needLine)?.line.unit;
      if (asked !== undefined && line.unit !== undefined && line.unit !== asked)
        report({ at: ['unit'], expected: asked });
    },
    text: {
      fr: 'L’unité de quantité n’est pas celle du besoin : on attend {attendu}.',
      en: 'The unit is not that of the need: {attendu} expected.',
    },
    help: 'L’unité vient de l’acheteur : remettez-la.',
  },
  {
    ...head,
    code: 'MIO-CRO-023',
    subject: 'offer-line',
    title: { fr: 'Le prix est donné dans l’unité demandée.', en: 'The price is in the unit asked for.' },
    check: ({ line }, { need }, report) => {
      const asked = line.needLine === undefined ? undefined : need?.lines.get(line.needLine)?.line.unit;
      const priced = line.price?.unit;
      if (asked !== undefined && priced !== undefined && priced !== asked)
        report({ at: ['price', 'unit'], expected: asked });
    },
    text: {
      fr: 'Le prix n’est pas donné dans l’unité demandée : on attend {attendu}.',
      en: 'The price is not in the unit asked for: {attendu} expected.',
    },
    help: 'Ramenez le prix à l’unité demandée : prix de la boîte divisé par sa contenance.',
  },
  {
    ...head,
    code: 'MIO-CRO-024',
    subject: 'offer-line',
    title: {
      fr: 'Le produit a le code demandé, si l’équivalent n’est pas accepté.',
      en: 'The product has the code asked for, where no equivalent is accepted.',
    },
    check: ({ line }, { need }, report) => {
      const asked = line.needLine === undefined ? undefined : need?.lines.get(line.needLine)?.line.item;
      if (!asked || !line.item || asked.isEquivalentAccepted !== false) return;
      for (const key of ['ucd13', 'cip13', 'gtin', 'lppr'] as const) {
        const wanted = asked[key];
        const given = line.item[key];
        if (wanted !== undefined && given !== undefined && wanted !== given)
          report({ at: ['item', key], expected: wanted });
      }
    },
    text: {
      fr: 'Ce n’est pas le code demandé ({attendu}), et l’équivalent n’est pas accepté.',
      en: 'This is not the code asked for ({attendu}), and no equivalent is accepted.',
    },
    help: 'Proposez le produit demandé, ou marquez la ligne « sans offre ».',
  },
  {
    ...head,
    code: 'MIO-CRO-025',
    severity: 'AVERTISSEMENT',
    subject: 'offer-line',
    title: {
      fr: 'Le produit est de la classe CLADIMED ou ATC demandée.',
      en: 'The product is of the class asked for.',
    },
    check: ({ line }, { need }, report) => {
      const asked = line.needLine === undefined ? undefined : need?.lines.get(line.needLine)?.line.item;
      for (const key of ['cladimed', 'atc'] as const) {
        const wanted = asked?.[key];
        const given = line.item?.[key];
        if (wanted !== undefined && given !== undefined && !given.startsWith(wanted))
          report({ at: ['item', key], expected: wanted });
      }
    },
    text: {
      fr: 'La classe du produit n’est pas celle du besoin : on attend {attendu}.',
      en: 'The class of the product is not that of the need: {attendu} expected.',
    },
    help: 'Vérifiez que le produit répond au besoin, et son classement.',
  },
  {
    ...head,
    code: 'MIO-CRO-026',
    severity: 'AVERTISSEMENT',
    subject: 'offer-line',
    title: {
      fr: 'Chaque exigence du besoin reçoit une réponse conforme.',
      en: 'Each requirement of the need is met.',
    },
    check: ({ line }, { need }, report) => {
      const asked = line.needLine === undefined ? undefined : need?.lines.get(line.needLine)?.line.item;
      if (!asked || !line.item) return;
      const answers = new Map(
        (line.item.properties ?? []).map(({ name, value }) => [name?.toLowerCase(), value]),
      );
      for (const { name = '', value = '' } of asked.requirements ?? []) {
        const given = answers.get(name.toLowerCase());
        if (given?.toLowerCase() !== value.toLowerCase())
          report({
            at: ['item', 'properties'],
            value: given ?? '',
            expected: value,
            with: { exigence: name, reponse: given ?? 'rien' },
          });
      }
    },
    text: {
      fr: 'Exigence « {exigence} » : on attend « {attendu} », l’offre répond « {reponse} ».',
      en: 'Requirement "{exigence}": "{attendu}" expected, "{reponse}" offered.',
    },
    help: 'Répondez à l’exigence dans les caractéristiques du produit.',
  },
];

function differ(a: string, b: string): boolean {
  const first = parseExact(a);
  const second = parseExact(b);
  return !first || !second || compareExact(first, second) !== 0;
}
