/** Options in the order written, from `value: label`. */
export function options(labels: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}

export const sides = options({ left: 'Gauche', right: 'Droit', both: 'Bilatéral' });
