import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';

/** Where stories write down what the browser asked the API for; run.mjs names the folder and reads it. */
const FOLDER = process.env.STORIES_SEEN;

const rootMutations = (document) =>
  document.definitions
    .filter(({ kind, operation }) => kind === Kind.OPERATION_DEFINITION && operation === 'mutation')
    .flatMap(({ selectionSet }) => selectionSet.selections.map(({ name }) => name.value));

const typeName = (type) => (type.kind === Kind.NAMED_TYPE ? type.name.value : typeName(type.type));

/** Conditions and orders of lists of tokens: `ApiTokenFilter.search`, `ApiTokenOrderField.NAME`. */
function listInputs(document, variables = {}) {
  const declared = document.definitions.flatMap(({ variableDefinitions = [] }) => variableDefinitions);
  return declared.flatMap(({ variable, type }) => {
    const value = variables[variable.name.value];
    if (!value) return [];
    if (typeName(type) === 'ApiTokenFilter') return Object.keys(value).map((name) => `ApiTokenFilter.${name}`);
    if (typeName(type) === 'ApiTokenOrder') return value.map(({ field }) => `ApiTokenOrderField.${field}`);
    return [];
  });
}

/** What one request of the browser used of the API. */
function usedBy({ query, variables }) {
  const document = parse(query);
  return [...rootMutations(document).map((name) => `Mutation.${name}`), ...listInputs(document, variables)];
}

/** To be called with every request of a browser. */
export function noteRequest(request) {
  if (!FOLDER || request.method() !== 'POST' || !request.url().endsWith('/graphql')) return;
  const body = request.postDataJSON();
  if (body?.query) appendFileSync(join(FOLDER, `${process.pid}.txt`), `${usedBy(body).join('\n')}\n`);
}
