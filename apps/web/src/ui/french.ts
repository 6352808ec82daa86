/**
 * French typography and words for what screens show (Lexique des règles typographiques en usage à l'Imprimerie
 * nationale): no-break spaces, 24-hour clock, decimal comma, NOM Prénom. Instants are shown in the reader's time zone.
 */

/** Fine no-break space, before ; ! ? and between thousands. */
export const fine = '\u202f';
/** No-break space, before : and between a number and its unit. */
export const nbsp = '\u00a0';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const two = (value: number) => String(value).padStart(2, '0');
const asDate = (value: string | Date) => (typeof value === 'string' ? new Date(value) : value);

/** `20/11/2026`. A calendar date (`2026-11-20`) is taken as it is, whatever the time zone. */
export function formatDate(value: string | Date): string {
  if (typeof value === 'string' && value.length === 10) return value.split('-').toReversed().join('/');
  const date = asDate(value);
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
}

/** `14:02`. */
export function formatTime(value: string | Date): string {
  const date = asDate(value);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `20/11/2026 14:02`, unbreakable. */
export function formatDateTime(value: string | Date): string {
  return `${formatDate(asDate(value))}${nbsp}${formatTime(value)}`;
}

/** `14:02` today, `hier 14:02`, otherwise `20/11/2026 14:02`. */
export function formatShortDateTime(value: string | Date, now: Date = new Date()): string {
  const date = asDate(value);
  if (formatDate(date) === formatDate(now)) return formatTime(date);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (formatDate(date) === formatDate(yesterday)) return `hier${nbsp}${formatTime(date)}`;
  return formatDateTime(date);
}

/** `45 s`, `12 min`, `1 h 12`, `3 j 4 h`. Negative durations count as zero. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < minuteMs) return `${Math.floor(ms / 1000)}${nbsp}s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)}${nbsp}min`;
  if (ms < dayMs)
    return `${Math.floor(ms / hourMs)}${nbsp}h${nbsp}${two(Math.floor((ms % hourMs) / minuteMs))}`;
  const hours = Math.floor((ms % dayMs) / hourMs);
  const days = `${Math.floor(ms / dayMs)}${nbsp}j`;
  return hours === 0 || ms >= 7 * dayMs ? days : `${days}${nbsp}${hours}${nbsp}h`;
}

/** `à l’instant`, `il y a 12 min`, `il y a 1 h 12`, `dans 5 min`. */
export function formatRelative(value: string | Date, now: Date = new Date()): string {
  const elapsedMs = now.getTime() - asDate(value).getTime();
  if (Math.abs(elapsedMs) < minuteMs) return 'à l’instant';
  return elapsedMs > 0 ? `il y a ${formatDuration(elapsedMs)}` : `dans ${formatDuration(-elapsedMs)}`;
}

/** `12 345,6`: decimal comma, thousands parted by fine no-break spaces; `digits` decimals at most. */
export function formatNumber(value: number, digits = 2): string {
  return new Intl.NumberFormat('fr-FR', { maximumFractionDigits: digits }).format(value);
}

/** `512 o`, `312 ko`, `1,4 Go`: a decimal under ten, none above. */
export function formatBytes(bytes: number): string {
  const units = ['o', 'ko', 'Mo', 'Go', 'To'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value, value < 10 && unit > 0 ? 1 : 0)}${nbsp}${units[unit] ?? ''}`;
}

/** `212 sur 641 images`; `641 images` where all are there, or nobody knows how many there will be. */
export function countText(count: number, total: number | null, singular = 'image'): string {
  if (total === null || total === 0 || count === total) return plural(count, singular);
  return `${formatNumber(count)} sur ${plural(total, singular)}`;
}

/** `641 images`, `1 image`, `0 image`: the plural starts at two. The unit never parts from its number. */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${formatNumber(count)}${nbsp}${Math.abs(count) >= 2 ? several : singular}`;
}

/** `LEFÈVRE Élodie`: family name in capitals, given names in small letters with initials. */
export function formatPersonName(familyName: string, givenNames: string): string {
  const family = familyName.trim().toLocaleUpperCase('fr');
  const given = givenNames
    .trim()
    .toLocaleLowerCase('fr')
    .replaceAll(
      /(^|[\s'’-])(\p{L})/gu,
      (_all, before: string, letter: string) => before + letter.toLocaleUpperCase('fr'),
    );
  return [family, given].filter(Boolean).join(' ');
}

/** Age from a birth date `YYYY-MM-DD`: `58 ans`, `18 mois` under two years, `12 jours` under a month. */
export function formatAge(birthDate: string, now: Date = new Date()): string {
  const [year = 0, month = 1, day = 1] = birthDate.split('-').map(Number);
  const months = (now.getFullYear() - year) * 12 + now.getMonth() + 1 - month - (now.getDate() < day ? 1 : 0);
  if (months >= 24) return `${Math.floor(months / 12)}${nbsp}ans`;
  if (months >= 1) return `${months}${nbsp}mois`;
  const days = Math.floor((now.getTime() - new Date(year, month - 1, day).getTime()) / dayMs);
  return plural(Math.max(0, days), 'jour');
}

/** `F`, `M`, `sexe indéterminé`; DICOM writes O (other) where the INS has I. */
export function formatSex(sex: 'M' | 'F' | 'I' | 'O' | null): string {
  if (sex === null) return 'sexe non précisé';
  return sex === 'M' || sex === 'F' ? sex : 'sexe indéterminé';
}

/** Puts the no-break spaces that French wants into a text typed with plain ones. */
export function typographic(text: string): string {
  return text
    .replaceAll(/[ \u00a0\u202f]?([;!?])(?=\s|$|»)/g, `${fine}$1`)
    .replaceAll(/ (:)(?=\s|$)/g, `${nbsp}$1`)
    .replaceAll(/«[ \u00a0]?/g, `«${nbsp}`)
    .replaceAll(/[ \u00a0]?»/g, `${nbsp}»`)
    .replaceAll("'", '’');
}
