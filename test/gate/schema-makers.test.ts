import 'reflect-metadata';
import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  DirectiveLocation,
  executeSync,
  GraphQLDirective,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  lexicographicSortSchema,
  parse,
} from 'graphql';
import { Arg, buildSchemaSync, Directive, Field, InputType, ObjectType, Query, Resolver } from 'type-graphql';
import { gateSchema, gateTypeDefs } from '../../src/gate/index';
import { holding, missingOf } from './reference-schema';

const RequiresScopes = (...scopes: string[][]) => Directive(`@requiresScopes(scopes: ${JSON.stringify(scopes)})`);

@ObjectType()
@RequiresScopes(['things'])
class Thing {
  @Field(() => String)
  @RequiresScopes(['names'])
  name!: string;
}

@InputType()
class ThingFilter {
  @Field(() => String, { nullable: true })
  @RequiresScopes(['deleted'])
  deletedBy?: string;
}

@Resolver()
class ThingResolver {
  @Query(() => Thing)
  thing(
    @Arg('filter', () => ThingFilter, { nullable: true }) _filter?: ThingFilter,
    @RequiresScopes(['audit']) @Arg('audit', () => Boolean, { nullable: true }) _audit?: boolean,
  ): Thing {
    return { name: 'x' };
  }
}

const requiresScopes = new GraphQLDirective({
  name: 'requiresScopes',
  isRepeatable: true,
  locations: [DirectiveLocation.OBJECT, DirectiveLocation.FIELD_DEFINITION],
  args: { scopes: { type: new GraphQLNonNull(new GraphQLList(new GraphQLList(GraphQLString))) } },
});

describe('schemas of every making', () => {
  const typeGraphql = () =>
    gateSchema(buildSchemaSync({ resolvers: [ThingResolver], directives: [requiresScopes], validate: false }), {
      unmarkedRootFields: 'open',
    });

  test('type-graphql: marks on types, fields, arguments and input fields', () => {
    const query = '{ thing(audit: true, filter: { deletedBy: null }) { name } }';
    expect(missingOf(typeGraphql(), query).sort()).toEqual([
      'Query.thing(audit:)',
      'Thing',
      'Thing.name',
      'ThingFilter.deletedBy',
    ]);
  });

  test('type-graphql: its resolvers run behind the gate', async () => {
    const contextValue = { actor: holding('things', 'names') };
    const { execute } = await import('graphql');
    expect(
      (await execute({ schema: typeGraphql(), document: parse('{ thing { name } }'), contextValue })).data,
    ).toEqual({ thing: { name: 'x' } });
  });

  test('graphql-tools: makeExecutableSchema, and a schema sorted afterwards', () => {
    const typeDefs = [
      gateTypeDefs,
      'type Query { a: Int @requiresScopes(scopes: [["a"]]) } extend type Query { b: Int @authenticated }',
    ];
    const schema = makeExecutableSchema({ typeDefs, resolvers: { Query: { a: () => 1 } } });
    for (const each of [schema, lexicographicSortSchema(schema)]) {
      const gated = gateSchema(each, { unmarkedRootFields: 'error' });
      expect(missingOf(gated, '{ a b }')).toEqual(['Query.a']);
      expect(
        executeSync({ schema: gated, document: parse('{ a }'), contextValue: { actor: holding('a') } }).data,
      ).toEqual({ a: 1 });
    }
  });

  test('a gated schema can be gated again, and both gates hold', () => {
    const schema = makeExecutableSchema({
      typeDefs: [gateTypeDefs, 'type Query { a: Int @requiresScopes(scopes: [["a"]]) }'],
      resolvers: { Query: { a: () => 1 } },
    });
    const twice = gateSchema(gateSchema(schema, { unmarkedRootFields: 'open' }), {
      unmarkedRootFields: 'open',
      guards: { 'Query.a': [['b']] },
    });
    const run = (...scopes: string[]) =>
      executeSync({ schema: twice, document: parse('{ a }'), contextValue: { actor: holding(...scopes) } }).data;
    expect([run('a'), run('b'), run('a', 'b')]).toEqual([{ a: null }, { a: null }, { a: 1 }]);
  });
});
