/**
 * Control characters, marks of direction and other invisible ones, which can make a name look like another
 * (Unicode annex 9): they show as a replacement character instead of acting.
 */
const acting = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
const mostShown = 200;

/** A text from a medium as it may be shown: nothing in it acts on what surrounds it, and it ends. */
export function shownText(text: string): string {
  const plain = text.replaceAll(acting, '\ufffd');
  return plain.length > mostShown ? `${plain.slice(0, mostShown)}…` : plain;
}
