/** `HELP_DESK_ADMIN` as Okta labels it: `Help Desk Administrator`. */
export function labelOf(type: string): string {
  const words = type.toLowerCase().split('_').map(capital);
  return words.map((word) => (word === 'Admin' ? 'Administrator' : word)).join(' ');
}

/** A word with a capital at its beginning. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
