import type { FastifyRequest } from 'fastify';
import {
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
} from 'graphql';
import { invalidInput } from '../../graphql/errors';
import { type ApiTokenRoute, reservedFields } from './api-token-routes';
import { searchOf } from '../request-context';

type Variables = Record<string, unknown>;

/** @throws BAD_USER_INPUT that names what doesn't belong into the address or the body. */
export function variablesOf(request: FastifyRequest, route: ApiTokenRoute, schema: GraphQLSchema): Variables {
  const parameters = new URLSearchParams(searchOf(request));
  if (route.method === 'GET' && !route.named) return listVariables(parameters, schema);
  const [unknown] = parameters.keys();
  if (unknown !== undefined) throw noSuchParameter(unknown, []);
  const { id = '' } = request.params as { id?: string };
  if (!route.input) return { id };
  const name = route.named === 'id' ? { id } : route.named === 'ids' ? { ids: [id] } : {};
  return { input: { ...bodyOf(request, route), ...route.fixed, ...name } };
}

/** Which fields there are, and of what form, is seen to by the type of the input. */
function bodyOf({ body = {} }: FastifyRequest, route: ApiTokenRoute): Variables {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalidInput([], 'The body is a JSON object.');
  const reserved = reservedFields(route).find((field) => Object.hasOwn(body, field));
  if (reserved) throw invalidInput([reserved], `${reserved} is said by the address; leave it out of the body.`);
  return { ...body };
}

const PAGE = ['first', 'after', 'last', 'before'];

function listVariables(parameters: URLSearchParams, schema: GraphQLSchema): Variables {
  const type = schema.getType('ApiTokenFilter');
  const fields = isInputObjectType(type) ? type.getFields() : {};
  const names = [...Object.keys(fields), 'orderBy', ...PAGE];
  const variables: Variables = {};
  const filter: Variables = {};
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (name === 'orderBy') variables[name] = values.map(orderOf);
    else if (PAGE.includes(name)) variables[name] = single(name, values, (text) => pageValue(name, text));
    else if (field) filter[name] = filterValue(name, values, field.type);
    else throw noSuchParameter(name, names);
  }
  return { ...variables, ...(Object.keys(filter).length > 0 && { filter }) };
}

function noSuchParameter(name: string, names: readonly string[]) {
  const known = names.length > 0 ? ` There are: ${names.join(', ')}.` : '';
  return invalidInput([name.slice(0, 100)], `There is no such parameter.${known}`);
}

/** A list stands several times, everything else once. */
function filterValue(name: string, values: readonly string[], type: GraphQLInputType): unknown {
  const read = (text: string) => scalarValue(getNamedType(type).name, text);
  return isListType(getNullableType(type)) ? values.map(read) : single(name, values, read);
}

function single(name: string, [value = '', ...more]: readonly string[], read: (text: string) => unknown): unknown {
  if (more.length > 0) throw invalidInput([name], `Give ${name} once.`);
  return read(value);
}

/** What can't be read stays a text, which the type then refuses. */
function scalarValue(type: string, text: string): unknown {
  if (type === 'Boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return type === 'Int' && /^-?\d{1,9}$/.test(text) ? Number(text) : text;
}

const pageValue = (name: string, text: string) =>
  scalarValue(name === 'first' || name === 'last' ? 'Int' : 'String', text);

/** `CREATED_AT` or `CREATED_AT:DESC`. */
function orderOf(text: string): Variables {
  const [field, direction] = text.split(/:(.*)/s);
  return direction === undefined ? { field } : { field, direction };
}
