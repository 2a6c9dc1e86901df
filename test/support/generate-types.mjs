import { readFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as documentNodes from '@graphql-codegen/typed-document-node';
import * as schemaTypes from '@graphql-codegen/typescript';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { buildSchema, parse } from 'graphql';

// Types of the schema, and of the operations on standard input, as one JSON: its packages are modules, which jest can't load.
const sdl = readFileSync(process.argv[2], 'utf8');
const common = { schema: parse(sdl), schemaAst: buildSchema(sdl), config: { useTypeImports: true } };
const schema = await codegen({
  ...common,
  filename: 'schema.ts',
  documents: [],
  plugins: [{ types: {} }],
  pluginMap: { types: schemaTypes },
});
const operations = await codegen({
  ...common,
  filename: 'operations.ts',
  documents: [{ location: 'operations.graphql', document: parse(readFileSync(0, 'utf8')) }],
  plugins: [{ types: {} }, { nodes: {} }],
  pluginMap: { types: operationTypes, nodes: documentNodes },
});
process.stdout.write(JSON.stringify({ schema, operations }));
