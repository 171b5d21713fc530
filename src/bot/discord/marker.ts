const PREFIX = "https://discord.com/?signalbox=";

/**
 * An id as the address of an embed that has no title: Discord keeps and returns it, and no client
 * shows it or makes it something to click.
 */
export function toMarker(id: string): string {
  return `${PREFIX}${id}`;
}

/** The id in an embed's address; null when it is another address, or none. */
export function idInMarker(url: string | undefined): string | null {
  return url?.startsWith(PREFIX) ? url.slice(PREFIX.length) : null;
}
