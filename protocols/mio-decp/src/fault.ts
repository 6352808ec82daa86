import type { z } from 'zod';

/** Something that stands between the messages and a file to publish. */
export interface Fault {
  /** Datum of the format, with what leads to it: `commun.ccag`, `montant`. */
  readonly donnee: string;
  /** Contract number, or the lots of a contract without one; absent of a complement. */
  readonly marche?: string;
  /** For a French reader. */
  readonly fr: string;
}

type Issue = z.core.$ZodIssue;

/** `error` must have been made with `reportInput`, which tells what is absent from what is wrong. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => {
    const place = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [fault(place, sentenceOf(issue))];
    return issue.keys.map((key) =>
      fault([...place, key], 'cette donnée n’est pas de celles que l’on complète.'),
    );
  });
}

function fault(place: readonly string[], sentence: string): Fault {
  const donnee = place.join('.');
  return { donnee, fr: `« ${donnee} » : ${sentence}` };
}

function sentenceOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `${issue.input === undefined ? 'manque ; ' : ''}la valeur doit être l’une de : ${issue.values.map(String).join(' ; ')}.`;
    case 'too_big':
      return issue.origin === 'string'
        ? `${String(issue.maximum)} caractères au plus.`
        : `la valeur ne peut dépasser ${String(issue.maximum)}.`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'la valeur est vide.'
        : `la valeur doit être d’au moins ${String(issue.minimum)}.`;
    case 'invalid_type':
      return issue.input === undefined ? 'manque.' : 'ce n’est pas le genre de valeur attendu.';
    default:
      return 'la valeur n’a pas la forme attendue.';
  }
}
