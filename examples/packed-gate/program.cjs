const { buildSchema, parse } = require('graphql');
const { ANONYMOUS, checkOperation, gateSchema, gateTypeDefs } = require('scopegate/gate');

const sdl = `${gateTypeDefs} type Query { things: String @requiresScopes(scopes: [["things:read"]]) }`;
const schema = gateSchema(buildSchema(sdl), { unmarkedRootFields: 'error' });
const { outcome, missing } = checkOperation({ schema, document: parse('{ things }'), actor: ANONYMOUS });
console.log(`${outcome}: ${missing[0].anyOf[0].join(' ')}`);
