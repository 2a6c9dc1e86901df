import { Field, ObjectType } from 'type-graphql';
import { connectionType } from '../../graphql/connections';
import { Role } from './role.entity';

export const RoleConnection = connectionType(Role, 'Role');

@ObjectType({ simpleResolvers: true })
export class RolePayload {
  @Field(() => Role)
  role!: Role;
}
