type Vector = readonly [number, number, number];

/** Letters at the edges of an image as it is drawn, each side named by where the patient goes on. */
export type EdgeLetters = {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
};

/** How the letters read, for titles and help. */
export const LETTER_NAMES: Readonly<Record<string, string>> = {
  D: 'Droite',
  G: 'Gauche',
  A: 'Antérieur',
  P: 'Postérieur',
  S: 'Supérieur',
  I: 'Inférieur',
};

/** A direction closer than about 14 degrees to a plane is said to lie in that plane. */
const NEGLIGIBLE = 0.25;

/**
 * French letters of a direction in the patient's coordinates, the strongest first: x grows to the left of the patient, y to
 * the back, z to the head (PS3.3 section C.7.6.2.1.1).
 */
export function directionLetters(direction: Vector): string {
  const [x, y, z] = direction;
  const named: [number, string][] = [
    [Math.abs(x), x > 0 ? 'G' : 'D'],
    [Math.abs(y), y > 0 ? 'P' : 'A'],
    [Math.abs(z), z > 0 ? 'S' : 'I'],
  ];
  return named
    .filter(([strength]) => strength >= NEGLIGIBLE)
    .toSorted(([a], [b]) => b - a)
    .map(([, letter]) => letter)
    .join('');
}

/** Letters of the four edges from ImageOrientationPatient: cosines of a row (towards the right), then of a column (downwards). */
export function edgeLetters(imageOrientation: readonly number[] | null): EdgeLetters | null {
  if (imageOrientation?.length !== 6) return null;
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = imageOrientation;
  if (Math.hypot(rx, ry, rz) < 0.5 || Math.hypot(cx, cy, cz) < 0.5) return null;
  return {
    right: directionLetters([rx, ry, rz]),
    left: directionLetters([-rx, -ry, -rz]),
    bottom: directionLetters([cx, cy, cz]),
    top: directionLetters([-cx, -cy, -cz]),
  };
}

/** Letters in full words: `PI` gives « Postérieur, Inférieur ». */
export function lettersInWords(letters: string): string {
  return Array.from(letters, (letter) => LETTER_NAMES[letter] ?? letter).join(', ');
}
