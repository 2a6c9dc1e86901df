import { Field, ID, ObjectType } from 'type-graphql';

/** What a bulk deletion answers for things that need no more to be said about. */
@ObjectType({ simpleResolvers: true })
export class DeletePayload {
  @Field(() => [ID])
  deletedIds!: string[];
}
