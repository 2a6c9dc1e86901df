import { type PasswordOwner, passwordMistake } from '../../src/features/user/password.policy';

const OWNER: PasswordOwner = { email: 'ada.lovelace@example.com', username: 'Countess', twoFactorEnabled: false };
const taken = (password: string, owner: Partial<PasswordOwner> = {}) =>
  passwordMistake(password, { ...OWNER, ...owner }) === undefined;

test.each([
  'correct horse battery staple',
  'fifteen letters',
  'scopegate is a fine place for tokens',
  'the countess likes numbers',
  'ﬀﬀ fourteen and one more',
  'пятнадцать букв и ещё',
  ' blanks count, at both ends ',
])('taken: %s', (password) => expect(taken(password)).toBe(true));

test.each([
  ['14 characters', 'fourteen chars'],
  ['the e-mail address', 'ada.lovelace@example.com'],
  ['its local part with a number', 'ADA.LOVELACE-1815'],
  ['the user name twice', 'Countess-Countess-1'],
  ['user name and server', 'countess@scopegate!'],
  ['the name of the server in wide letters', 'ｓｃｏｐｅｇａｔｅ１２３４５６'],
  ['digits upwards, around the nine', '12345678901234567'],
  ['letters downwards', 'zyxwvutsrqponmlkj'],
  ['one sign', '--------------------'],
  ['a common one in capitals', 'PASSWORDPASSWORD'],
])('refused: %s', (_, password) => expect(taken(password)).toBe(false));

test('letters that were typed in two parts are one character each', () => {
  expect(taken('a\u0308'.repeat(4) + 'bcdefghijk')).toBe(false);
  expect(taken('a\u0308'.repeat(4) + 'xbgdqeiwpzk')).toBe(true);
});

test('a second factor makes eight enough, and seven not', () => {
  expect([taken('horse-b4', { twoFactorEnabled: true }), taken('horse-b', { twoFactorEnabled: true })]).toEqual([
    true,
    false,
  ]);
});

test('common passwords are refused beside a second factor, too', () => {
  for (const password of ['password1', 'iloveyou', '11111111', 'sunshine'])
    expect(taken(password, { twoFactorEnabled: true })).toBe(false);
});

test('a name of two letters forbids nothing', () =>
  expect(taken('edededed-1234-56-789', { username: 'ed', email: null })).toBe(true));
