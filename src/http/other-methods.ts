import type { FastifyInstance } from 'fastify';

/**
 * Remembers every route that is registered from here on. @returns the methods that an address has, undefined for an address that
 * no route has: a wrong method is told apart from a wrong address (RFC 9110, 15.5.6).
 */
export function knownMethods(app: FastifyInstance): (path: string) => readonly string[] | undefined {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const route = routes.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    routes.set(url, route);
    for (const name of [method].flat()) route.methods.add(name);
  });
  return (path) => {
    const methods = [...routes.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((route) => [...route.methods]);
    return methods.length > 0 ? [...new Set(methods)].sort() : undefined;
  };
}

/** `:name` is one part of an address, `*` the rest of it. */
function patternOf(url: string): RegExp {
  const literal = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/:\w+/g, '[^/]+').replace(/\*$/, '.*')}$`);
}
