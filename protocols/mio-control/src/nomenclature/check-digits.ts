/**
 * Check digits of the codes that market messages carry. All take and give strings: a code is not a number.
 */

const digitsOnly = /^\d+$/;

/**
 * Key of GS1 (GS1 General Specifications 7.9): digits weigh 3 and 1 in turn from the right, the key excluded.
 * GTIN-8, -12, -13, -14, CIP13, UCD13, GLN and SSCC have it.
 */
export function hasGs1Key(code: string): boolean {
  return digitsOnly.test(code) && code.length > 1 && gs1Key(code.slice(0, -1)) === code.at(-1);
}

/** The digit that completes `body`, which must hold digits only. */
export function gs1Key(body: string): string {
  let sum = 0;
  for (let place = 0; place < body.length; place += 1) {
    sum += (body.charCodeAt(body.length - 1 - place) - 48) * (place % 2 === 0 ? 3 : 1);
  }
  return String((10 - (sum % 10)) % 10);
}

/** Luhn's key (ISO/IEC 7812-1 annex B), that of SIREN, SIRET and FINESS. */
export function hasLuhnKey(code: string): boolean {
  return digitsOnly.test(code) && luhnSum(code) % 10 === 0;
}

function luhnSum(code: string): number {
  let sum = 0;
  for (let place = 0; place < code.length; place += 1) {
    const digit = code.charCodeAt(code.length - 1 - place) - 48;
    const weighed = place % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum;
}

const laPoste = '356000000';

/** SIRET: 14 digits under Luhn's key, except those of La Poste, whose digits add up to a multiple of 5 (INSEE). */
export function isSiret(code: string): boolean {
  if (!/^\d{14}$/.test(code)) return false;
  if (hasLuhnKey(code)) return true;
  return (
    code.startsWith(laPoste) && Array.from(code).reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0
  );
}

/** CIP13: 13 digits that begin with 3400, but 34008 which is UCD's; GS1 key (arrêté of 30 December 2021). */
export function isCip13(code: string): boolean {
  return /^3400[0-79]\d{8}$/.test(code) && hasGs1Key(code);
}

/** UCD13: 13 digits that begin with 34008; GS1 key. */
export function isUcd13(code: string): boolean {
  return /^34008\d{8}$/.test(code) && hasGs1Key(code);
}

/** GTIN-8, -12, -13 or -14 under its GS1 key. */
export function isGtin(code: string): boolean {
  return /^(\d{8}|\d{12,14})$/.test(code) && hasGs1Key(code);
}

const hibcCharacters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';

/** HIBC primary data: the values of all characters but the last add up to it, modulo 43 (ANSI/HIBC 2.6, appendix B). */
export function hasHibcKey(code: string): boolean {
  let sum = 0;
  for (const character of code.slice(0, -1)) {
    const value = hibcCharacters.indexOf(character);
    if (value === -1) return false;
    sum += value;
  }
  return code.length > 1 && hibcCharacters[sum % 43] === code.at(-1);
}

/** PPN of IFA: ASCII values weighed 2, 3, 4… add up to the last two digits, modulo 97 (IFA coding system, 4.2.3). */
export function hasPpnKey(code: string): boolean {
  if (!/^[0-9A-Z]{4,20}\d{2}$/.test(code)) return false;
  let sum = 0;
  for (let place = 0; place < code.length - 2; place += 1) sum += code.charCodeAt(place) * (place + 2);
  return Number(code.slice(-2)) === sum % 97;
}

/**
 * UDI-DI of one of the issuing entities (Implementing Decision (EU) 2019/939): a GTIN or a PPN under its key, HIBC with
 * its `+` under its key. HIBC without `+`, and ISBT 128 of ICCBBA, have no key: their form alone is held.
 */
export function isUdiDi(code: string): boolean {
  if (/^\d+$/.test(code)) return isGtin(code) || (code.length === 12 && hasPpnKey(code));
  if (code.startsWith('+')) return /^\+[A-Z][0-9A-Z]{4,21}\d.$/.test(code) && hasHibcKey(code);
  return /^[A-Z][0-9A-Z]{4,21}\d$/.test(code) || /^[A-Z]\d{4}[0-9A-Z]{11}$/.test(code);
}

/** FINESS: nine characters, the second of which may be Corsica's letter (A counts as 1, B as 2); Luhn's key. */
export function isFiness(code: string): boolean {
  if (!/^(\d{2}|2[AB])\d{7}$/.test(code)) return false;
  return hasLuhnKey(code.replace('A', '1').replace('B', '2'));
}

/** LEI: 20 characters, letters counting from 10; ISO/IEC 7064 MOD 97-10 (ISO 17442). */
export function isLei(code: string): boolean {
  if (!/^[0-9A-Z]{18}\d{2}$/.test(code)) return false;
  let rest = 0;
  for (const character of code) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** French VAT number: FR, a key of (12 + 3 × SIREN mod 97) mod 97, SIREN (CGI annexe 2, article 246). Others are let pass. */
export function isVatNumber(code: string): boolean {
  const french = /^FR(\d{2})(\d{9})$/.exec(code);
  if (!french) return true;
  const [, given, siren] = french;
  return Number(given) === (12 + 3 * (Number(siren) % 97)) % 97 && hasLuhnKey(siren ?? '');
}
