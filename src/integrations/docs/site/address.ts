import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { Agent } from "undici";

/** An address that is not to be asked; tells why in words for the operator. */
export class RefusedAddress extends Error {
  override readonly name = "RefusedAddress";
}

/** Whether an address is one of the open internet: not of this machine, its network or its cloud. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address may come dressed as an IPv6 one.
  const plain = ipaddr.process(address);
  return plain.range() === "unicast";
}

export type Resolve = (
  host: string,
  options: { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, found: { address: string; family: number }[]) => void,
) => void;

/**
 * Connections to public addresses only. The very address that a name was resolved to is checked and
 * connected to, so a name that answers differently the second time gains nothing.
 *
 * @param privateHosts hosts that the operator allows to be private, as `host` or `host:port`
 */
export function createGuardedAgent(
  privateHosts: readonly string[],
  resolve: Resolve = systemLookup as Resolve,
): Agent {
  const lookup: LookupFunction = (host, options, done) => {
    resolve(host, { all: true }, (error, found) => {
      if (error) return done(error, "", 0);
      const wrong = found.find(({ address }) => !isPublicAddress(address));
      const allowed = privateHosts.some((one) => one.split(":")[0] === host);
      if (wrong && !allowed) {
        const refusal: NodeJS.ErrnoException = new RefusedAddress(
          `${host} leads to ${wrong.address}, which is not public`,
        );
        return done(refusal, "", 0);
      }
      const [first] = found;
      if (!first) return done(new Error(`${host} has no address`), "", 0);
      if (options.all) return done(null, found);
      done(null, first.address, first.family);
    });
  };
  return new Agent({
    connect: { lookup, timeout: 10_000 },
    headersTimeout: 15_000,
    bodyTimeout: 15_000,
    connections: 4,
    keepAliveTimeout: 5_000,
  });
}

/**
 * Refuses what must not be asked before anything is connected: other schemes, names and passwords in
 * the address, and numbers that are not public. Names are checked when they are resolved.
 *
 * @throws RefusedAddress
 */
export function checkAddress(url: URL, privateHosts: readonly string[]): void {
  if (!/^https?:$/.test(url.protocol)) throw new RefusedAddress(`${url.protocol} is not fetched`);
  if (url.username !== "" || url.password !== "") {
    throw new RefusedAddress("an address with a name or password in it is not fetched");
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (privateHosts.includes(url.host) || privateHosts.includes(host)) return;
  if (ipaddr.isValid(host) && !isPublicAddress(host)) {
    throw new RefusedAddress(`${host} is not a public address`);
  }
}
