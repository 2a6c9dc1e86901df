import { ApolloServer, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Context, Deps } from '../context';
import { apolloGate } from '../gate';
import { errorsPlugin, formatError } from './errors/errors.plugin';
import type { CompiledExecution } from './execution/compiled-execution';
import { DocumentStore } from './execution/document-store';
import type { KnownOperations } from './execution/known-operations';
import { entryPlugin } from './entry-operations';
import { documentLogPlugin } from './document-log';
import { limitsPlugin } from './limits/limits.plugin';
import { credentialPlugin, operationPlugin } from './plugins';
import { secretsInUrlPlugin } from './secrets-in-url';

/** What executes instead of Apollo Server, and what it learns from its answers. */
export interface Compiled {
  readonly execution: CompiledExecution;
  readonly known: KnownOperations;
}

interface ApolloSettings {
  readonly deps: Deps;
  /** Made by gateSchema. */
  readonly schema: GraphQLSchema;
  /** Undefined: Apollo executes. The answers are the same. */
  readonly compiled: Compiled | undefined;
}

/** Apollo Server with everything of its own that would phone, cache or show pages switched off. Not started yet. */
export function createApollo({ deps, schema, compiled }: ApolloSettings): ApolloServer<Context> {
  const { limits } = deps.config;
  const options = {
    formatError,
    logger: deps.log,
    includeStacktraceInErrorResponses: false,
    // The gate decides who may read the schema.
    introspection: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    documentStore: new DocumentStore(),
    parseOptions: { maxTokens: limits.tokens },
    stringifyResult: (result) => JSON.stringify(result),
    plugins: [...pluginsFor(deps), ...(compiled ? [compiled.known.plugin()] : []), ...SWITCHED_OFF],
  } satisfies Partial<ApolloServerOptions<Context>>;
  return compiled
    ? new ApolloServer<Context>({ ...options, gateway: gatewayFor(schema, compiled.execution) })
    : new ApolloServer<Context>({ ...options, schema });
}

/** The order matters: the status is decided (errors) before it is known whether the credential was refused. */
function pluginsFor(deps: Deps): ApolloServerPlugin<Context>[] {
  const { limits } = deps.config;
  return [
    operationPlugin(),
    documentLogPlugin(deps.log),
    limitsPlugin(limits),
    secretsInUrlPlugin(),
    entryPlugin(),
    apolloGate<Context>(),
    errorsPlugin(limits, deps.log),
    credentialPlugin(deps),
  ];
}

const SWITCHED_OFF = [
  ApolloServerPluginCacheControlDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
];

/** The one door for an executor of one's own behind which every hook, error format and plug-in of Apollo still works. */
function gatewayFor(
  schema: GraphQLSchema,
  execution: CompiledExecution,
): NonNullable<ApolloServerOptions<Context>['gateway']> {
  return {
    // Cast: the context is what executeHTTPGraphQLRequest was given.
    load: async () => ({
      executor: ({ document, request, context }) =>
        execution.execute({ document, request, context: context as Context }),
    }),
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: async () => undefined,
  };
}
