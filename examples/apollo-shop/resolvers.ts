interface Product {
  readonly id: string;
  readonly name: string;
  readonly price: number;
}

interface Order {
  readonly id: string;
  readonly product: Product;
  readonly price: number;
  readonly customer: { readonly name: string; readonly email: string };
}

const tea: Product = { id: '1', name: 'Tea', price: 4 };
const products: readonly Product[] = [tea, { id: '2', name: 'Teapot', price: 30 }];
const customer = { name: 'Ada', email: 'ada@customers.example' };
const orders: Order[] = [{ id: '1', product: tea, price: tea.price, customer }];

/** Not a word of scopes in here. */
export const resolvers = {
  Query: {
    products: () => products,
    orders: () => orders,
    turnover: () => orders.reduce((sum, { price }) => sum + price, 0),
  },
  Mutation: {
    placeOrder: (_: unknown, { product: id, discount = 0 }: { product: string; discount?: number }): Order => {
      const product = products.find((one) => one.id === id) ?? tea;
      const order = { id: String(orders.length + 1), product, price: product.price - discount, customer };
      orders.push(order);
      return order;
    },
  },
};
