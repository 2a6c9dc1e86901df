import { buildSchema, parse } from 'graphql';
import { type Actor, checkOperation, createVerifier, gateSchema, gateTypeDefs } from 'scopegate/gate';

interface Context {
  readonly authorization?: string;
}

const verifier = createVerifier({ url: 'https://scopegate.example/oauth2/introspect', credential: 'sg_api_…' });
const schema = gateSchema<Context>(buildSchema(gateTypeDefs), {
  unmarkedRootFields: 'error',
  actor: ({ authorization }): Promise<Actor> => verifier.verify(authorization),
});

export async function missingFor(query: string, context: Context): Promise<string[]> {
  const actor = await verifier.verify(context.authorization);
  const check = checkOperation({ schema, document: parse(query), actor });
  return check.outcome === 'denied' ? check.missing.map(({ coordinate }) => coordinate) : [];
}
