/** Which addresses of the log may be shown to people as links. */

/**
 * The address, as a browser takes it, where it lies below the repository's own page; null for any other, and where nobody
 * knows that page. Whoever can write into the log could otherwise let Leaver lead people to a page of theirs.
 * @param repository `https://github.com/acme/access`
 */
export function ownPage(url: string | null, repository: string | null): string | null {
  if (url === null || repository === null || !URL.canParse(url) || !URL.canParse(repository)) return null;
  const { href, protocol } = new URL(url);
  const own = `${new URL(repository).href.replace(/\/+$/, '')}/`;
  return /^https?:$/.test(protocol) && href.startsWith(own) ? href : null;
}
