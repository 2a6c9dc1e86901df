import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../graphql/connections';
import { URLScalar } from '../../graphql/scalars';
import { User } from './user.entity';

export const UserConnection = connectionType(User, 'User');

@ObjectType({ simpleResolvers: true })
export class UserPayload {
  @Field(() => User)
  user!: User;
}

@ObjectType({ simpleResolvers: true })
export class UsersPayload {
  @Field(() => [User])
  users!: User[];
}

@ObjectType({ simpleResolvers: true })
export class CreateUserPayload {
  @Field(() => User)
  user!: User;

  @Field(() => URLScalar, { nullable: true })
  invitationUrl!: string | null;
}

@ObjectType({ simpleResolvers: true })
export class InvitationPayload {
  @Field(() => User)
  user!: User;

  @Field(() => URLScalar)
  invitationUrl!: string;
}

@ObjectType({ simpleResolvers: true })
export class DeleteUsersPayload {
  @Field(() => [ID])
  deletedIds!: string[];

  @Field(() => Int)
  deletedApiTokenCount!: number;
}
