import {
  GraphQLBoolean,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';

/** A mark where there is no SDL: what Pothos, Nexus and others write, too. */
const requiresScopes = (...scopes: string[][]) => ({ directives: { requiresScopes: { scopes } } });
const open = { directives: { public: {} } };

interface Sensor {
  readonly place: string;
  readonly celsius: number;
  readonly owner: string;
}

const sensors: Sensor[] = [
  { place: 'Roof', celsius: 21, owner: 'Ada' },
  { place: 'Cellar', celsius: 9, owner: 'Charles' },
];

const sensor = new GraphQLObjectType<Sensor>({
  name: 'Sensor',
  extensions: requiresScopes(['sensors:read']),
  fields: {
    place: { type: new GraphQLNonNull(GraphQLString) },
    celsius: { type: new GraphQLNonNull(GraphQLInt) },
    owner: { type: GraphQLString, extensions: requiresScopes(['owners:read']) },
  },
});

const query = new GraphQLObjectType({
  name: 'Query',
  fields: {
    warmest: {
      type: GraphQLInt,
      extensions: open,
      resolve: () => Math.max(...sensors.map(({ celsius }) => celsius)),
    },
    sensors: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(sensor))),
      extensions: requiresScopes(['sensors:read']),
      args: { broken: { type: GraphQLBoolean, extensions: requiresScopes(['sensors:repair']) } },
      resolve: () => sensors,
    },
  },
});

const mutation = new GraphQLObjectType({
  name: 'Mutation',
  fields: {
    calibrate: {
      type: GraphQLBoolean,
      extensions: requiresScopes(['sensors:repair'], ['sensors:admin']),
      resolve: () => true,
    },
  },
});

export const schema = new GraphQLSchema({ query, mutation });
