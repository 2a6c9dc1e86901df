import { Field, ID, ObjectType } from 'type-graphql';

/** The known actor as it sees itself. Everything follows from the context. */
@ObjectType()
export class Viewer {
  @Field(() => ID)
  id!: string;
}
