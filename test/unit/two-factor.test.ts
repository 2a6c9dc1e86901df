import { generateSync } from 'otplib';
import {
  generateRecoveryCodes,
  generateTotpSecret,
  recoveryCodeText,
  stepOfCode,
} from '../../src/features/session/two-factor';

const secret = generateTotpSecret();
const step = Math.floor(Date.now() / 30_000);
const codeAt = (steps: number) => generateSync({ secret, epoch: (step + steps) * 30 });

test('the code of this step, the last and the next one is one; each names its step', () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(step * 30_000 + 15_000);
  const steps = [-2, -1, 0, 1, 2].map((steps) => stepOfCode(secret, codeAt(steps), 0));
  now.mockRestore();
  expect(steps).toEqual([undefined, step - 1, step, step + 1, undefined]);
});

test('a code of a step that was used, or of an earlier one, is none', () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(step * 30_000 + 15_000);
  const found = [step - 1, step, step + 1].map((lastStep) => stepOfCode(secret, codeAt(0), lastStep));
  now.mockRestore();
  expect(found).toEqual([step, undefined, undefined]);
});

test.each(['', '12345', '1234567', 'abcdef', '１２３４５６', '12 34', '-12345'])('no code: %j', (code) => {
  expect(stepOfCode(secret, code, 0)).toBeUndefined();
});

test('a recovery code is hashed the same however it was typed, and for its user only', () => {
  const [code = ''] = generateRecoveryCodes();
  expect(recoveryCodeText('u', ` ${code.toUpperCase().replace('-', '  ')}\n`)).toBe(recoveryCodeText('u', code));
  expect(recoveryCodeText('v', code)).not.toBe(recoveryCodeText('u', code));
  expect(recoveryCodeText('u', code.slice(1))).toBeUndefined();
});
