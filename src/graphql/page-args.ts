import { Allow } from 'class-validator';
import { ArgsType, Field, Int } from 'type-graphql';
import type { PageArguments } from './connections';
import { NullAllowed } from './validate-input';

/** Relay's arguments of a list, null like left out; see toPage for what is refused. */
@ArgsType()
export class PageArgs implements PageArguments {
  @Allow()
  @NullAllowed()
  @Field(() => Int, { nullable: true })
  first?: number | null;

  @NullAllowed()
  @Field(() => String, { nullable: true })
  after?: string | null;

  @NullAllowed()
  @Field(() => Int, { nullable: true })
  last?: number | null;

  @NullAllowed()
  @Field(() => String, { nullable: true })
  before?: string | null;
}

/** The same for lists that are only read onwards. */
@ArgsType()
export class ForwardPageArgs implements PageArguments {
  @Allow()
  @NullAllowed()
  @Field(() => Int, { nullable: true })
  first?: number | null;

  @NullAllowed()
  @Field(() => String, { nullable: true })
  after?: string | null;
}
