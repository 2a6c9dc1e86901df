import { Field, ObjectType } from 'type-graphql';
import { Account } from './account.entity';

@ObjectType({ simpleResolvers: true })
export class AccountPayload {
  @Field(() => Account)
  account!: Account;
}

@ObjectType({ simpleResolvers: true, description: 'Shown here and never again.' })
export class RotateWebhookSecretPayload {
  @Field(() => String)
  secret!: string;
}
