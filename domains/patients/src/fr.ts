/** By error code: this domain has none of its own yet. */
export const french: Readonly<Record<string, string>> = {};

export const identityNotGiven = 'Identité non saisie';
