import type { Gate } from './gate';
import type { FieldConfig } from './clone-schema';
import { type Resolver, wrapResolver } from './runtime';

/** placeholder until step 3 */
export function wrapSubscriber(
  gate: () => Gate,
  resolve: Resolver,
  field: FieldConfig,
): Pick<FieldConfig, 'resolve' | 'subscribe'> {
  void gate;
  void wrapResolver;
  return {
    resolve,
    ...(field.subscribe && {
      subscribe: () => {
        throw new Error('not yet');
      },
    }),
  };
}
