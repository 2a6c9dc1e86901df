import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({ autoRegisterImplementations: false, resolveType: (value: object) => value.constructor.name })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, unique over all types.' })
  id!: string;
}
