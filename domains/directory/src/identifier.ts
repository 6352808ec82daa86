/** Luhn key (ISO/IEC 7812-1, annex B) that FINESS and RPPS end with: the digit that makes the sum a multiple of 10. */
export function luhnKey(digits: string): string {
  let sum = 0;
  for (const [index, character] of digits.split('').toReversed().entries()) {
    const doubled = Number(character) * (index % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

export function isLuhn(number: string): boolean {
  return /^\d+$/.test(number) && luhnKey(number.slice(0, -1)) === number.slice(-1);
}

/** Identifiers with valid keys in ranges that no real one uses: FINESS of department 99, RPPS of the 997… test range. */
export const regionIdentifiers = {
  /** `rank` 1 to 999 999. */
  finess: (rank: number): string => withKey(`99${String(rank).padStart(6, '0')}`),
  /** `rank` 1 to 9 999 999. */
  rpps: (rank: number): string => withKey(`997${String(rank).padStart(7, '0')}`),
};

function withKey(digits: string): string {
  return digits + luhnKey(digits);
}
