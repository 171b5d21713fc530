import { notFound } from "./refusal.ts";
import type { Handler, Routes } from "./request.ts";

type Compiled = { readonly method: string; readonly pattern: RegExp; readonly handler: Handler };

/** Finds the handler of a request; fixed paths win over parameters. */
export function createRouter(routes: Routes) {
  const compiled = Object.entries(routes)
    .toSorted(([a], [b]) => parameters(a) - parameters(b))
    .map(([route, handler]): Compiled => {
      const [method = "", path = ""] = route.split(" ");
      const source = path.replace(/:(\w+)\*/g, "(?<$1>.+)").replace(/:(\w+)/g, "(?<$1>[^/]+)");
      return { method, pattern: new RegExp(`^${source}/?$`), handler };
    });

  return function find(method: string, path: string) {
    for (const route of compiled) {
      const match = route.method === method ? route.pattern.exec(path) : null;
      if (!match) continue;
      const raw = Object.entries(match.groups ?? {});
      const params = Object.fromEntries(
        raw.map(([key, value]) => [key, decodeURIComponent(value)]),
      );
      return { handler: route.handler, params };
    }
    throw notFound();
  };
}

function parameters(route: string): number {
  return route.split(":").length + (route.endsWith("*") ? 100 : 0);
}
