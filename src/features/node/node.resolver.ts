import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { type Context, known } from '../../context';
import { Authenticated } from '../../graphql/marks';
import { Node } from '../../graphql/node';
import { findNodes } from './node.service';

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true })
  @Authenticated()
  async node(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<Node | null> {
    return (await findNodes(known(context), [id]))[0] ?? null;
  }

  @Query(() => [Node], { nullable: 'items' })
  @Authenticated()
  nodes(@Arg('ids', () => [ID]) ids: string[], @Ctx() context: Context): Promise<(Node | null)[]> {
    return findNodes(known(context), ids);
  }
}
