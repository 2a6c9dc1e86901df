import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { becomeActor, type Context, known } from '../../context';
import { Public, RequiresLogin } from '../../graphql/marks';
import { DateTimeScalar } from '../../graphql/scalars';
import { ConfirmPasswordInput, LogInInput } from './session.inputs';
import { confirmPassword, logIn } from './session.service';
import { Viewer } from './viewer.resolver';

@ObjectType({ simpleResolvers: true })
export class LogInPayload {
  @Field(() => Viewer)
  viewer!: Viewer;

  @Field(() => String, { nullable: true })
  sessionToken!: string | null;

  @Field(() => DateTimeScalar)
  expiresAt!: Date;
}

@ObjectType({ simpleResolvers: true })
export class ConfirmPasswordPayload {
  @Field(() => DateTimeScalar)
  confirmedUntil!: Date;
}

@Resolver()
export class SessionResolver {
  @Mutation(() => LogInPayload)
  @Public()
  async logIn(@Arg('input') input: LogInInput, @Ctx() context: Context): Promise<LogInPayload> {
    const { actor, secret, expiresAt } = await logIn(context, input);
    becomeActor(context, actor);
    return { viewer: { id: actor.userId }, sessionToken: secret, expiresAt };
  }

  @Mutation(() => ConfirmPasswordPayload)
  @RequiresLogin()
  async confirmPassword(
    @Arg('input') input: ConfirmPasswordInput,
    @Ctx() context: Context,
  ): Promise<ConfirmPasswordPayload> {
    return { confirmedUntil: await confirmPassword(known(context), input) };
  }
}
