export const identityNotGiven = 'Identité non saisie';
